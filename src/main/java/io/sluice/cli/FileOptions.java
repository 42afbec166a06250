package io.sluice.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which files a command that serves, or says what serving would do, reads. */
final class FileOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The declarative file; wins over declarative_config, and that over declarative_config_string.")
    private @Nullable Path config;

    @Option(
            names = {"-c", "--conf"},
            paramLabel = "FILE",
            description = "A kong.conf with settings.")
    private @Nullable Path conf;

    /** The declarative file that was asked for, or null. */
    @Nullable
    Path config() {
        return config;
    }

    /** The kong.conf that was asked for, or null. */
    @Nullable
    Path conf() {
        return conf;
    }
}
