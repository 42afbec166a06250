package io.sluice.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** The jars of the real brokers, from Maven Central. Without them nothing here would be tested, so their absence is a failure. */
public final class BrokerJars {

    private BrokerJars() {}

    /** Their folder; {@code version} is a folder of {@code broker/target}. */
    public static Path of(String version) {
        Path lib = Path.of("broker", "target", version, "lib").toAbsolutePath();
        if (!Files.isDirectory(lib)) {
            throw new AssertionError("no broker jars in " + lib + ": run `make broker`");
        }
        return lib;
    }
}
