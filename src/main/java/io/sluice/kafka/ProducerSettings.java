package io.sluice.kafka;

import io.sluice.api.produce.ProducerSpec;
import io.sluice.api.produce.RecordLimits;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * A specification in the words of the Kafka client, but for its security ({@link io.sluice.kafka.security.Protection}).
 *
 * <p>Everything the client would choose by itself and that an answer depends on is set explicitly.
 */
final class ProducerSettings {

    /**
     * The longest that {@code send()} may hold a request for metadata or memory. Topics are looked up before, so it hardly ever
     * waits, and a full buffer has to be said soon.
     */
    static final int MAX_BLOCK_MILLIS = 250;

    private static final int KIB = 1024;
    private static final long BUFFER_BYTES = 64L * KIB * KIB;
    private static final int LARGEST_BATCH = 128 * KIB;

    private ProducerSettings() {}

    static Map<String, Object> of(ProducerSpec spec, HostChoices choices, String clientId) {
        boolean retries = spec.maxAttempts() > 1;
        boolean idempotent = spec.acks() == ProducerSpec.Acks.ALL && retries;
        Map<String, Object> settings = new HashMap<>();
        settings.put(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                spec.bootstrapServers().stream().map(Object::toString).collect(Collectors.joining(",")));
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ProducerConfig.ACKS_CONFIG, acks(spec.acks()));
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, idempotent);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, inFlight(spec));
        settings.put(ProducerConfig.RETRIES_CONFIG, retries ? Integer.MAX_VALUE : 0);
        int backoff =
                (int) Math.min(Integer.MAX_VALUE, Math.max(0, spec.backoff().toMillis()));
        settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, backoff);
        settings.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, backoff);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, DeliveryTime.requestTimeout(spec));
        settings.put(ProducerConfig.LINGER_MS_CONFIG, DeliveryTime.linger(spec));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DeliveryTime.millis(spec));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, Math.clamp(spec.bytesPerRequest(), 0, LARGEST_BATCH));
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequest(spec));
        settings.put(
                ProducerConfig.COMPRESSION_TYPE_CONFIG, choices.compression().setting());
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferBytes(spec));
        long connect = Math.max(1, spec.socketTimeout().toMillis());
        settings.put(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, connect);
        settings.put(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, connect);
        if (spec.keepalive() != null) {
            settings.put(
                    ProducerConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG,
                    Math.max(10_000, spec.keepalive().toMillis()));
        }
        // the default forgets the cluster when all brokers are gone, and send() then blocks (decision D13)
        settings.put("metadata.recovery.strategy", "none");
        // a topic that nobody used for five minutes must not be looked up again while a request waits
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Long.MAX_VALUE / 4);
        settings.put("enable.metrics.push", false);
        return settings;
    }

    /** What may lie in the producer's buffer, in bytes. */
    static long bufferBytes(ProducerSpec spec) {
        return Math.max(BUFFER_BYTES, 2L * maxRequest(spec));
    }

    /**
     * By which brokers know a client; each has its own.
     *
     * @param spec with at least one bootstrap server, or a name
     * @param producer number of the producer in this process
     * @param life number of the client among those of its producer, which come one after the other
     */
    static String clientId(ProducerSpec spec, long producer, int life) {
        String name = spec.clusterName() != null
                ? spec.clusterName()
                : spec.bootstrapServers().getFirst().toString();
        return "sluice-" + name + "-" + producer + "." + life;
    }

    /** The largest record that is handed to the client, in bytes. */
    static int maxRequest(ProducerSpec spec) {
        return RecordLimits.ofProducer(spec.bytesPerRequest());
    }

    private static String acks(ProducerSpec.Acks acks) {
        return switch (acks) {
            case ALL -> "all";
            case NONE -> "0";
            case LEADER -> "1";
        };
    }

    /** Without idempotence a retry could overtake, so keyed records go one request at a time (decision D10). */
    private static int inFlight(ProducerSpec spec) {
        return spec.keyed() && spec.acks() != ProducerSpec.Acks.ALL ? 1 : 5;
    }
}
