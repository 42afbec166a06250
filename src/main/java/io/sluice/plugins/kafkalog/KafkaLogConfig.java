package io.sluice.plugins.kafkalog;

import io.sluice.api.produce.KafkaProducerConfig;
import io.sluice.api.produce.SchemaRegistry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The configuration, every field of Kong 3.15. Meanings, units and defaults stand in {@code schema/plugins/kafka-log.json}. */
public record KafkaLogConfig(
        String topic,
        @Nullable List<BootstrapServer> bootstrapServers,
        @Nullable String keyQueryArg,
        @Nullable Map<String, String> customFieldsByLua,
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
        @Nullable SchemaRegistry schemaRegistry)
        implements KafkaProducerConfig {}
