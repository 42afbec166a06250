package io.sluice.tls;

import io.sluice.api.Log;
import io.sluice.api.Pem;
import io.sluice.api.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of a listener for which none is configured: self-signed, one for each usual kind of key. Kept in {@code ssl/} of
 * a folder if there is one, and used again. Making them takes a moment, so it happens beside the start.
 */
final class DefaultCertificates {

    private static final Log LOG = Log.of("tls");

    private DefaultCertificates() {}

    /** What it gives may have to be waited for. */
    static Supplier<List<KeyedCertificate>> in(@Nullable Path folder) {
        CompletableFuture<List<KeyedCertificate>> made = new CompletableFuture<>();
        Thread.ofVirtual().name("certificates").start(() -> {
            try {
                made.complete(List.of(kept(folder, SelfSigned.EC), kept(folder, SelfSigned.RSA)));
            } catch (RuntimeException e) {
                made.completeExceptionally(e);
            }
        });
        return made::join;
    }

    private static KeyedCertificate kept(@Nullable Path folder, SelfSigned kind) {
        if (folder == null) {
            return kind.make();
        }
        Path file = folder.resolve("ssl").resolve("default-" + kind.name().toLowerCase(Locale.ROOT) + ".pem");
        try {
            String text = Files.readString(file);
            return KeyedCertificate.of(text, new Secret(text));
        } catch (IOException | Pem.Unreadable _) {
            KeyedCertificate made = kind.make();
            write(file, made);
            return made;
        }
    }

    private static void write(Path file, KeyedCertificate made) {
        try {
            Path folder = Files.createDirectories(file.getParent());
            Path draft = Files.createTempFile(
                    folder,
                    "draft",
                    ".pem",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            List<String> blocks = new ArrayList<>();
            for (X509Certificate certificate : made.chain()) {
                blocks.add(block("CERTIFICATE", certificate.getEncoded()));
            }
            blocks.add(block("PRIVATE KEY", made.key().getEncoded()));
            Files.writeString(draft, String.join("", blocks));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | CertificateEncodingException | UnsupportedOperationException e) {
            LOG.warn("the self-signed certificate is not kept", "file", file, "reason", e.getMessage());
        }
    }

    private static String block(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
