package io.sluice.api.produce;

/**
 * What became of one record. Maps one to one to a status (decision D1): 200, 200, 502, 413, 503, 504.
 *
 * <p>{@code error} is Kafka's name for what went wrong, {@code TopicAuthorizationFailed}: never a host, user or secret.
 */
public sealed interface SendOutcome {

    /** The brokers acknowledged as asked. With acks=0 the offset is -1. */
    record Acked(int partition, long offset, long timestamp) implements SendOutcome {}

    /** In the bounded buffer; delivery goes on. */
    record Buffered() implements SendOutcome {}

    /** Not written, and the cluster said no or could not be asked. */
    record Refused(Stage stage, String error) implements SendOutcome {}

    /** Not written, and not to be tried again: the record is over the limit of the producer or of the brokers. */
    record TooLarge(String error) implements SendOutcome {

        /** What a producer says by itself, with the name that Kong's client has for it. */
        public static final TooLarge OVER_THE_PRODUCERS_LIMIT = new TooLarge("MessageSizeTooLarge");
    }

    /** Not written: this gateway is over a limit of its own, or stopping. */
    record Shed(String error) implements SendOutcome {}

    /** Handed to a broker and not answered in time: it may be written. */
    record Unknown(String error) implements SendOutcome {}

    /** Where a refusal happened. */
    enum Stage {
        /** No producer could be made: no broker was ever reached, or its settings cannot work. */
        CREATE,
        SEND
    }
}
