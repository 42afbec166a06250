package io.sluice.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A cluster of one to three brokers, numbered from 1, each a child process; the first is the controller, too, and is not to be
 * killed. Topics have a replica on each, and with three brokers {@code acks=all} needs two of them.
 */
public final class ForkedCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Path folder;
    private final Map<Integer, BrokerProcess> brokers = new TreeMap<>();
    private final List<Integer> ports;
    private Admin admin;

    private ForkedCluster(Path folder, List<Integer> ports) {
        this.folder = folder;
        this.ports = ports;
    }

    /** Starts all brokers and waits for them; {@code more} are broker properties. */
    public static ForkedCluster start(int size, Map<String, String> more) throws IOException {
        return start(size, size, more);
    }

    /** Starts the first {@code running} of {@code size} brokers. */
    static ForkedCluster start(int size, int running, Map<String, String> more) throws IOException {
        Path lib = BrokerJars.of(ForkedKafka.NEWEST);
        List<Integer> ports = freePorts(size + 1);
        ForkedCluster cluster =
                new ForkedCluster(Files.createTempDirectory("sluice-e2e-cluster-"), ports.subList(0, size));
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
        for (int id = 1; id <= size; id++) {
            Properties settings = settings(id, cluster.ports, ports.getLast());
            settings.putAll(more);
            cluster.brokers.put(id, new BrokerProcess(lib, cluster.folder.resolve("broker-" + id), settings));
        }
        for (int id = 1; id <= running; id++) {
            cluster.brokers.get(id).launch();
        }
        for (int id = 1; id <= running; id++) {
            cluster.brokers.get(id).awaitReady();
        }
        return cluster;
    }

    /** All different: none is asked for twice. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<java.net.ServerSocket> open = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                open.add(new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress()));
            }
            return open.stream().map(java.net.ServerSocket::getLocalPort).toList();
        } finally {
            for (java.net.ServerSocket one : open) {
                one.close();
            }
        }
    }

    private static Properties settings(int id, List<Integer> ports, int controller) {
        int size = ports.size();
        String replicas = Integer.toString(size);
        Properties settings = new Properties();
        settings.putAll(Map.ofEntries(
                Map.entry("process.roles", id == 1 ? "broker,controller" : "broker"),
                Map.entry("node.id", Integer.toString(id)),
                Map.entry(
                        "listeners",
                        "PLAINTEXT://127.0.0.1:" + ports.get(id - 1)
                                + (id == 1 ? ",CONTROLLER://127.0.0.1:" + controller : "")),
                Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + ports.get(id - 1)),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controller),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                Map.entry("allow.everyone.if.no.acl.found", "true"),
                Map.entry("default.replication.factor", replicas),
                Map.entry("min.insync.replicas", size > 2 ? "2" : "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("offsets.topic.replication.factor", replicas),
                Map.entry("auto.leader.rebalance.enable", "false"),
                Map.entry("broker.session.timeout.ms", "6000"), // a killed broker is given up, and may come back, then
                Map.entry("broker.heartbeat.interval.ms", "1000"),
                Map.entry("log.cleaner.dedupe.buffer.size", "2097152")));
        return settings;
    }

    /** {@code host:port} of all brokers, whether they run or not. */
    public String bootstrap() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    /** Of broker {@code id}. */
    public int port(int id) {
        return ports.get(id - 1);
    }

    public void kill(int id) throws InterruptedException {
        brokers.get(id).kill();
    }

    /** Starts it, again if it was killed: same port, same data. */
    public void start(int id) throws IOException {
        brokers.get(id).launch();
        brokers.get(id).awaitReady();
    }

    /** Starts those that do not run. */
    void startMissing() throws IOException {
        for (Map.Entry<Integer, BrokerProcess> broker : brokers.entrySet()) {
            if (!broker.getValue().isRunning()) {
                start(broker.getKey());
            }
        }
    }

    void signal(int id, String name) throws IOException, InterruptedException {
        brokers.get(id).signal(name);
    }

    /** The folder of a topic's partition on broker {@code id}. */
    public Path log(int id, String topic, int partition) {
        return brokers.get(id).log().resolve(topic + "-" + partition);
    }

    /** A client for everything else. */
    public synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(Map.of("bootstrap.servers", bootstrap(), "enable.metrics.push", false));
        }
        return admin;
    }

    public void createTopic(String name, int partitions) throws Exception {
        short replicas = (short)
                brokers.values().stream().filter(BrokerProcess::isRunning).count();
        admin().createTopics(List.of(new NewTopic(name, partitions, replicas)))
                .all()
                .get();
    }

    /** One partition, with a replica on each broker and this one to lead it. */
    void createTopicLedBy(String name, int leader) throws Exception {
        List<Integer> replicas = new ArrayList<>(brokers.keySet());
        replicas.sort(Comparator.comparing(id -> id == leader ? 0 : id));
        admin().createTopics(List.of(new NewTopic(name, Map.of(0, replicas))))
                .all()
                .get();
    }

    public void deleteTopic(String name) throws Exception {
        admin().deleteTopics(List.of(name)).all().get();
    }

    /** The number of the broker that leads a partition, or -1. */
    int leader(String topic, int partition) throws Exception {
        var node = admin().describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .get(partition)
                .leader();
        return node == null ? -1 : node.id();
    }

    /** How many replicas of a partition are in sync. */
    int inSync(String topic, int partition) throws Exception {
        return admin().describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .get(partition)
                .isr()
                .size();
    }

    /** The first replica of the partition becomes its leader, without anybody dying. */
    void electPreferredLeader(String topic, int partition) throws Exception {
        try {
            admin().electLeaders(ElectionType.PREFERRED, Set.of(new TopicPartition(topic, partition)))
                    .partitions()
                    .get();
        } catch (ExecutionException e) {
            throw new IOException("no election", e);
        }
    }

    /** Everything that is in a topic now, partition by partition. */
    public List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Instant end = Instant.now().plus(PATIENCE);
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap(), "enable.auto.commit", false, "enable.metrics.push", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
                if (Instant.now().isAfter(end)) {
                    throw new AssertionError(topic + " was not read to its end within " + PATIENCE);
                }
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
        try {
            for (BrokerProcess broker : brokers.values()) {
                if (broker.isRunning()) {
                    broker.kill();
                }
            }
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // gone already
        }
    }
}
