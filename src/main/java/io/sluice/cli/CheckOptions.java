package io.sluice.cli;

import io.sluice.settings.FileSettings;
import io.sluice.settings.SettingsLoader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a command that only looks at a declarative file has to know of the gateway that is to serve it. */
final class CheckOptions {

    @Option(
            names = {"-c", "--conf"},
            paramLabel = "FILE",
            description =
                    "A kong.conf, as for start: plugins, plugin_folder, router_flavor, route_match_calculation, vault_env_prefix,"
                            + " declarative_config and the sizes of bodies count. KONG_* variables win.")
    private @Nullable Path conf;

    @Mixin
    private final PluginOption plugins = new PluginOption();

    @Option(
            names = "--plugin-folder",
            paramLabel = "DIR",
            description = "Where the jars of other people's plugins are (default: $KONG_PLUGIN_FOLDER).")
    private @Nullable Path pluginFolder;

    /** Reads the settings, and reports to {@code err} why they cannot be read. */
    FileSettings settings(PrintWriter err) {
        SettingsLoader.LoadedForFile loaded = SettingsLoader.forFile(conf, System.getenv());
        ProblemReport.text(loaded.problems(), err);
        if (loaded.settings() == null) {
            throw new Sluice.Failure(
                    Sluice.UNUSABLE, "not checked: " + ProblemReport.counts(loaded.problems()) + " in the settings");
        }
        return Objects.requireNonNull(loaded.settings());
    }

    /** The plugins that a file may name, by the settings and these options. */
    KnownPlugins plugins(FileSettings settings) {
        Path folder = pluginFolder != null ? pluginFolder : settings.pluginFolder();
        return KnownPlugins.of(folder, settings.plugins(), plugins.names());
    }
}
