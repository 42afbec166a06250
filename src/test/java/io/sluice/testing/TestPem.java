package io.sluice.testing;

import io.sluice.api.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Certificates and keys made for tests with OpenSSL, in {@code src/test/resources/pem}: {@code rsa} and {@code ec} are for localhost
 * and *.example.com, signed by {@code ca}; all end in a hundred years.
 */
public final class TestPem {

    private TestPem() {}

    /** A file's text. */
    public static String text(String name) {
        try (InputStream in = TestPem.class.getResourceAsStream("/pem/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Secret key(String name) {
        return new Secret(text(name));
    }
}
