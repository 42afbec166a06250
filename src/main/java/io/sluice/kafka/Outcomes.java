package io.sluice.kafka;

import io.sluice.api.produce.RecordTemplate;
import io.sluice.api.produce.SendOutcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * What an error of the Kafka client says about the record (decision D1): surely not written, or perhaps written. When in doubt it
 * is the latter.
 */
final class Outcomes {

    private Outcomes() {}

    /** A send that failed before the record was in the buffer: nothing was written. */
    static SendOutcome notAppended(Throwable error) {
        if (error instanceof BufferExhaustedException) {
            return new SendOutcome.Shed(ErrorNames.BUFFER_OVERFLOW);
        }
        if (isTooLarge(error)) {
            return new SendOutcome.TooLarge(ErrorNames.of(error));
        }
        String name = error instanceof TimeoutException ? ErrorNames.UNKNOWN_TOPIC : ErrorNames.of(error);
        return new SendOutcome.Refused(SendOutcome.Stage.SEND, name);
    }

    /** A send that waited for metadata in vain: the client has lost the topic since it was looked up. */
    static boolean meansTopicIsGone(Throwable error) {
        return error instanceof TimeoutException && !(error instanceof BufferExhaustedException);
    }

    /**
     * A record that was in the buffer and failed.
     *
     * @param before how far the topic had got just before the record was sent
     * @param after the same, long enough after the failure for the counters to have moved
     */
    static SendOutcome appended(Throwable error, Client.Handed before, Client.Handed after) {
        String name = ErrorNames.of(error);
        boolean neverLeft = after.sent() == before.sent();
        boolean refusedOutright = after.retried() == before.retried() && !mayHaveBeenWritten(error);
        if (!neverLeft && !refusedOutright) {
            return new SendOutcome.Unknown(name);
        }
        return isTooLarge(error)
                ? new SendOutcome.TooLarge(name)
                : new SendOutcome.Refused(SendOutcome.Stage.SEND, name);
    }

    /**
     * Over {@code max.request.size} here, over the topic's {@code max.message.bytes}, or over its {@code segment.bytes}. That last
     * limit is one of batches; but batches of several records are at most an eighth of the smallest segment.
     */
    static boolean isTooLarge(Throwable error) {
        return error instanceof RecordTooLargeException || error instanceof RecordBatchTooLargeException;
    }

    /** Errors after which a broker may have the record all the same. */
    private static boolean mayHaveBeenWritten(Throwable error) {
        return error instanceof TimeoutException
                || error instanceof NetworkException
                || error instanceof DisconnectException
                || error instanceof NotEnoughReplicasAfterAppendException
                || error instanceof OutOfOrderSequenceException
                || error instanceof UnknownProducerIdException
                || error instanceof UnknownServerException
                || error instanceof InvalidProducerEpochException
                || error.getClass() == KafkaException.class;
    }

    /** Errors that leave an idempotent producer unable to send anything ever again. */
    static boolean isFatal(Throwable error) {
        return error instanceof ProducerFencedException
                || error instanceof ClusterAuthorizationException
                || error instanceof UnsupportedVersionException
                || error instanceof OutOfOrderSequenceException
                || error instanceof InvalidProducerEpochException
                || error instanceof IllegalStateException
                || error.getClass() == KafkaException.class;
    }

    /** What a whole message is refused with when there is no producer for it. */
    static Map<String, SendOutcome> all(RecordTemplate message, SendOutcome outcome) {
        return message.topics().stream()
                .collect(Collectors.toMap(t -> t, _ -> outcome, (a, _) -> a, LinkedHashMap::new));
    }
}
