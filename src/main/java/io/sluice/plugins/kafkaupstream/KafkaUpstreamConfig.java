package io.sluice.plugins.kafkaupstream;

import io.sluice.api.produce.KafkaProducerConfig;
import io.sluice.api.produce.SchemaRegistry;
import io.sluice.records.RecordConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, every field of Kong 3.15. Meanings, units and defaults stand in {@code schema/plugins/kafka-upstream.json}.
 */
public record KafkaUpstreamConfig(
        String topic,
        @Nullable List<BootstrapServer> bootstrapServers,
        @Nullable String topicsQueryArg,
        @Nullable List<String> allowedTopics,
        @Nullable String keyQueryArg,
        @Nullable List<String> messageByLuaFunctions,
        boolean forwardMethod,
        boolean forwardUri,
        boolean forwardHeaders,
        boolean forwardBody,
        HeaderForwarding headers,
        int timeout,
        int keepalive,
        boolean keepaliveEnabled,
        @Nullable String clusterName,
        Authentication authentication,
        OptionalTls security,
        int producerRequestAcks,
        int producerRequestTimeout,
        int producerRequestLimitsMessagesPerRequest,
        int producerRequestLimitsBytesPerRequest,
        int producerRequestRetriesMaxAttempts,
        int producerRequestRetriesBackoffTimeout,
        boolean producerAsync,
        int producerAsyncFlushTimeout,
        int producerAsyncBufferingLimitsMessagesInMemory,
        ErrorHandling errorHandling,
        @Nullable SchemaRegistry schemaRegistry)
        implements KafkaProducerConfig, RecordConfig {}
