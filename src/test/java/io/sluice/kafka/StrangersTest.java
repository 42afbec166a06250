package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Secret;
import io.sluice.api.produce.ProducerSecurity;
import io.sluice.api.produce.ProducerSpec;
import io.sluice.api.produce.ProducerSpec.HostPort;
import io.sluice.api.produce.Producing;
import io.sluice.api.produce.RecordTemplate;
import io.sluice.api.produce.SendOutcome;
import io.sluice.kafka.security.SecurityHost;
import io.sluice.testing.FakeMetrics;
import io.sluice.testing.Stranger;
import io.sluice.upstream.TrustAnyone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who answers is no broker: said so, before anything is allocated that it announces. With the Kafka client itself, over sockets. */
class StrangersTest {

    private static final SecurityHost HOST = new SecurityHost(
            _ -> {
                throw new AssertionError("no tokens here");
            },
            TrustAnyone::new,
            new TrustAnyone());
    private static final ProducerSecurity SASL =
            new ProducerSecurity(null, new ProducerSecurity.Password("PLAIN", new Secret("u"), new Secret("p"), false));

    private static ProducerSpec spec(int port, ProducerSecurity security, Duration patience) {
        return new ProducerSpec(
                List.of(new HostPort("127.0.0.1", port)),
                null,
                ProducerSpec.Acks.LEADER,
                false,
                false,
                Duration.ofSeconds(2),
                10,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                10,
                1 << 20,
                patience,
                null,
                security);
    }

    private static void assertFound(byte[] says, ProducerSecurity security, String error, String reason)
            throws IOException {
        ProducerPool pool = new ProducerPool(new FakeMetrics(), HostChoices.NONE, HOST);
        try (Stranger stranger = new Stranger(0, says);
                Producing producing = pool.lease(spec(stranger.port(), security, Duration.ofSeconds(20)), "r")) {
            SendOutcome outcome = producing
                    .send(new RecordTemplate(List.of("t"), null, new byte[] {1}, List.of()))
                    .decisive();

            assertThat(outcome).isEqualTo(new SendOutcome.Refused(SendOutcome.Stage.CREATE, error));
            ClusterStatus status = pool.status().getFirst();
            assertThat(status.reached()).isFalse();
            assertThat(status.denied()).isEqualTo(error);
            assertThat(status.reason()).contains(reason);
        } finally {
            pool.drain(Duration.ZERO);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "7fffffff, its frame would be of 2147483647 bytes",
        "29b92700, its frame would be of 700000000 bytes",
        "00010001, its frame would be of 65537 bytes",
        "ffffffff, its frame would be of -1 bytes",
        "00000000, its frame would be of 0 bytes",
        "00000003, its frame would be of 3 bytes",
        "5353482d, 'a text that begins with \"SSH-\"'",
        "32323020, 'a text that begins with \"220 \"'",
        "48545450, it answers HTTP",
    })
    void itIsNamedByWhatItSays(String first, String reason) throws IOException {
        byte[] says = Stranger.frame(HexFormat.fromHexDigits(first));

        assertFound(says, ProducerSecurity.NONE, "NotKafka", reason);
        assertFound(says, SASL, "NotKafka", reason);
    }

    @ParameterizedTest
    @CsvSource({"15030300020250", "16030300020250"})
    void tlsIsNamed(String alert) throws IOException {
        assertFound(
                HexFormat.of().parseHex(alert), ProducerSecurity.NONE, "SslAuthentication", "the listener speaks TLS");
        assertFound(HexFormat.of().parseHex(alert), SASL, "SslAuthentication", "the listener speaks TLS");
    }

    @ParameterizedTest
    @CsvSource({"'HTTP/1.1 400 Bad Request\r\n\r\n'", "'220 mail.example ESMTP'"})
    void textToTlsIsSaid(String text) throws IOException {
        ProducerSecurity tls = new ProducerSecurity(new ProducerSecurity.Tls(false, null), null);

        assertFound(text.getBytes(StandardCharsets.US_ASCII), tls, "SslAuthentication", "it does not speak TLS");
    }

    /** It is nobody's fault that can be named, and nothing is held for it but what it announced. */
    @Test
    void oneThatNeverEndsIsNobody() throws IOException {
        ProducerPool pool = new ProducerPool(new FakeMetrics(), HostChoices.NONE, HOST);
        try (Stranger stranger = new Stranger(0, Stranger.frame(60_000));
                Producing producing =
                        pool.lease(spec(stranger.port(), ProducerSecurity.NONE, Duration.ofSeconds(1)), "r")) {
            assertThat(producing
                            .send(new RecordTemplate(List.of("t"), null, new byte[] {1}, List.of()))
                            .decisive())
                    .isEqualTo(new SendOutcome.Refused(SendOutcome.Stage.CREATE, ErrorNames.NO_BROKER));
        } finally {
            pool.drain(Duration.ZERO);
        }
    }
}
