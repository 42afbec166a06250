package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

class ErrorNamesTest {

    /** An idempotent client that was refused says so of every record that comes later, around the refusal. */
    @Test
    void aClientThatCanSendNothingIsNamedByItsCause() {
        KafkaException later =
                new KafkaException("in an error state", new ClusterAuthorizationException("not authorized"));

        assertThat(ErrorNames.of(later)).isEqualTo("ClusterAuthorization");
        assertThat(ErrorNames.of(new KafkaException("without a cause"))).isEqualTo("Kafka");
        assertThat(ErrorNames.of(new RecordTooLargeException("too large"))).isEqualTo("MessageSizeTooLarge");
    }
}
