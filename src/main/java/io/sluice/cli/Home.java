package io.sluice.cli;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The folder the program was installed in: {@code bin/}, {@code lib/}, {@code schema/}, {@code broker/}. */
final class Home {

    private Home() {}

    /** Told by the launcher, else the parent of the folder that this class's jar lies in. */
    static Path folder() {
        String told = System.getProperty("sluice.home");
        if (told != null) {
            return Path.of(told);
        }
        try {
            Path jar = Path.of(Home.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path lib = jar.getParent();
            return lib == null || lib.getParent() == null ? Path.of(".") : lib.getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The jars of the real broker. */
    static Path brokerLib() {
        return folder().resolve("broker").resolve("lib");
    }
}
