package io.sluice.kafka;

import io.sluice.api.produce.SendOutcome;
import java.util.Map;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Kafka's errors by the names that Kong's client gives them; never a host, a user or a secret. */
final class ErrorNames {

    static final String UNKNOWN_TOPIC = "UnknownTopicOrPartition";
    static final String NO_BROKER = "not found broker";
    static final String BUFFER_OVERFLOW = "buffer overflow";
    static final String SHUTTING_DOWN = "shutting down";
    static final String NOT_SENT = "not sent";
    static final String TIMED_OUT = "RequestTimedOut";

    private static final Map<Class<? extends Throwable>, String> KONGS = Map.of(
            UnknownTopicOrPartitionException.class, UNKNOWN_TOPIC,
            TopicAuthorizationException.class, "TopicAuthorizationFailed",
            RecordTooLargeException.class, SendOutcome.TooLarge.OVER_THE_PRODUCERS_LIMIT.error(),
            LeaderNotAvailableException.class, "LeaderNotAvailable",
            NotLeaderOrFollowerException.class, "NotLeaderForPartition",
            InvalidRecordException.class, "InvalidRecord",
            TimeoutException.class, TIMED_OUT);

    private ErrorNames() {}

    /** Others by the name of their class; what a client says that can send nothing any more, by its cause. */
    static String of(Throwable error) {
        if (error.getClass() == KafkaException.class && error.getCause() instanceof KafkaException cause) {
            return of(cause);
        }
        String name = KONGS.get(error.getClass());
        return name != null ? name : error.getClass().getSimpleName().replaceFirst("Exception$", "");
    }
}
