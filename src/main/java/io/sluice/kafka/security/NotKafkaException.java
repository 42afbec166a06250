package io.sluice.kafka.security;

import org.apache.kafka.common.errors.SslAuthenticationException;

/** Whoever answers is no broker. Of this class since the Kafka client takes it for a refusal at any time, not for a lost connection. */
final class NotKafkaException extends SslAuthenticationException {

    private static final long serialVersionUID = 1L;

    NotKafkaException(String message) {
        super(message);
    }
}
