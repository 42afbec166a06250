package io.sluice.kafka;

import io.sluice.api.produce.ProducerSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One Kafka producer with what is known of its topics. A shared producer may go through several. Safe for concurrent use. */
final class Client {

    private final String clientId;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Duration patience;
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();

    /** Resolves the bootstrap servers, so it may take a while; throws what the Kafka client throws. */
    Client(ProducerSpec spec, String clientId) {
        this.clientId = clientId;
        this.patience = spec.socketTimeout();
        this.producer = new KafkaProducer<>(
                ProducerSettings.of(spec, clientId), new ByteArraySerializer(), new ByteArraySerializer());
    }

    KafkaProducer<byte[], byte[]> producer() {
        return producer;
    }

    Topic topic(String name) {
        Topic topic = topics.get(name);
        return topic != null ? topic : topics.computeIfAbsent(name, n -> new Topic(n, producer, patience));
    }

    /** Topics the cluster does not have, or does not let us see. */
    List<String> missingTopics() {
        return topics.entrySet().stream()
                .filter(e -> e.getValue().isMissing())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    Collection<Topic> topics() {
        return topics.values();
    }

    /** Whether any broker ever answered: a connection alone proves nothing. */
    boolean hasAnswered() {
        return value(new MetricName("incoming-byte-total", "producer-metrics", "", Map.of("client-id", clientId))) > 0;
    }

    boolean isConnected() {
        return value(new MetricName("connection-count", "producer-metrics", "", Map.of("client-id", clientId))) > 0;
    }

    /** Records of the topic handed to a connection so far, and records tried again so far. */
    Handed handed(String topic) {
        return new Handed(topicValue("record-send-total", topic), topicValue("record-retry-total", topic));
    }

    /**
     * How far a topic's records have got.
     *
     * @param sent drained from the buffer towards a broker, repeats counted
     * @param retried drained again after a failure
     */
    record Handed(double sent, double retried) {}

    private double topicValue(String name, String topic) {
        return value(new MetricName(name, "producer-topic-metrics", "", Map.of("client-id", clientId, "topic", topic)));
    }

    private double value(MetricName name) {
        Metric metric = producer.metrics().get(name);
        return metric != null && metric.metricValue() instanceof Double value ? value : 0;
    }
}
