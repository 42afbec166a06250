package io.sluice.kafka.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Secret;
import io.sluice.api.produce.ProducerSecurity;
import io.sluice.api.produce.ProducerSecurity.Password;
import io.sluice.api.produce.ProducerSecurity.Tls;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenialsTest {

    private static Denials plain(String user, String password) {
        return new Denials(new ProducerSecurity(
                null,
                new Password(
                        "PLAIN",
                        user == null ? null : new Secret(user),
                        password == null ? null : new Secret(password),
                        false)));
    }

    @ParameterizedTest
    @CsvSource({"u, , has no password", ", p, has no user", "u, 'p\0', NUL"})
    void whatEveryBrokerRefusesIsKnownBefore(String user, String password, String reason) {
        Denied denied = plain(user, password).beforehand();

        assertThat(denied).isNotNull();
        assertThat(denied.reason()).contains(reason);
        assertThat(plain("u", "p").beforehand()).isNull();
        assertThat(new Denials(ProducerSecurity.NONE).beforehand()).isNull();
    }

    @Test
    void whatTheBrokerSaidIsSaidWithoutSecrets() {
        Denied denied = plain("robert", "ed").of(new SaslAuthenticationException("robert tried ed, unexpectedly"));

        assertThat(denied.reason()).isEqualTo("**** tried ****, unexpectedly");
        assertThat(denied.error()).isEqualTo("SaslAuthentication");
        assertThat(denied.advice()).contains("authentication.user");
    }

    @Test
    void theAdviceFitsTheError() {
        assertThat(plain("u", "p\n").of(new SaslAuthenticationException("no")).advice())
                .contains("line break");
        assertThat(plain("u", "p").of(new IllegalSaslStateException("no")).advice())
                .contains("SASL listener");
        assertThat(plain("u", "p")
                        .of(new UnsupportedSaslMechanismException("no"))
                        .advice())
                .contains("authentication.mechanism");
        Password token = new Password("SCRAM-SHA-256", new Secret("u"), new Secret("p"), true);
        assertThat(new Denials(new ProducerSecurity(null, token))
                        .of(new SaslAuthenticationException("no"))
                        .advice())
                .contains("delegation token");
    }

    @Test
    void tlsThatFailsIsExplained() {
        assertThat(tls(new CertificateExpiredException("NotAfter: then")).advice())
                .contains("renew the certificate");
        assertThat(tls(new CertificateException("No subject alternative names matching IP address 10.0.0.1 found"))
                        .reason())
                .contains("another host name")
                .doesNotContain("10.0.0.1");
        assertThat(tls(new SSLHandshakeException("Received fatal alert: certificate_required"))
                        .advice())
                .contains("security.certificate_id");
    }

    private static Denied tls(Exception cause) {
        SSLHandshakeException handshake = new SSLHandshakeException("failed");
        handshake.initCause(cause);
        return new Denials(new ProducerSecurity(new Tls(true, null), null))
                .of(new SslAuthenticationException("SSL handshake failed", handshake));
    }

    @Test
    void pausesGrowToAMinute() {
        Backoff backoff = new Backoff();
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            pauses.add(backoff.next().toSeconds());
        }

        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
        assertThat(backoff.reset()).isTrue();
        assertThat(backoff.reset()).isFalse();
        assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(1));
    }
}
