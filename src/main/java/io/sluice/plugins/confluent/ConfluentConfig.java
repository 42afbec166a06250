package io.sluice.plugins.confluent;

import io.sluice.api.Secret;
import io.sluice.api.produce.KafkaProducerConfig;
import io.sluice.api.produce.SchemaRegistry;
import io.sluice.records.RecordConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, every field of Kong 3.15. Meanings, units and defaults stand in {@code schema/plugins/confluent.json}.
 *
 * <p>{@code confluent_cloud_api_key} and its secret are for managing the cluster, and producing never needs them: they are read and
 * have no effect.
 */
public record ConfluentConfig(
        String topic,
        @Nullable List<BootstrapServer> bootstrapServers,
        @Nullable Secret clusterApiKey,
        @Nullable Secret clusterApiSecret,
        @Nullable Secret confluentCloudApiKey,
        @Nullable Secret confluentCloudApiSecret,
        @Nullable Oauthbearer oauthbearer,
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
        AlwaysTls security,
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
        implements KafkaProducerConfig, RecordConfig {

    /** A token wins over the API key, which is user and password of SASL PLAIN. */
    @Override
    public Authentication authentication() {
        return oauthbearer != null
                ? new Authentication("sasl", "OAUTHBEARER", null, null, null, oauthbearer)
                : new Authentication("sasl", "PLAIN", clusterApiKey, clusterApiSecret, null, null);
    }

    @Override
    public String oauthbearerPointer() {
        return "/oauthbearer";
    }

    /** TLS, without a certificate of our own. */
    public record AlwaysTls(boolean sslVerify) implements Security {
        @Override
        public Boolean ssl() {
            return true;
        }

        @Override
        public @Nullable String certificateId() {
            return null;
        }
    }
}
