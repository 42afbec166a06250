package io.sluice.api;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads certificates and private keys from PEM texts (RFC 7468). What surrounds the blocks is skipped, so that a file may hold
 * both. Messages never quote what a block holds.
 */
public final class Pem {

    private static final Pattern BLOCK = Pattern.compile(
            "^[ \\t]*-----BEGIN ([A-Z0-9 ]+)-----[ \\t]*\\R(.*?)^[ \\t]*-----END \\1-----",
            Pattern.DOTALL | Pattern.MULTILINE);
    private static final Set<String> CERTIFICATES = Set.of("CERTIFICATE", "X509 CERTIFICATE");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private Pem() {}

    /** A text that holds no certificate or key that can be used; the message says why, in words for the user. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    private record Block(String label, String body) {}

    /**
     * All certificates of a text, in its order; at least one.
     *
     * @throws Unreadable if there is none, or one of them cannot be read
     */
    public static List<X509Certificate> certificates(String pem) throws Unreadable {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(pem)) {
            if (CERTIFICATES.contains(block.label)) {
                certificates.add(certificate(block, certificates.size() + 1));
            }
        }
        if (certificates.isEmpty()) {
            throw new Unreadable("expected PEM with a block -----BEGIN CERTIFICATE-----");
        }
        return List.copyOf(certificates);
    }

    private static X509Certificate certificate(Block block, int number) throws Unreadable {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes(block)));
        } catch (CertificateException _) {
            throw new Unreadable("certificate " + number + " of the text is damaged");
        }
    }

    /**
     * The first private key of a text: PKCS#8, PKCS#1 or SEC1, not encrypted.
     *
     * @throws Unreadable if there is none, or it cannot be read
     */
    public static PrivateKey key(Secret pem) throws Unreadable {
        for (Block block : blocks(pem.reveal())) {
            if (block.label.endsWith("PRIVATE KEY")) {
                if (block.label.startsWith("ENCRYPTED") || block.body.contains(": 4,ENCRYPTED")) {
                    throw new Unreadable("the private key is encrypted: write it without its passphrase");
                }
                return key(block);
            }
        }
        throw new Unreadable("expected PEM with a block -----BEGIN PRIVATE KEY-----");
    }

    private static PrivateKey key(Block block) throws Unreadable {
        PKCS8EncodedKeySpec pkcs8 = new PKCS8EncodedKeySpec(
                switch (block.label) {
                    case "PRIVATE KEY" -> bytes(block);
                    case "RSA PRIVATE KEY" -> Pkcs8.ofPkcs1(bytes(block));
                    case "EC PRIVATE KEY" -> Pkcs8.ofSec1(bytes(block));
                    default -> throw new Unreadable("a " + block.label + " cannot be used: expected RSA, EC or EdDSA");
                });
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(pkcs8);
            } catch (GeneralSecurityException _) {
                // of another algorithm, or damaged: told apart only by trying
            }
        }
        throw new Unreadable(
                "the private key is damaged, or of a kind other than RSA, EC (P-256, P-384, P-521) and EdDSA");
    }

    /** Whether the private key is that of the certificate. */
    public static boolean match(X509Certificate certificate, PrivateKey key) {
        PublicKey shown = certificate.getPublicKey();
        if (shown instanceof RSAPublicKey rsa && key instanceof RSAPrivateCrtKey mine) {
            return rsa.getModulus().equals(mine.getModulus())
                    && rsa.getPublicExponent().equals(mine.getPublicExponent());
        }
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            case String other -> other;
        };
        try {
            byte[] text = {1, 2, 3};
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(shown);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false; // another kind of key, or another curve
        }
    }

    private static List<Block> blocks(String pem) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(pem);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    private static byte[] bytes(Block block) throws Unreadable {
        try {
            return Base64.getDecoder().decode(block.body.replaceAll("\\s", ""));
        } catch (IllegalArgumentException _) {
            throw new Unreadable("the block " + block.label + " is not base64");
        }
    }
}
