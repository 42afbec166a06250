package io.sluice.settings;

import io.sluice.api.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of the settings, those that a declarative file is read by: all that looking at one needs.
 *
 * @param plugins {@code plugins}, or null where it is not set
 * @param pluginFolder {@code plugin_folder}, or null
 * @param vaultEnvPrefix {@code vault_env_prefix}, or empty
 * @param declarativeConfig {@code declarative_config}, or null
 * @param declarativeConfigString {@code declarative_config_string}, or null
 * @param routerFlavor {@code router_flavor} as it was written
 * @param strictCalculation whether {@code route_match_calculation} is {@code strict}
 * @param bodies how large bodies may be
 */
public record FileSettings(
        @Nullable List<String> plugins,
        @Nullable Path pluginFolder,
        String vaultEnvPrefix,
        @Nullable String declarativeConfig,
        @Nullable Secret declarativeConfigString,
        String routerFlavor,
        boolean strictCalculation,
        BodySettings bodies) {

    /** The flavor of routes unless the setting says another. */
    public static final String DEFAULT_FLAVOR = "traditional_compatible";

    private static final Set<String> OWN_KEYS = Set.of(
            "plugins",
            "plugin_folder",
            "vault_env_prefix",
            "declarative_config",
            "declarative_config_string",
            "router_flavor",
            "route_match_calculation");

    static boolean isRead(String key) {
        return OWN_KEYS.contains(key) || BodySettings.KEYS.contains(key);
    }

    static FileSettings read(SettingValues values) {
        return new FileSettings(
                values.isSet("plugins") ? values.list("plugins", "") : null,
                values.text("plugin_folder").map(Path::of).orElse(null),
                values.text("vault_env_prefix", ""),
                values.text("declarative_config").orElse(null),
                values.text("declarative_config_string").map(Secret::new).orElse(null),
                values.text("router_flavor", DEFAULT_FLAVOR),
                values.text("route_match_calculation", "").equals("strict"),
                BodySettings.read(values));
    }
}
