package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.produce.Delivery;
import io.sluice.api.produce.ProducerSpec;
import io.sluice.api.produce.ProducerSpec.Acks;
import io.sluice.api.produce.SendOutcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arithmetic and the tables of delivery: decisions D1, D7, D8, D10. */
class DeliveryRulesTest {

    @ParameterizedTest
    @CsvSource({
        "false, 2000, 10, 100, 1000, 20900",
        "true, 2000, 10, 100, 1000, 21900",
        "false, 500, 1, 100, 0, 500",
        "false, 500, 0, 100, 0, 500",
        "true, 10, 1, 0, 5, 15"
    })
    void theTimeADeliveryMayTake(boolean async, int timeout, int attempts, int backoff, int flush, int millis) {
        assertThat(DeliveryTime.millis(spec(Acks.LEADER, async, false, timeout, attempts, backoff, flush)))
                .isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({
        "ALL, false, 10, all, true, 5", "ALL, true, 10, all, true, 5", "ALL, true, 1, all, false, 5",
        "LEADER, false, 10, 1, false, 5", "LEADER, true, 10, 1, false, 1", "NONE, true, 10, 0, false, 1"
    })
    void acksIdempotenceAndOrder(
            Acks acks, boolean keyed, int attempts, String property, boolean idempotent, int inFlight) {
        Map<String, Object> settings = ProducerSettings.of(spec(acks, false, keyed, 2000, attempts, 100, 1000), "id");

        assertThat(settings)
                .containsEntry(ProducerConfig.ACKS_CONFIG, property)
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, idempotent)
                .containsEntry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, inFlight)
                .containsEntry(ProducerConfig.RETRIES_CONFIG, attempts <= 1 ? 0 : Integer.MAX_VALUE)
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, 0)
                .containsEntry("metadata.recovery.strategy", "none");
        assertThat(ProducerSettings.of(spec(acks, true, keyed, 2000, attempts, 100, 3), "id"))
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, 3);
    }

    private static ProducerSpec spec(
            Acks acks, boolean async, boolean keyed, int timeout, int attempts, int backoff, int flush) {
        return new ProducerSpec(
                List.of(new ProducerSpec.HostPort("::1", 9092)),
                null,
                acks,
                async,
                keyed,
                Duration.ofMillis(timeout),
                attempts,
                Duration.ofMillis(backoff),
                Duration.ofMillis(flush),
                10,
                1 << 20,
                Duration.ofSeconds(1),
                null);
    }

    @Test
    void addressesOfIpv6GetBrackets() {
        assertThat(ProducerSettings.of(spec(Acks.ALL, false, false, 1, 1, 1, 1), "id"))
                .containsEntry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "[::1]:9092");
    }

    @Test
    void whatNeverEnteredTheBufferWasNotWritten() {
        assertThat(Outcomes.notAppended(new BufferExhaustedException("full"))).isInstanceOf(SendOutcome.Shed.class);
        assertThat(Outcomes.notAppended(new RecordTooLargeException("big"))).isEqualTo(refused("MessageSizeTooLarge"));
        assertThat(Outcomes.notAppended(new TimeoutException("no metadata")))
                .isEqualTo(refused("UnknownTopicOrPartition"));
    }

    @Test
    void unknownIsSaidOnlyWhereItCannotBeExcluded() {
        Client.Handed before = new Client.Handed(5, 1);
        Client.Handed sent = new Client.Handed(6, 1);
        Client.Handed retried = new Client.Handed(7, 2);

        assertThat(Outcomes.appended(new TimeoutException("expired"), before, before))
                .isInstanceOf(SendOutcome.Refused.class);
        assertThat(Outcomes.appended(new TimeoutException("expired"), before, sent))
                .isInstanceOf(SendOutcome.Unknown.class);
        assertThat(Outcomes.appended(new TopicAuthorizationException("t"), before, sent))
                .isEqualTo(refused("TopicAuthorizationFailed"));
        assertThat(Outcomes.appended(new TopicAuthorizationException("t"), before, retried))
                .isInstanceOf(SendOutcome.Unknown.class);
        assertThat(Outcomes.appended(new NotEnoughReplicasException("r"), before, sent))
                .isInstanceOf(SendOutcome.Refused.class);
        assertThat(Outcomes.appended(new NotEnoughReplicasAfterAppendException("r"), before, sent))
                .isInstanceOf(SendOutcome.Unknown.class);
        assertThat(Outcomes.appended(new NetworkException("gone"), before, sent))
                .isInstanceOf(SendOutcome.Unknown.class);
    }

    private static SendOutcome refused(String name) {
        return new SendOutcome.Refused(SendOutcome.Stage.SEND, name);
    }

    @Test
    void theAnswerToSeveralTopicsNeverSaysNotWrittenOfWhatWas() {
        SendOutcome acked = new SendOutcome.Acked(0, 1, 2);
        SendOutcome refused = refused("x");
        SendOutcome shed = new SendOutcome.Shed("y");
        SendOutcome unknown = new SendOutcome.Unknown("z");

        assertThat(decisive(acked, acked)).isEqualTo(acked);
        assertThat(decisive(refused, shed)).isEqualTo(refused);
        assertThat(decisive(shed, refused)).isEqualTo(refused);
        assertThat(decisive(acked, refused)).isEqualTo(new SendOutcome.Unknown("x"));
        assertThat(decisive(shed, acked)).isEqualTo(new SendOutcome.Unknown("y"));
        assertThat(decisive(refused, unknown)).isEqualTo(unknown);
    }

    private static SendOutcome decisive(SendOutcome first, SendOutcome second) {
        Map<String, SendOutcome> outcomes = new LinkedHashMap<>();
        outcomes.put("a", first);
        outcomes.put("b", second);
        return new Delivery(outcomes).decisive();
    }

    @Test
    void theBufferIsBoundedInCountAndBytesAndTakesOneLargeRecordWhenEmpty() {
        Buffer buffer = new Buffer(3, 100);

        assertThat(buffer.tryEnter(1, 500)).isTrue();
        assertThat(buffer.tryEnter(1, 1)).isFalse();
        buffer.leave(1, 500);
        assertThat(buffer.tryEnter(3, 90)).isTrue();
        assertThat(buffer.tryEnter(1, 1)).isFalse();
        assertThat(buffer.records()).isEqualTo(3);
        assertThat(buffer.bytes()).isEqualTo(90);
    }
}
