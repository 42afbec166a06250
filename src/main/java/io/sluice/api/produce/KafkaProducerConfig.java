package io.sluice.api.produce;

import io.sluice.api.Secret;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Producer settings with SASL and TLS, as {@code kafka-upstream} and {@code kafka-log} have them, and {@code confluent} in fields of
 * its own. Implemented by the accessors of a config record; {@link ProducerSecurity#of} makes the security of a producer from it.
 */
public interface KafkaProducerConfig extends ProducerConfig {

    Authentication authentication();

    Security security();

    /** Where {@link Authentication#oauthbearer} stands inside {@code config}, as a JSON pointer. */
    default String oauthbearerPointer() {
        return "/authentication/oauthbearer";
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

    /** TLS towards the brokers. */
    interface Security {

        /** No answer is no. */
        @Nullable
        Boolean ssl();

        /** Of the file's certificate to show the brokers. */
        @Nullable
        String certificateId();

        /** Whether the brokers' certificates and host names are verified. */
        boolean sslVerify();
    }

    /** As {@code security} of {@code kafka-upstream} and {@code kafka-log} has it. */
    record OptionalTls(@Nullable Boolean ssl, @Nullable String certificateId, boolean sslVerify) implements Security {}
}
