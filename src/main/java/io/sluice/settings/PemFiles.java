package io.sluice.settings;

import io.sluice.api.Pem;
import io.sluice.api.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Settings that name certificates and keys: each element a path, PEM itself, or base64 of PEM. Errors are Kong's, and show no key. */
final class PemFiles {

    private static final long LARGEST = 1 << 20;
    private static final Pattern PATH = Pattern.compile("(?:/|\\.{1,2}/)[^\\n]*|[^\\n]*\\.(?:pem|crt|cer|key)");

    private PemFiles() {}

    /** The lists {@code key} and {@code key_key}, element by element; empty if neither is set, or one is bad. */
    static List<PemPair> pairs(SettingValues values, String key) {
        List<String> certificates = values.list(key, "");
        List<String> keys = values.list(key + "_key", "");
        if (certificates.isEmpty() && keys.isEmpty()) {
            return List.of();
        }
        if (certificates.isEmpty() || keys.isEmpty()) {
            String missing = certificates.isEmpty() ? key : key + "_key";
            values.bad(missing, missing + " must be specified");
            return List.of();
        }
        if (certificates.size() != keys.size()) {
            values.bad(
                    key,
                    key + " was specified " + certificates.size() + " times while " + key + "_key was specified "
                            + keys.size() + " times");
            return List.of();
        }
        List<PemPair> pairs = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            read(values, key, certificates.get(i), keys.get(i)).ifPresent(pairs::add);
        }
        return pairs;
    }

    /** One of them; both must be set. Null if they are bad. */
    static @Nullable PemPair pair(SettingValues values, String key) {
        String certificate = values.text(key, "");
        String secret = values.text(key + "_key", "");
        for (String name : List.of(key, key + "_key")) {
            if (values.text(name).isEmpty()) {
                values.bad(name, name + " must be specified");
            }
        }
        return certificate.isEmpty() || secret.isEmpty()
                ? null
                : read(values, key, certificate, secret).orElse(null);
    }

    /** What others are checked against; null if it is bad. */
    static @Nullable String certificates(SettingValues values, String key) {
        String value = values.text(key, "");
        String text = text(value);
        try {
            Pem.certificates(text);
            return text;
        } catch (Pem.Unreadable e) {
            values.bad(key, key + ": failed loading certificate from " + shown(value), e.getMessage());
            return null;
        }
    }

    /** One element of a list of what others are checked against; empty if it is bad. */
    static List<X509Certificate> certificates(SettingValues values, String key, String element) {
        try {
            return Pem.certificates(text(element));
        } catch (Pem.Unreadable e) {
            values.bad(key, key + ": failed loading certificate from " + shown(element), e.getMessage());
            return List.of();
        }
    }

    private static Optional<PemPair> read(SettingValues values, String key, String certificate, String secret) {
        String chain = text(certificate);
        Secret pem = new Secret(text(secret));
        X509Certificate leaf;
        try {
            leaf = Pem.certificates(chain).getFirst();
        } catch (Pem.Unreadable e) {
            values.bad(key, key + ": failed loading certificate from " + shown(certificate), e.getMessage());
            return Optional.empty();
        }
        try {
            if (!Pem.match(leaf, Pem.key(pem))) {
                values.bad(key + "_key", key + "_key: the key is not that of the certificate " + shown(certificate));
            }
        } catch (Pem.Unreadable e) {
            values.bad(key + "_key", key + "_key: failed loading key from " + shown(secret), e.getMessage());
        }
        return Optional.of(new PemPair(chain, pem));
    }

    /** A path, and nothing that might be a key. */
    private static String shown(String value) {
        return PATH.matcher(value).matches() ? value : "the text that is given";
    }

    /** The PEM text; empty if there is none. */
    private static String text(String value) {
        if (value.contains("-----BEGIN ")) {
            return value;
        }
        try {
            if (isFile(value)) {
                Path file = Path.of(value);
                return Files.size(file) > LARGEST ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
            }
            String decoded = new String(Base64.getMimeDecoder().decode(value), StandardCharsets.ISO_8859_1);
            return decoded.contains("-----BEGIN ") ? decoded : "";
        } catch (IOException | IllegalArgumentException _) {
            return "";
        }
    }

    private static boolean isFile(String value) {
        try {
            return Files.isRegularFile(Path.of(value));
        } catch (InvalidPathException _) {
            return false;
        }
    }
}
