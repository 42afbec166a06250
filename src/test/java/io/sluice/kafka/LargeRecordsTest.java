package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.produce.ProducerSecurity;
import io.sluice.api.produce.ProducerSpec;
import io.sluice.api.produce.Producing;
import io.sluice.api.produce.RecordLimits;
import io.sluice.api.produce.RecordTemplate;
import io.sluice.api.produce.SendOutcome;
import io.sluice.kafka.security.SecurityHost;
import io.sluice.testing.FakeMetrics;
import io.sluice.upstream.TrustAnyone;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A record over the producer's limit is refused for that, whatever the cluster is like: here there is none. */
class LargeRecordsTest {

    private static final SecurityHost NO_SECURITY = new SecurityHost(
            _ -> {
                throw new AssertionError("no tokens here");
            },
            () -> {
                throw new AssertionError("no TLS here");
            },
            new TrustAnyone());

    private final FakeMetrics metrics = new FakeMetrics();

    private Set<SendOutcome> send(boolean async, int bytesPerRequest, int value) {
        ProducerSpec nowhere = new ProducerSpec(
                List.of(),
                null,
                ProducerSpec.Acks.LEADER,
                async,
                false,
                Duration.ofSeconds(2),
                10,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                10,
                bytesPerRequest,
                Duration.ofSeconds(1),
                null,
                ProducerSecurity.NONE);
        ProducerPool pool = new ProducerPool(metrics, HostChoices.NONE, NO_SECURITY);
        try (Producing producing = pool.lease(nowhere, "r")) {
            return Set.copyOf(producing
                    .send(new RecordTemplate(List.of("a", "b"), null, new byte[value], List.of()))
                    .outcomes()
                    .values());
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 1048576, 4194304", "false, 1048576, 4194304", "false, 1, 4194304", "true, 6000000, 6000000"})
    void theLimitIsThatOfTheRoute(boolean async, int bytesPerRequest, int limit) {
        long frame = RecordLimits.size(new RecordTemplate(List.of("t"), null, new byte[limit - 100], List.of()))
                - (limit - 100);
        int largest = (int) (limit - frame);

        assertThat(send(async, bytesPerRequest, largest + 1))
                .containsExactly(new SendOutcome.TooLarge("MessageSizeTooLarge"));
        assertThat(send(async, bytesPerRequest, largest))
                .containsExactly(new SendOutcome.Refused(SendOutcome.Stage.CREATE, ErrorNames.NO_BROKER));
    }

    @Test
    void theyAreCountedByThemselves() {
        send(true, 1, 5_000_000);

        assertThat(metrics.count("sluice_kafka_records_total", "r", "a", "too_large"))
                .isEqualTo(1);
    }
}
