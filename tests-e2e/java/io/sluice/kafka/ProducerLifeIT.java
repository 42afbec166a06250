package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.produce.ProducerSecurity;
import io.sluice.api.produce.ProducerSpec;
import io.sluice.api.produce.ProducerSpec.Acks;
import io.sluice.api.produce.ProducerSpec.HostPort;
import io.sluice.api.produce.Producing;
import io.sluice.api.produce.RecordTemplate;
import io.sluice.api.produce.SendOutcome;
import io.sluice.e2e.ForkedCluster;
import io.sluice.e2e.Forwarder;
import io.sluice.e2e.Waiting;
import io.sluice.kafka.HostChoices.Compression;
import io.sluice.kafka.security.ReceiveMemory;
import io.sluice.kafka.security.SecurityHost;
import io.sluice.testing.FakeMetrics;
import io.sluice.upstream.TrustAnyone;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of producers, and what a broker sees of their settings: decisions D5, D10, D13, D14 and what the host chooses. */
class ProducerLifeIT {

    private static ForkedCluster cluster;

    private final AtomicLong nanoTime = new AtomicLong();
    private final List<ProducerPool> pools = new ArrayList<>();

    @BeforeAll
    static void startCluster() throws IOException {
        cluster = ForkedCluster.start(1, Map.of());
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @AfterEach
    void drain() {
        pools.forEach(pool -> pool.drain(Duration.ofSeconds(5)));
    }

    private static final SecurityHost IN_PLAIN_TEXT = new SecurityHost(
            _ -> {
                throw new AssertionError("no tokens here");
            },
            () -> {
                throw new AssertionError("no TLS here");
            },
            new TrustAnyone());

    private ProducerPool pool(HostChoices choices) {
        ProducerPool pool = new ProducerPool(new FakeMetrics(), choices, IN_PLAIN_TEXT, nanoTime::get);
        pools.add(pool);
        return pool;
    }

    private static ProducerSpec spec(int port, Acks acks, String name) {
        return new ProducerSpec(
                List.of(new HostPort("127.0.0.1", port)),
                name,
                acks,
                false,
                true,
                Duration.ofMillis(500),
                4,
                Duration.ofMillis(50),
                Duration.ZERO,
                100,
                1 << 20,
                Duration.ofSeconds(5),
                null,
                ProducerSecurity.NONE);
    }

    private static ProducerSpec spec(Acks acks) {
        return spec(cluster.port(1), acks, null);
    }

    private static SendOutcome send(Producing producing, String topic, String key) {
        RecordTemplate message = new RecordTemplate(
                List.of(topic),
                key.getBytes(StandardCharsets.UTF_8),
                "a text, a text, a text, a text, a text, a text".getBytes(StandardCharsets.UTF_8),
                List.of());
        return producing.send(message).outcomes().get(topic);
    }

    /** The head of a topic's first batch on the disk of the broker: what its format calls attributes and producer id. */
    private record Batch(int compression, long producerId) {

        static Batch of(String topic) throws IOException {
            try (var files = Files.list(cluster.log(1, topic, 0))) {
                byte[] bytes = Files.readAllBytes(files.filter(f -> f.toString().endsWith(".log"))
                        .findFirst()
                        .orElseThrow());
                ByteBuffer head = ByteBuffer.wrap(bytes);
                return new Batch(head.getShort(21) & 7, head.getLong(43));
            }
        }

        boolean idempotent() {
            return producerId >= 0;
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void batchesAreCompressedAsTheHostSays(Compression compression) throws Exception {
        String topic = "compressed-" + compression;
        cluster.createTopic(topic, 1);
        Producing producing =
                pool(new HostChoices(compression, Partitioning.MURMUR2, false)).lease(spec(Acks.LEADER), "r");

        assertThat(send(producing, topic, "k")).isInstanceOf(SendOutcome.Acked.class);

        assertThat(Batch.of(topic).compression()).isEqualTo(compression.ordinal()); // the format has them in this order
        assertThat(cluster.readAll(topic)).hasSize(1);
    }

    /** Decision D10, and the host's choice of acknowledgements of all. */
    @ParameterizedTest
    @CsvSource({
        "ALL, false, true",
        "LEADER, false, false",
        "NONE, false, false",
        "ALL, true, true",
        "LEADER, true, true",
        "NONE, true, false"
    })
    void whoWaitsForAllIsIdempotent(Acks acks, boolean acksAll, boolean idempotent) throws Exception {
        String topic = "acks-" + acks + "-" + acksAll;
        cluster.createTopic(topic, 1);
        Producing producing = pool(new HostChoices(Compression.NONE, Partitioning.MURMUR2, acksAll))
                .lease(spec(acks), "r");

        assertThat(send(producing, topic, "k")).isInstanceOf(SendOutcome.Acked.class);

        Waiting.until("it is written", () -> cluster.readAll(topic).size() == 1);
        assertThat(Batch.of(topic).idempotent()).isEqualTo(idempotent);
    }

    /** Decision D5. */
    @ParameterizedTest
    @EnumSource(Partitioning.class)
    void keysGoWhereTheHostSays(Partitioning partitioning) throws Exception {
        String topic = "keyed-" + partitioning;
        cluster.createTopic(topic, 10);
        Producing producing =
                pool(new HostChoices(Compression.NONE, partitioning, false)).lease(spec(Acks.LEADER), "r");

        for (String key : List.of("", "user-1", "user-2", "order-42", "abc")) {
            assertThat(send(producing, topic, key)).isInstanceOf(SendOutcome.Acked.class);
        }

        Map<String, Integer> partitions = cluster.readAll(topic).stream()
                .collect(Collectors.toMap(r -> new String(r.key(), StandardCharsets.UTF_8), ConsumerRecord::partition));
        Map<String, Integer> crc32 = Map.of("", 0, "user-1", 4, "user-2", 0, "order-42", 2, "abc", 8);
        Map<String, Integer> murmur2 = crc32.keySet().stream()
                .collect(Collectors.toMap(
                        key -> key, key -> Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % 10));
        assertThat(murmur2).containsEntry("user-1", 8);
        assertThat(partitions).isEqualTo(partitioning == Partitioning.CRC32 ? crc32 : murmur2);
    }

    /** Decision D14. */
    @Test
    void equalSpecificationsShareOneAndTheLastLeaseClosesIt() throws Exception {
        cluster.createTopic("shared", 1);
        ProducerPool pool = pool(new HostChoices(Compression.NONE, Partitioning.MURMUR2, true));
        Producing one = pool.lease(spec(cluster.port(1), Acks.LEADER, "shared"), "one");
        Producing two = pool.lease(spec(cluster.port(1), Acks.ALL, "shared"), "two");
        Producing other = pool.lease(spec(cluster.port(1), Acks.NONE, "shared"), "other");

        assertThat(send(one, "shared", "k")).isInstanceOf(SendOutcome.Acked.class);
        assertThat(send(two, "shared", "k")).isInstanceOf(SendOutcome.Acked.class);
        assertThat(pool.status())
                .extracting(ClusterStatus::routes)
                .containsExactlyInAnyOrder(List.of("one", "two"), List.of("other"));
        other.close();
        Waiting.until("one is left", () -> networkThreads("shared") == 1);
        one.close();
        one.close(); // a second time changes nothing
        assertThat(send(two, "shared", "k")).isInstanceOf(SendOutcome.Acked.class);
        two.close();
        Waiting.until("none is left", () -> networkThreads("shared") == 0);
        assertThat(pool.status()).isEmpty();
    }

    /** Those of the Kafka client, which names them after its client id. */
    private static long networkThreads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("kafka-producer-network-thread | sluice-" + name + "-"))
                .count();
    }

    @Test
    void aProducerThatIsPoisonedIsReplaced() throws Exception {
        cluster.createTopic("poisoned", 1);
        SharedProducer shared = new SharedProducer(
                spec(cluster.port(1), Acks.ALL, "poisoned"),
                HostChoices.NONE,
                new ProducerMeters(new FakeMetrics()),
                IN_PLAIN_TEXT,
                new ReceiveMemory(1 << 28),
                nanoTime::get);
        Client first = shared.awaitContact(Deadline.in(Duration.ofSeconds(20)));
        assertThat(first).isNotNull();

        shared.failed(
                first,
                "r",
                "poisoned",
                new org.apache.kafka.common.errors.OutOfOrderSequenceException("broken"),
                false);

        Waiting.until("another one is in its place", () -> shared.awaitContact(Deadline.in(Duration.ZERO)) != first);
        Sending sending =
                new Sending(shared, "r", new RecordTemplate(List.of("poisoned"), null, new byte[] {1}, List.of()));
        assertThat(sending.send().decisive()).isInstanceOf(SendOutcome.Acked.class);
        Waiting.until("the broken one is closed", () -> networkThreads("poisoned") == 1);
        shared.drain(Deadline.in(Duration.ofSeconds(5)));
    }

    /** A right that an idempotent producer needs, taken away and given back: it recovers by itself. */
    @Test
    void aRightThatComesBackIsUsed() throws Exception {
        cluster.createTopic("rights", 1);
        ResourcePattern all = new ResourcePattern(ResourceType.TOPIC, "*", PatternType.LITERAL);
        ResourcePattern kafka = new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL);
        List<AclBinding> denied = List.of(
                acl(all, AclOperation.WRITE, AclPermissionType.DENY),
                acl(all, AclOperation.ALL, AclPermissionType.ALLOW),
                acl(kafka, AclOperation.IDEMPOTENT_WRITE, AclPermissionType.DENY),
                acl(kafka, AclOperation.ALL, AclPermissionType.ALLOW));
        cluster.admin().createAcls(denied).all().get();
        Producing producing = pool(HostChoices.NONE).lease(spec(cluster.port(1), Acks.ALL, "rights"), "r");
        try {
            assertThat(send(producing, "rights", "k"))
                    .isInstanceOfSatisfying(
                            SendOutcome.Refused.class,
                            refused -> assertThat(refused.error()).isEqualTo("ClusterAuthorization"));
        } finally {
            cluster.admin()
                    .deleteAcls(denied.stream().map(AclBinding::toFilter).toList())
                    .all()
                    .get();
        }

        Waiting.until("it writes", () -> send(producing, "rights", "k") instanceof SendOutcome.Acked);
    }

