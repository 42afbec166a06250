package io.sluice.config;

import io.sluice.api.Pem;
import io.sluice.api.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold for certificates and keys, in Kong's words. What they hold reaches no message. */
final class PemChecks {

    private final Reporter reporter;
    private final Instant now;

    PemChecks(Reporter reporter, Instant now) {
        this.reporter = reporter;
        this.now = now;
    }

    /**
     * A certificate and its key, both in PEM.
     *
     * @param suffix of the names of the two fields, {@code _alt} or nothing
     * @return the certificate itself, or null if it cannot be read
     */
    @Nullable
    X509Certificate pair(String cert, Secret key, String suffix, String pointer) {
        X509Certificate leaf = certificate(cert, suffix, pointer);
        PrivateKey its = null;
        try {
            its = Pem.key(key);
        } catch (Pem.Unreadable e) {
            reporter.error("bad-key", pointer + "/key" + suffix, null, "invalid key: " + e.getMessage());
        }
        if (leaf != null && its != null && !Pem.match(leaf, its)) {
            String which = suffix.isEmpty() ? "" : "alternative ";
            reporter.error("between-fields", pointer, null, which + "certificate does not match key");
        }
        return leaf;
    }

    /** A certificate alone; null if it cannot be read. */
    @Nullable
    X509Certificate certificate(String cert, String suffix, String pointer) {
        String at = pointer + "/cert" + suffix;
        try {
            X509Certificate leaf = Pem.certificates(cert).getFirst();
            if (isOver(leaf)) {
                String message = "the certificate is not valid any more: it ended at "
                        + leaf.getNotAfter().toInstant();
                reporter.warning("certificate-expired", at, null, message, null);
            }
            return leaf;
        } catch (Pem.Unreadable e) {
            reporter.error("bad-certificate", at, null, "invalid certificate: " + e.getMessage());
            return null;
        }
    }

    /** The SHA-256 digest of the one certificate of an authority; null if it is none. */
    @Nullable
    String authority(String cert, String pointer) {
        List<X509Certificate> certificates;
        try {
            certificates = Pem.certificates(cert);
        } catch (Pem.Unreadable e) {
            return wrong(pointer, "invalid certificate: " + e.getMessage());
        }
        X509Certificate certificate = certificates.getFirst();
        if (certificates.size() > 1) {
            return wrong(
                    pointer,
                    "expected one certificate, found " + certificates.size() + "; each is an entry of its own");
        }
        if (isOver(certificate)) {
            return wrong(pointer, "certificate expired, \"Not After\" time is in the past");
        }
        if (certificate.getBasicConstraints() < 0) {
            return wrong(
                    pointer,
                    "certificate does not appear to be a CA because it is missing the \"CA\" basic constraint");
        }
        return digest(certificate);
    }

    private @Nullable String wrong(String pointer, String message) {
        reporter.error("bad-certificate", pointer + "/cert", null, message);
        return null;
    }

    private boolean isOver(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().isBefore(now);
    }

    private static String digest(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("every JDK has SHA-256, and what was read can be written", e);
        }
    }
}
