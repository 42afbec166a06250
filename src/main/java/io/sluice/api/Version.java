package io.sluice.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Which Sluice this is. */
public final class Version {

    /** {@code 0.1.0}. */
    public static final String NUMBER = read();

    /** What the Server header says: {@code sluice/0.1.0} (decision R4). */
    public static final String PRODUCT = "sluice/" + NUMBER;

    private Version() {}

    private static String read() {
        try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
