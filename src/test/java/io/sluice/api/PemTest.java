package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testing.TestPem;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {

    @ParameterizedTest
    @CsvSource({
        "rsa.crt, rsa.pkcs8.key, RSA",
        "rsa.crt, rsa.pkcs1.key, RSA",
        "ec.crt, ec.pkcs8.key, EC",
        "ec.crt, ec.sec1.key, EC",
        "ca.crt, ca.sec1.key, EC",
        "ed25519.crt, ed25519.key, EdDSA"
    })
    void readsKeysOfAllFormats(String certificate, String key, String algorithm) throws Pem.Unreadable {
        X509Certificate leaf = Pem.certificates(TestPem.text(certificate)).getFirst();
        PrivateKey read = Pem.key(TestPem.key(key));

        assertThat(read.getAlgorithm()).isEqualTo(algorithm);
        assertThat(Pem.match(leaf, read)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"rsa.crt, ec.sec1.key", "ec.crt, rsa.pkcs1.key", "ec.crt, ca.sec1.key", "rsa.crt, ed25519.key"})
    void aForeignKeyDoesNotMatch(String certificate, String key) throws Pem.Unreadable {
        X509Certificate leaf = Pem.certificates(TestPem.text(certificate)).getFirst();

        assertThat(Pem.match(leaf, Pem.key(TestPem.key(key)))).isFalse();
    }

    @Test
    void readsAChainInItsOrderAmongOtherThings() throws Pem.Unreadable {
        String text = "subject=CN = localhost\r\n" + TestPem.text("rsa.crt").replace("\n", "\r\n")
                + TestPem.text("rsa.pkcs1.key") + "\n" + TestPem.text("ca.crt").strip();

        assertThat(Pem.certificates(text))
                .extracting(c -> c.getSubjectX500Principal().getName())
                .containsExactly("CN=localhost", "CN=test CA,O=Sluice tests");
        assertThat(Pem.key(new Secret(text)).getAlgorithm()).isEqualTo("RSA");
    }

    @Test
    void parametersOfACurveMayStandBeforeTheKey() throws Pem.Unreadable {
        String parameters = "-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n-----END EC PARAMETERS-----\n";

        assertThat(Pem.key(new Secret(parameters + TestPem.text("ec.sec1.key"))).getAlgorithm())
                .isEqualTo("EC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"encrypted.pkcs8.key", "encrypted.pkcs1.key"})
    void encryptedKeysAreRefused(String key) {
        assertThatThrownBy(() -> Pem.key(TestPem.key(key)))
                .isInstanceOf(Pem.Unreadable.class)
                .hasMessage("the private key is encrypted: write it without its passphrase");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nhush!\n-----END PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n-----END EC PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nMIT/////AgEB\n-----END EC PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\n-----END EC PRIVATE KEY-----",
                "-----BEGIN DSA PRIVATE KEY-----\nc2VjcmV0\n-----END DSA PRIVATE KEY-----",
                "-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nhush!\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----"
            })
    void damageIsToldWithoutQuoting(String text) {
        assertThatThrownBy(() -> Pem.key(new Secret(text)))
                .isInstanceOf(Pem.Unreadable.class)
                .hasNoCause()
                .hasMessageNotContainingAny("c2VjcmV0", "hush", "secret");
        assertThatThrownBy(() -> Pem.certificates(text))
                .isInstanceOf(Pem.Unreadable.class)
                .hasNoCause()
                .hasMessageNotContainingAny("c2VjcmV0", "hush", "secret");
    }

    @Test
    void theDamagedCertificateOfAChainIsCounted() {
        String text = TestPem.text("rsa.crt") + "-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n";

        assertThatThrownBy(() -> Pem.certificates(text)).hasMessageContaining("certificate 2");
    }
}
