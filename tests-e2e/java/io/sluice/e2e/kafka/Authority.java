package io.sluice.e2e.kafka;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;

/** An authority for tests: signs certificates (RFC 5280) with names and times of any kind, without starting a tool for each. */
final class Authority {

    private static final byte[] SHA256_WITH_RSA = {6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 11
    };
    private static final byte[] BASIC_CONSTRAINTS = {6, 3, 0x55, 0x1d, 0x13};
    private static final byte[] ALTERNATIVE_NAMES = {6, 3, 0x55, 0x1d, 0x11};
    private static final byte[] P256 = {6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 3, 1, 7};
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final X500Principal name;
    private final KeyPair keys;
    private final X509Certificate certificate;
    private long serial = 1;

    Authority(String name) throws GeneralSecurityException {
        this.name = new X500Principal("CN=" + name);
        this.keys = keys("RSA");
        this.certificate = sign(this.name, keys, extension(BASIC_CONSTRAINTS, der(0x30, der(1, bytes(0xff)))), 30);
    }

    /** A certificate with its key. */
    record Issued(X509Certificate certificate, PrivateKey key) {

        String certificatePem() {
            try {
                return Authority.pem("CERTIFICATE", certificate.getEncoded());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        String pkcs8() {
            return Authority.pem("PRIVATE KEY", key.getEncoded());
        }

        /** What PKCS#8 wraps: the last part of its sequence. */
        String pkcs1() {
            byte[] whole = key.getEncoded();
            int start = 4 + 3 + 15; // headers, version and algorithm of an RSA key of 2048 bits
            return Authority.pem("RSA PRIVATE KEY", Arrays.copyOfRange(whole, start + 4, whole.length));
        }

        String sec1() {
            byte[] number = ((ECPrivateKey) key).getS().toByteArray();
            byte[] padded = new byte[32];
            int length = Math.min(32, number.length);
            System.arraycopy(number, number.length - length, padded, 32 - length, length);
            return Authority.pem("EC PRIVATE KEY", der(0x30, der(2, bytes(1)), der(4, padded), der(0xa0, P256)));
        }
    }

    String pem() {
        return new Issued(certificate, keys.getPrivate()).certificatePem();
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** For host names and addresses; {@code days} from now on, or over since yesterday if negative. */
    Issued issue(String algorithm, int days, String... names) throws GeneralSecurityException {
        KeyPair pair = keys(algorithm);
        byte[] alternatives = {};
        for (String one : names) {
            alternatives = join(alternatives, alternative(one));
        }
        byte[] extension = extension(ALTERNATIVE_NAMES, der(0x30, alternatives));
        return new Issued(sign(new X500Principal("CN=" + names[0]), pair, extension, days), pair.getPrivate());
    }

    private static byte[] alternative(String name) {
        try {
            return Character.isDigit(name.charAt(0))
                    ? der(0x87, InetAddress.getByName(name).getAddress())
                    : der(0x82, name.getBytes(StandardCharsets.US_ASCII));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static KeyPair keys(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
        return generator.generateKeyPair();
    }

    private X509Certificate sign(X500Principal subject, KeyPair pair, byte[] extension, int days)
            throws GeneralSecurityException {
        Instant now = Instant.now();
        byte[] algorithm = der(0x30, SHA256_WITH_RSA, bytes(5, 0));
        byte[] content = der(
                0x30,
                der(0xa0, der(2, bytes(2))),
                der(2, BigInteger.valueOf(serial++).toByteArray()),
                algorithm,
                name.getEncoded(),
                der(0x30, time(now.minus(20, ChronoUnit.DAYS)), time(now.plus(days, ChronoUnit.DAYS))),
                subject.getEncoded(),
                pair.getPublic().getEncoded(),
                der(0xa3, der(0x30, extension)));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        byte[] whole = der(0x30, content, algorithm, der(3, bytes(0), signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] time(Instant time) {
        return der(0x17, UTC_TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] extension(byte[] oid, byte[] value) {
        return der(0x30, oid, der(4, value));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] der(int tag, byte[]... parts) {
        byte[] content = join(parts);
        byte[] head = content.length < 0x80
                ? bytes(tag, content.length)
                : content.length < 0x100
                        ? bytes(tag, 0x81, content.length)
                        : bytes(tag, 0x82, content.length >> 8, content.length);
        return join(head, content);
    }

    private static String pem(String label, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }
}
