package io.sluice.kafka;

import io.sluice.api.produce.ProducerSpec;
import io.sluice.kafka.security.Denied;
import io.sluice.kafka.security.Protection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One Kafka producer with what is known of its topics. A shared producer may go through several. Safe for concurrent use. */
final class Client {

    /** Ten years: until there is metadata, its age is counted from 1970 on. */
    private static final double NEVER_SECONDS = 10 * 365 * 86_400.0;

    private final String clientId;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Duration patience;
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();
    private final Protection protection;
    private double failuresSeen;

    /**
     * Resolves the bootstrap servers, so it may take a while; throws what the Kafka client throws. The protection is closed with the
     * client, also with one that cannot be made.
     */
    Client(ProducerSpec spec, HostChoices choices, String clientId, Protection protection) {
        this.clientId = clientId;
        this.patience = spec.socketTimeout();
        this.protection = protection;
        Map<String, Object> settings = ProducerSettings.of(spec, choices, clientId);
        settings.putAll(protection.settings(clientId));
        try {
            this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (RuntimeException e) {
            protection.close();
            throw e;
        }
    }

    /** Sends what is in the buffer for that long at the most; what is left then fails. */
    void close(Duration limit) {
        producer.close(limit);
        protection.close();
    }

    /** Whether a broker has refused this client since this was asked last. */
    boolean wasRefused() {
        // a client certificate is asked for after the handshake of TLS 1.3, which then counts as one that went well
        double failures = total("failed-authentication-total") + total("failed-reauthentication-total");
        boolean more = failures > failuresSeen;
        failuresSeen = failures;
        return more;
    }

    /**
     * Why a broker refused it.
     *
     * @param topic one that it has not seen yet: the Kafka client tells what went wrong to whoever waits for such
     */
    Denied denial(String topic) {
        Denied stranger = protection.stranger();
        if (stranger != null) {
            return stranger;
        }
        try {
            producer.partitionsFor(topic);
        } catch (AuthenticationException e) {
            return protection.explain(e);
        } catch (KafkaException _) {
            // in the meantime something else went wrong
        }
        return new Denied("SaslAuthentication", "the broker refuses the connection", "read the log of the broker");
    }

    /** Connections were made and then lost: before a first answer, that is how a listener of another protocol shows. */
    boolean wasHungUpOn() {
        // closing counts those too that were never made: nobody listens there, or nothing of that name is known
        return total("connection-creation-total") > 0 && total("connection-close-total") > 0;
    }

    KafkaProducer<byte[], byte[]> producer() {
        return producer;
    }

    Topic topic(String name) {
        Topic topic = topics.get(name);
        return topic != null ? topic : topics.computeIfAbsent(name, n -> new Topic(n, producer, patience));
    }

    /** How many partitions a topic has that was looked up. */
    int partitions(String topic) {
        return producer.partitionsFor(topic).size();
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

    /** Whether any broker ever told of its cluster: a connection proves nothing, and some answer before they know who asks. */
    boolean hasAnswered() {
        return producer.metrics().get(metric("metadata-age")) != null && total("metadata-age") < NEVER_SECONDS;
    }

    boolean isConnected() {
        return total("connection-count") > 0;
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

    private MetricName metric(String name) {
        return new MetricName(name, "producer-metrics", "", Map.of("client-id", clientId));
    }

    private double total(String name) {
        return value(metric(name));
    }

    private double topicValue(String name, String topic) {
        return value(new MetricName(name, "producer-topic-metrics", "", Map.of("client-id", clientId, "topic", topic)));
    }

    private double value(MetricName name) {
        Metric metric = producer.metrics().get(name);
        return metric != null && metric.metricValue() instanceof Double value ? value : 0;
    }
}
