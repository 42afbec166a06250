package io.sluice.plugins.basicauth;

import io.sluice.api.Secret;
import io.sluice.api.entity.Credential;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A user name and a password as sent, both as bytes in ISO-8859-1 characters.
 *
 * @param username what stands before the first colon
 * @param password what stands behind it, colons and line feeds included
 */
record Login(String username, Secret password) {

    private static final String SCHEME = "basic";

    /** Reads {@code Basic}, in any case, blanks, and base64 with or without padding; empty for anything else. */
    static Optional<Login> parse(String header) {
        String value = header.strip();
        boolean basic = value.length() > SCHEME.length()
                && value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && " \t".indexOf(value.charAt(SCHEME.length())) >= 0;
        if (!basic) {
            return Optional.empty();
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(value.substring(SCHEME.length()).strip());
            String pair = new String(decoded, StandardCharsets.ISO_8859_1);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Login(pair.substring(0, colon), new Secret(pair.substring(colon + 1))));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /**
     * Whether this password has the stored hash: that of its bytes followed by the consumer's id, SHA-1 if it has 40 digits, SHA-256
     * if 64 (decision P2). Takes the same time wherever they differ.
     */
    boolean fits(Credential credential) {
        Secret stored = credential.password();
        if (stored == null) {
            return false;
        }
        String algorithm = switch (stored.reveal().length()) {
            case 40 -> "SHA-1";
            case 64 -> "SHA-256";
            default -> "";
        };
        return !algorithm.isEmpty()
                && MessageDigest.isEqual(
                        hash(algorithm, credential.consumer().id().toString()).getBytes(StandardCharsets.US_ASCII),
                        stored.reveal().getBytes(StandardCharsets.US_ASCII));
    }

    private String hash(String algorithm, String salt) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(password.reveal().getBytes(StandardCharsets.ISO_8859_1));
            return HexFormat.of().formatHex(digest.digest(salt.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