    private static AclBinding acl(ResourcePattern on, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(on, new AccessControlEntry("User:*", "*", operation, permission));
    }

    /** Decision D13: all brokers have gone for good, and the bootstrap address leads to others by now. */
    @Test
    void aProducerThatIsOutOfTouchStartsAnewFromItsBootstrapServers() throws Exception {
        ForkedCluster before = ForkedCluster.start(1, Map.of());
        try (Forwarder address = new Forwarder(InetAddress.getLoopbackAddress(), before.port(1))) {
            before.createTopic("moved", 1);
            cluster.createTopic("moved", 1);
            Producing producing = pool(HostChoices.NONE).lease(spec(address.port(), Acks.ALL, "moved"), "r");
            assertThat(send(producing, "moved", "k")).isInstanceOf(SendOutcome.Acked.class);
            before.close();
            address.target(cluster.port(1));

            assertThat(send(producing, "moved", "k")).isNotInstanceOf(SendOutcome.Acked.class);
            nanoTime.addAndGet(OutOfTouch.LIMIT.toNanos());
            assertThat(send(producing, "moved", "k"))
                    .as("not before five minutes are over")
                    .isNotInstanceOf(SendOutcome.Acked.class);
            nanoTime.addAndGet(1);

            Waiting.until("it writes", () -> send(producing, "moved", "k") instanceof SendOutcome.Acked);
        } finally {
            before.close();
        }
    }

    @Test
    void whereNobodyCanBeAskedARecordIsRefusedAndTheLeaseCostsNothing() {
        ProducerSpec nowhere = spec(1, Acks.LEADER, "nowhere");
        Producing producing = pool(HostChoices.NONE).lease(nowhere, "r");

        assertThat(send(producing, "t", "k"))
                .isEqualTo(new SendOutcome.Refused(SendOutcome.Stage.CREATE, "not found broker"));
    }
}
