package io.sluice.api.produce;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a producer, in Kong's terms. Equality decides which routes share one.
 *
 * @param bootstrapServers may be empty: every record is then refused
 * @param clusterName only if the user set one
 * @param acks what an acknowledgement means
 * @param async true: {@link Producing#send} returns when the record is buffered; false: when it is acknowledged
 * @param keyed records may carry a key, so their order per key must hold
 * @param requestTimeout {@code producer_request_timeout}: the broker's wait for acknowledgements, and ours for its answer
 * @param maxAttempts {@code producer_request_retries_max_attempts}, counting the first; 1 or less: no retry
 * @param backoff {@code producer_request_retries_backoff_timeout}
 * @param flushInterval {@code producer_async_flush_timeout}: the longest a buffered record waits for company
 * @param messagesInMemory {@code producer_async_buffering_limits_messages_in_memory}: records not yet acknowledged, at most
 * @param bytesPerRequest {@code producer_request_limits_bytes_per_request}
 * @param socketTimeout {@code timeout}: connect and metadata
 * @param keepalive idle time of a connection, or null for the client's own
 * @param security TLS and SASL
 */
public record ProducerSpec(
        List<HostPort> bootstrapServers,
        @Nullable String clusterName,
        Acks acks,
        boolean async,
        boolean keyed,
        Duration requestTimeout,
        int maxAttempts,
        Duration backoff,
        Duration flushInterval,
        int messagesInMemory,
        int bytesPerRequest,
        Duration socketTimeout,
        @Nullable Duration keepalive,
        ProducerSecurity security) {

    /**
     * What a configuration asks for. {@code bootstrap_servers} is a set: its order in the file does not keep plugins from sharing a
     * producer.
     *
     * @param keyed whether records may carry a key
     */
    public static ProducerSpec of(ProducerConfig config, boolean keyed, ProducerSecurity security) {
        List<ProducerConfig.BootstrapServer> servers = Objects.requireNonNullElse(config.bootstrapServers(), List.of());
        return new ProducerSpec(
                servers.stream()
                        .map(server -> new HostPort(server.host(), server.port()))
                        .distinct()
                        .sorted(Comparator.comparing(HostPort::toString))
                        .toList(),
                config.clusterName(),
                switch (config.producerRequestAcks()) {
                    case -1 -> Acks.ALL;
                    case 0 -> Acks.NONE;
                    default -> Acks.LEADER;
                },
                config.producerAsync(),
                keyed,
                Duration.ofMillis(config.producerRequestTimeout()),
                config.producerRequestRetriesMaxAttempts(),
                Duration.ofMillis(config.producerRequestRetriesBackoffTimeout()),
                Duration.ofMillis(config.producerAsyncFlushTimeout()),
                config.producerAsyncBufferingLimitsMessagesInMemory(),
                config.producerRequestLimitsBytesPerRequest(),
                Duration.ofMillis(config.timeout()),
                config.keepaliveEnabled() ? Duration.ofMillis(config.keepalive()) : null,
                security);
    }

    /** The same but for whose acknowledgement counts. */
    public ProducerSpec withAcks(Acks other) {
        return new ProducerSpec(
                bootstrapServers,
                clusterName,
                other,
                async,
                keyed,
                requestTimeout,
                maxAttempts,
                backoff,
                flushInterval,
                messagesInMemory,
                bytesPerRequest,
                socketTimeout,
                keepalive,
                security);
    }

    /** {@code producer_request_acks}: -1, 0 and 1. */
    public enum Acks {
        ALL,
        NONE,
        LEADER
    }

    /**
     * Where a broker listens.
     *
     * @param host a name or an IP address, IPv6 without brackets
     * @param port 0..65535
     */
    public record HostPort(String host, int port) {
        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }
}
