package io.sluice.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** Plugins that are neither here nor Kong's, for commands that serve nothing. */
final class PluginOption {

    @Option(
            names = "--plugin",
            paramLabel = "NAME",
            split = ",",
            description =
                    "A plugin that is not Kong's and that the file may name, as with KONG_PLUGINS=bundled,NAME or plugins in"
                            + " kong.conf; may be given several times. Its config is checked only where its jar is in the plugin folder.")
    private List<String> names = List.of();

    List<String> names() {
        return names;
    }
}
