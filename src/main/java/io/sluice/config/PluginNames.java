package io.sluice.config;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What there is to say of names of plugins that do not run here. Not safe for concurrent use. */
final class PluginNames {

    /** What can stand in the setting {@code plugins} as it is. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}");

    private final PluginSchemas schemas;
    private final Reporter reporter;
    private final Set<String> noted = new HashSet<>();

    PluginNames(PluginSchemas schemas, Reporter reporter) {
        this.schemas = schemas;
        this.reporter = reporter;
    }

    /** One that the setting {@code plugins} leaves out. */
    void notEnabled(String name, String at) {
        reporter.warning(
                "plugin-not-enabled",
                at,
                name,
                "plugin '" + name + "' is here, and the setting 'plugins' does not enable it",
                "add it: KONG_PLUGINS=" + setting(name));
    }

    /** One of Kong's. */
    void notHosted(String name, String at) {
        reporter.warning(
                "plugin-not-hosted",
                at,
                name,
                "plugin '" + name + "' is Kong's, and not hosted by this version"
                        + (schemas.config(name).isEmpty() ? "; its config is not checked" : ""),
                null);
    }

    /** One that is enabled by its name, and of which nothing else is known. Said once of each. */
    void unchecked(String name, String at) {
        if (noted.add(name)) {
            String jar = "a start needs its jar in the folder that KONG_PLUGIN_FOLDER names, and lint checks by the"
                    + " schema in it";
            reporter.note(
                    "unchecked-plugin",
                    at,
                    name,
                    "plugin '" + name + "' is enabled by its name alone: there is no schema to check its config by",
                    schemas.nearest(name)
                            .map(near -> "did you mean '" + near + "'? Otherwise, " + jar)
                            .orElse(jar));
        }
    }

    /** One that nothing is known of. */
    void unknown(String name, String at) {
        reporter.error(
                "unknown-plugin",
                at,
                name,
                "plugin '" + name + "' not enabled; add it to the 'plugins' configuration property",
                hint(name));
    }

    private @Nullable String hint(String name) {
        String enable = PLAIN.matcher(name).matches()
                ? "KONG_PLUGINS=" + setting(name) + ", or plugins = " + setting(name)
                        + " in kong.conf (-c), or for lint --plugin " + name
                : "";
        if (schemas.isOff(name)) {
            return enable;
        }
        if (schemas.isOfficial(name)) {
            return "it is Kong Enterprise's" + (enable.isEmpty() ? "" : "; where it is installed: " + enable);
        }
        String near =
                schemas.nearest(name).map(n -> "did you mean '" + n + "'?").orElse("");
        String own = enable.isEmpty() ? "" : "a plugin of your own is enabled by its name: " + enable;
        String hint = near.isEmpty() || own.isEmpty() ? near + own : near + " Otherwise, " + own;
        return hint.isEmpty() ? null : hint;
    }

    /** The value that enables it beside all that are enabled already. */
    private String setting(String name) {
        Set<String> names = new LinkedHashSet<>();
        names.add("bundled");
        names.addAll(schemas.named());
        if (!schemas.isOfficial(name) || !schemas.isHosted(name)) {
            names.add(name);
        }
        return String.join(",", names);
    }
}
