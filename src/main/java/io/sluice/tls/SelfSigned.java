package io.sluice.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;

/** Makes certificates for localhost that vouch for themselves (RFC 5280), where none is configured. */
enum SelfSigned {
    RSA("SHA256withRSA", "1.2.840.113549.1.1.11"),
    EC("SHA256withECDSA", "1.2.840.10045.4.3.2");

    private static final int YEARS = 20;

    private final String signature;
    private final String oid;

    SelfSigned(String signature, String oid) {
        this.signature = signature;
        this.oid = oid;
    }

    private AlgorithmParameterSpec parameters() {
        return this == RSA
                ? new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)
                : new ECGenParameterSpec("secp256r1");
    }

    /** The algorithm as a certificate names it: RSA with a null behind it (RFC 4055 5), ECDSA without (RFC 5758 3.2). */
    private byte[] algorithm() {
        return Der.of(Der.SEQUENCE, Der.oid(oid), this == RSA ? new byte[] {Der.NULL, 0} : new byte[0]);
    }

    KeyedCertificate make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(name());
            generator.initialize(parameters());
            KeyPair keys = generator.generateKeyPair();
            byte[] content = content(keys.getPublic().getEncoded());
            Signature signer = Signature.getInstance(signature);
            signer.initSign(keys.getPrivate());
            signer.update(content);
            byte[] signed = Der.of(Der.BIT_STRING, new byte[1], signer.sign());
            byte[] whole = Der.of(Der.SEQUENCE, content, algorithm(), signed);
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
            return new KeyedCertificate(List.of(certificate), keys.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK can make a certificate", e);
        }
    }

    private byte[] content(byte[] publicKey) {
        byte[] name = new X500Principal("CN=localhost, O=Sluice").getEncoded();
        ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
        return Der.of(
                Der.SEQUENCE,
                Der.of(0xa0, Der.of(Der.INTEGER, new byte[] {2})), // version 3
                Der.of(
                        Der.INTEGER,
                        new BigInteger(127, new SecureRandom()).setBit(126).toByteArray()),
                algorithm(),
                name,
                Der.of(Der.SEQUENCE, time(now.minusDays(1)), time(now.plusYears(YEARS))),
                name,
                publicKey,
                Der.of(0xa3, extensions()));
    }

    /** No authority; for servers and clients; localhost. */
    private static byte[] extensions() {
        byte[] localhost = Der.of(0x82, "localhost".getBytes(StandardCharsets.US_ASCII));
        byte[] usages = Der.of(Der.SEQUENCE, Der.oid("1.3.6.1.5.5.7.3.1"), Der.oid("1.3.6.1.5.5.7.3.2"));
        return Der.of(
                Der.SEQUENCE,
                extension("2.5.29.19", Der.of(Der.SEQUENCE)),
                extension("2.5.29.37", usages),
                extension("2.5.29.17", Der.of(Der.SEQUENCE, localhost)));
    }

    private static byte[] extension(String oid, byte[] value) {
        return Der.of(Der.SEQUENCE, Der.oid(oid), Der.of(Der.OCTET_STRING, value));
    }

    /** Two digits for the year until 2049 (RFC 5280 4.1.2.5). */
    private static byte[] time(ZonedDateTime at) {
        boolean late = at.getYear() >= 2050;
        String text =
                at.format(DateTimeFormatter.ofPattern(late ? "yyyyMMddHHmmss'Z'" : "yyMMddHHmmss'Z'", Locale.ROOT));
        return Der.of(late ? Der.GENERALIZED_TIME : Der.UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }
}
