package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.produce.Delivery;
import io.sluice.api.produce.ProducerSecurity;
import io.sluice.api.produce.ProducerSpec;
import io.sluice.api.produce.ProducerSpec.Acks;
import io.sluice.api.produce.RecordLimits;
import io.sluice.api.produce.RecordTemplate;
import io.sluice.api.produce.SendOutcome;
import io.sluice.plugins.kafkaupstream.KafkaUpstreamFactory;
import io.sluice.testing.Configured;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The arithmetic and the tables of delivery: decisions D1, D5, D7, D8, D10, D13, and what the host chooses. */
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
        Map<String, Object> settings =
                ProducerSettings.of(spec(acks, false, keyed, 2000, attempts, 100, 1000), HostChoices.NONE, "id");

        assertThat(settings)
                .containsEntry(ProducerConfig.ACKS_CONFIG, property)
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, idempotent)
                .containsEntry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, inFlight)
                .containsEntry(ProducerConfig.RETRIES_CONFIG, attempts <= 1 ? 0 : Integer.MAX_VALUE)
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, 0)
                .containsEntry("metadata.recovery.strategy", "none");
        assertThat(ProducerSettings.of(spec(acks, true, keyed, 2000, attempts, 100, 3), HostChoices.NONE, "id"))
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
                null,
                ProducerSecurity.NONE);
    }

    /** All of section 5.2's mapping at Kong's defaults: nothing is left to the client that an answer depends on. */
    @Test
    void theSettingsAtKongsDefaults() {
        ProducerSpec defaults = new ProducerSpec(
                List.of(new ProducerSpec.HostPort("b", 9092), new ProducerSpec.HostPort("::1", 9093)),
                null,
                Acks.LEADER,
                true,
                false,
                Duration.ofSeconds(2),
                10,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                50_000,
                1_048_576,
                Duration.ofSeconds(10),
                null,
                ProducerSecurity.NONE);

        assertThat(ProducerSettings.of(defaults, HostChoices.NONE, "id"))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("bootstrap.servers", "b:9092,[::1]:9093"),
                        Map.entry("client.id", "id"),
                        Map.entry("acks", "1"),
                        Map.entry("enable.idempotence", false),
                        Map.entry("max.in.flight.requests.per.connection", 5),
                        Map.entry("retries", Integer.MAX_VALUE),
                        Map.entry("retry.backoff.ms", 100),
                        Map.entry("retry.backoff.max.ms", 100),
                        Map.entry("request.timeout.ms", 2000),
                        Map.entry("linger.ms", 10),
                        Map.entry("delivery.timeout.ms", 21_900),
                        Map.entry("max.block.ms", 250),
                        Map.entry("batch.size", 131_072),
                        Map.entry("max.request.size", 4_194_304),
                        Map.entry("compression.type", "none"),
                        Map.entry("buffer.memory", 67_108_864L),
                        Map.entry("socket.connection.setup.timeout.ms", 10_000L),
                        Map.entry("socket.connection.setup.timeout.max.ms", 10_000L),
                        Map.entry("metadata.recovery.strategy", "none"),
                        Map.entry("metadata.max.idle.ms", Long.MAX_VALUE / 4),
                        Map.entry("enable.metrics.push", false)));
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100, 4194304",
        "131072, 131072, 4194304",
        "200000, 131072, 4194304",
        "8000000, 131072, 8000000",
        "0, 0, 4194304",
        "-1, 0, 4194304"
    })
    void sizesLeaveTheJudgementToTheBroker(int bytesPerRequest, int batch, int maxRequest) {
        ProducerSpec spec = spec(bytesPerRequest, null);

        assertThat(ProducerSettings.of(spec, HostChoices.NONE, "id"))
                .containsEntry("batch.size", batch)
                .containsEntry("max.request.size", maxRequest);
    }

    @ParameterizedTest
    @CsvSource({"60000, 60000", "500, 10000"})
    void connectionsAreClosedEarlierOnlyIfAskedTo(int keepalive, long millis) {
        assertThat(ProducerSettings.of(spec(1, Duration.ofMillis(keepalive)), HostChoices.NONE, "id"))
                .containsEntry("connections.max.idle.ms", millis);
        assertThat(ProducerSettings.of(spec(1, null), HostChoices.NONE, "id"))
                .doesNotContainKey("connections.max.idle.ms");
    }

    private static ProducerSpec spec(int bytesPerRequest, @Nullable Duration keepalive) {
        return new ProducerSpec(
                List.of(),
                null,
                Acks.LEADER,
                true,
                false,
                Duration.ofSeconds(2),
                10,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                10,
                bytesPerRequest,
                Duration.ofSeconds(1),
                keepalive,
                ProducerSecurity.NONE);
    }

    /** By Kong's names, else by the class: never by the message, which may say more than a client should know. */
    @Test
    void errorsHaveNames() {
        Map<Exception, String> names = Map.of(
                new UnknownTopicOrPartitionException("h:1"), "UnknownTopicOrPartition",
                new TopicAuthorizationException("h:1"), "TopicAuthorizationFailed",
                new RecordTooLargeException("h:1"), "MessageSizeTooLarge",
                new NotLeaderOrFollowerException("h:1"), "NotLeaderForPartition",
                new TimeoutException("h:1"), "RequestTimedOut",
                new SaslAuthenticationException("user alice at h:1"), "SaslAuthentication",
                new NotEnoughReplicasException("h:1"), "NotEnoughReplicas",
                new IllegalArgumentException("h:1"), "IllegalArgument");

        names.forEach((error, name) -> assertThat(ErrorNames.of(error)).isEqualTo(name));
    }

    @Test
    void theHostChangesOnlyWhatItNames() {
        ProducerSpec leader = spec(Acks.LEADER, true, true, 2000, 10, 100, 1000);
        HostChoices all = new HostChoices(HostChoices.Compression.ZSTD, Partitioning.CRC32, true);

        assertThat(HostChoices.NONE.applied(leader)).isEqualTo(leader);
        assertThat(all.applied(leader)).isEqualTo(spec(Acks.ALL, true, true, 2000, 10, 100, 1000));
        assertThat(all.applied(spec(Acks.NONE, true, true, 2000, 10, 100, 1000)))
                .isEqualTo(spec(Acks.NONE, true, true, 2000, 10, 100, 1000));
        assertThat(ProducerSettings.of(all.applied(leader), all, "id"))
                .containsEntry("compression.type", "zstd")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("max.in.flight.requests.per.connection", 5);
    }

    /** The vectors of the kind partitioner, decision D5. */
    @Test
    void crc32IsKongsPartitioner() throws IOException {
        int checked = 0;
        try (InputStream in = getClass().getResourceAsStream("/vectors/kafka-upstream.json")) {
            for (JsonNode vector : JsonMapper.shared().readTree(in).get("vectors")) {
                if (vector.get("kind").asString().equals("partitioner")) {
                    byte[] key = vector.at("/request/key").asString().getBytes(StandardCharsets.UTF_8);
                    for (var expected : vector.at("/expect/partition").properties()) {
                        int partitions = Integer.parseInt(expected.getKey());
                        assertThat(Partitioning.CRC32.partition(key, () -> partitions))
                                .as("%s over %s", vector.at("/request/key"), partitions)
                                .isEqualTo(expected.getValue().asInt());
                        assertThat(Partitioning.MURMUR2.partition(key, () -> partitions))
                                .isNull();
                        checked++;
                    }
                }
            }
        }
        assertThat(checked).isGreaterThanOrEqualTo(10);
        assertThat(Partitioning.CRC32.partition(null, () -> 10))
                .as("without a key the client spreads")
                .isNull();
    }

    @Test
    void fiveMinutesOutOfTouchAreTooLong() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 7); // such a clock may start anywhere, and wrap
        OutOfTouch outOfTouch = new OutOfTouch(now::get);

        now.addAndGet(Duration.ofMinutes(5).toNanos());
        assertThat(outOfTouch.forTooLong()).isFalse();
        now.incrementAndGet();
        assertThat(outOfTouch.forTooLong()).isTrue();
        outOfTouch.inTouch();
        assertThat(outOfTouch.forTooLong()).isFalse();
    }

    /** Short, whatever number of brokers a route names: it is in every line that a broker logs of us, and in its quotas. */
    @Test
    void aClientIsCalledAfterItsClusterOrItsFirstBroker() {
        ProducerSpec several = ProducerSpec.of(
                Configured.config(
                        new KafkaUpstreamFactory(),
                        "{topic: t, bootstrap_servers: [{host: b2, port: 1}, {host: b1, port: 2}, {host: b3, port: 3}]}"),
                false,
                ProducerSecurity.NONE);
        ProducerSpec named = ProducerSpec.of(
                Configured.config(
                        new KafkaUpstreamFactory(),
                        "{topic: t, cluster_name: orders, bootstrap_servers: [{host: b2, port: 1}]}"),
                false,
                ProducerSecurity.NONE);

        assertThat(ProducerSettings.clientId(several, 7, 1)).isEqualTo("sluice-b1:2-7.1");
        assertThat(ProducerSettings.clientId(named, 7, 2)).isEqualTo("sluice-orders-7.2");
    }

    @Test
    void addressesOfIpv6GetBrackets() {
        assertThat(ProducerSettings.of(spec(Acks.ALL, false, false, 1, 1, 1, 1), HostChoices.NONE, "id"))
                .containsEntry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "[::1]:9092");
    }

    @Test
    void whatNeverEnteredTheBufferWasNotWritten() {
        assertThat(Outcomes.notAppended(new BufferExhaustedException("full"))).isInstanceOf(SendOutcome.Shed.class);
        assertThat(Outcomes.notAppended(new RecordTooLargeException("big")))
                .isEqualTo(new SendOutcome.TooLarge("MessageSizeTooLarge"));
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

    /** Over a topic's max.message.bytes, and over its segment.bytes. */
    @ParameterizedTest
    @MethodSource
    void aBrokersLimitIsARefusalOfItsOwn(ApiException error) {
        Client.Handed before = new Client.Handed(5, 1);

        assertThat(Outcomes.appended(error, before, new Client.Handed(6, 1))).isInstanceOf(SendOutcome.TooLarge.class);
        assertThat(Outcomes.appended(error, before, new Client.Handed(7, 2)))
                .as("an earlier try may have been written, under a larger limit")
                .isInstanceOf(SendOutcome.Unknown.class);
    }

    static List<ApiException> aBrokersLimitIsARefusalOfItsOwn() {
        return List.of(new RecordTooLargeException("big"), new RecordBatchTooLargeException("big"));
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
        SendOutcome large = new SendOutcome.TooLarge("w");

        assertThat(decisive(acked, acked)).isEqualTo(acked);
        assertThat(decisive(refused, shed)).isEqualTo(refused);
        assertThat(decisive(shed, refused)).isEqualTo(refused);
        assertThat(decisive(acked, refused)).isEqualTo(new SendOutcome.Unknown("x"));
        assertThat(decisive(shed, acked)).isEqualTo(new SendOutcome.Unknown("y"));
        assertThat(decisive(refused, unknown)).isEqualTo(unknown);
        assertThat(decisive(large, refused)).isEqualTo(large);
        assertThat(decisive(refused, large)).isEqualTo(large);
        assertThat(decisive(shed, large)).isEqualTo(large);
        assertThat(decisive(large, acked)).isEqualTo(new SendOutcome.Unknown("w"));
        assertThat(decisive(large, unknown)).isEqualTo(unknown);
    }

    private static SendOutcome decisive(SendOutcome first, SendOutcome second) {
        Map<String, SendOutcome> outcomes = new LinkedHashMap<>();
        outcomes.put("a", first);
        outcomes.put("b", second);
        return new Delivery(outcomes).decisive();
    }

    /** Kafka's own arithmetic, which the producer and, to a few bytes, the broker hold against their limits. */
    @ParameterizedTest
    @CsvSource({"-1, 0", "0, 0", "1, 63", "63, 64", "64, 8191", "8192, 1048576", "3, 2097151"})
    void theSizeOfARecordIsWhatTheClientTakesItFor(int key, int value) {
        List<RecordTemplate.RecordHeader> headers = List.of(
                new RecordTemplate.RecordHeader("trace\u00e9", new byte[64]),
                new RecordTemplate.RecordHeader("", new byte[0]));
        byte[] keyBytes = key < 0 ? null : new byte[key];
        Header[] same = headers.stream()
                .map(h -> new org.apache.kafka.common.header.internals.RecordHeader(h.key(), h.value()))
                .toArray(Header[]::new);

        RecordTemplate record = new RecordTemplate(List.of("t"), keyBytes, new byte[value], headers);

        assertThat(RecordLimits.size(record))
                .isEqualTo(AbstractRecords.estimateSizeInBytesUpperBound(
                        RecordBatch.CURRENT_MAGIC_VALUE, Compression.NONE.type(), keyBytes, new byte[value], same));
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
