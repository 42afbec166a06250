package io.sluice.config;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What must hold for keys of tokens, in Kong's words. What they hold reaches no message. */
final class KeyChecks {

    /** In characters; the longest keys in use have some ten thousand. */
    private static final int LONGEST_KEY = 1 << 16;

    private static final Pattern PUBLIC =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private final Reporter reporter;

    KeyChecks(Reporter reporter) {
        this.reporter = reporter;
    }

    /** A key is either a JWK or a pair in PEM. */
    void key(ObjectNode key, String pointer) {
        boolean jwk = key.has("jwk");
        if (jwk == key.has("pem")) {
            String rule = jwk ? "exactly one of" : "at least one of";
            reporter.error("between-fields", pointer, null, rule + " these fields must be non-empty: 'jwk', 'pem'");
        }
        if (jwk) {
            jwk(key, pointer);
        }
        String open = Fields.text(key.path("pem"), "public_key");
        if (open != null && !Vaults.isReference(open) && !isPublicKey(open)) {
            reporter.error("bad-key", pointer + "/pem/public_key", null, "could not load public key");
        }
        String closed = Fields.text(key.path("pem"), "private_key");
        if (closed != null && !Vaults.isReference(closed) && !closed.contains("PRIVATE KEY-----")) {
            reporter.error("bad-key", pointer + "/pem/private_key", null, "could not load private key");
        }
    }

    private void jwk(ObjectNode key, String pointer) {
        String text = Fields.text(key, "jwk");
        if (text == null || Vaults.isReference(text)) {
            return;
        }
        try {
            JsonNode jwk = JsonMapper.shared().readTree(text);
            String kid = Fields.text(key, "kid", "");
            if (!Fields.text(jwk, "kid", kid).equals(kid)) {
                reporter.error("between-fields", pointer + "/kid", kid, "kid in jwk.kid must be equal to keys.kid");
            }
        } catch (JacksonException _) {
            reporter.error("bad-key", pointer + "/jwk", null, "could not json decode jwk string");
        }
    }

    /** Algorithms that are not HMAC's need a public key. */
    void jwt(ObjectNode secret, String pointer) {
        String algorithm = Fields.text(secret, "algorithm", "HS256");
        String key = Fields.text(secret, "rsa_public_key");
        if (key == null && !algorithm.startsWith("HS")) {
            reporter.error(
                    "required-field",
                    pointer,
                    algorithm,
                    "required field missing: 'rsa_public_key' (failed conditional validation given value of field"
                            + " 'algorithm')");
        } else if (key != null && !algorithm.startsWith("HS") && !Vaults.isReference(key) && !isPublicKey(key)) {
            reporter.error("bad-key", pointer + "/rsa_public_key", null, "invalid key: expected a public key in PEM");
        }
    }

    private static boolean isPublicKey(String pem) {
        if (pem.length() > LONGEST_KEY) {
            return false;
        }
        Matcher matcher = PUBLIC.matcher(pem);
        if (!matcher.find()) {
            return pem.contains("-----BEGIN RSA PUBLIC KEY-----") || pem.contains("-----BEGIN CERTIFICATE-----");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
            return ALGORITHMS.stream().anyMatch(algorithm -> reads(algorithm, der));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean reads(String algorithm, byte[] der) {
        try {
            KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
