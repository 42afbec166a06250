package io.sluice.api.produce;

import io.sluice.api.Secret;
import io.sluice.api.UnsupportedConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Producer settings with SASL and TLS, as {@code kafka-upstream} and {@code kafka-log} have them. Implemented by the accessors of a
 * config record.
 */
public interface KafkaProducerConfig extends ProducerConfig {

    Authentication authentication();

    Security security();

    @Override
    default List<UnsupportedConfig.Field> unsupported() {
        List<UnsupportedConfig.Field> fields = ProducerConfig.super.unsupported();
        if (Boolean.TRUE.equals(security().ssl())) {
            fields.add(new UnsupportedConfig.Field("/security/ssl", "TLS towards Kafka is not hosted by this version"));
        }
        if (security().certificateId() != null) {
            fields.add(new UnsupportedConfig.Field(
                    "/security/certificate_id", "client certificates towards Kafka are not hosted by this version"));
        }
        if (authentication().strategy() != null && authentication().mechanism() != null) {
            fields.add(new UnsupportedConfig.Field(
                    "/authentication/mechanism", "SASL towards Kafka is not hosted by this version"));
        }
        return fields;
    }

    /** SASL, in force only when both strategy and mechanism are set. */
    record Authentication(
            @Nullable String strategy,
            @Nullable String mechanism,
            @Nullable Secret user,
            @Nullable Secret password,
            @Nullable Boolean tokenauth,
            @Nullable Oauthbearer oauthbearer) {}

    /** Client credentials for OAUTHBEARER. */
    record Oauthbearer(
            @Nullable Secret tokenEndpointUrl,
            @Nullable Secret clientId,
            @Nullable Secret clientSecret,
            @Nullable List<String> scopes,
            @Nullable Map<String, String> extensions,
            boolean tokenEndpointTlsVerify) {}

    /**
     * TLS towards the brokers.
     *
     * @param certificateId of the file's certificate to show them
     */
    record Security(@Nullable Boolean ssl, @Nullable String certificateId, boolean sslVerify) {}
}
