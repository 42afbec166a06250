package io.sluice.api.produce;

import io.sluice.api.UnsupportedConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The producer settings that all of Kong's Kafka plugins have in their {@code config}, under Kong's names. A config record that has
 * components of these names and types implements it as it stands; {@link ProducerSpec#of} makes the specification of a producer
 * from it.
 *
 * <p>Meanings, units, bounds and defaults: {@code schema/plugins/kafka-upstream.json}.
 */
public interface ProducerConfig {

    @Nullable
    List<BootstrapServer> bootstrapServers();

    @Nullable
    String clusterName();

    /** Milliseconds. */
    int timeout();

    /** Milliseconds. */
    int keepalive();

    boolean keepaliveEnabled();

    /** -1, 0 or 1. */
    int producerRequestAcks();

    /** Milliseconds. */
    int producerRequestTimeout();

    /** Has no counterpart in the Kafka client, and no effect. */
    int producerRequestLimitsMessagesPerRequest();

    int producerRequestLimitsBytesPerRequest();

    int producerRequestRetriesMaxAttempts();

    /** Milliseconds. */
    int producerRequestRetriesBackoffTimeout();

    boolean producerAsync();

    /** Milliseconds. */
    int producerAsyncFlushTimeout();

    int producerAsyncBufferingLimitsMessagesInMemory();

    @Nullable
    SchemaRegistry schemaRegistry();

    /** What a valid configuration may ask for and this version cannot do; a factory throws them as {@link UnsupportedConfig}. */
    default List<UnsupportedConfig.Field> unsupported() {
        List<UnsupportedConfig.Field> fields = new ArrayList<>();
        SchemaRegistry registry = schemaRegistry();
        if (registry != null && registry.confluent() != null) {
            fields.add(new UnsupportedConfig.Field(
                    "/schema_registry", "the schema registry is not hosted by this version"));
        }
        return fields;
    }

    /**
     * A broker to ask first.
     *
     * @param host a name or an IP address, without a port
     * @param port 0..65535
     */
    record BootstrapServer(String host, int port) {}
}
