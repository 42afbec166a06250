package io.sluice.api.produce;

import io.sluice.api.Exchange;
import java.util.Map;
import java.util.Objects;

/**
 * What became of a message, topic by topic.
 *
 * @param outcomes in the order of the template's topics; at least one
 */
public record Delivery(Map<String, SendOutcome> outcomes) {

    /** Where a plugin leaves its delivery on the exchange, for the log phase: partition and offset of each topic. */
    public static final Exchange.Key<Delivery> KEY = new Exchange.Key<>(Delivery.class);

    /**
     * The outcome that decides the answer. A message that failed for one topic but was, or may have been, written to another
     * is {@link SendOutcome.Unknown}: a 413, 502 or 503 promises that nothing was written (decision D1). Of several such the one that
     * lasts longest decides: a record stays too large, a cluster may think again, and a buffer empties.
     */
    public SendOutcome decisive() {
        SendOutcome failure = null;
        SendOutcome success = null;
        for (SendOutcome outcome : outcomes.values()) {
            switch (outcome) {
                case SendOutcome.Acked _, SendOutcome.Buffered _ -> success = outcome;
                case SendOutcome.Unknown unknown -> {
                    return unknown;
                }
                case SendOutcome.TooLarge _ -> failure = outcome;
                case SendOutcome.Refused _ -> failure = failure instanceof SendOutcome.TooLarge ? failure : outcome;
                case SendOutcome.Shed _ -> failure = failure == null ? outcome : failure;
            }
        }
        if (failure == null) {
            return Objects.requireNonNull(success, "a delivery has at least one topic");
        }
        return success == null ? failure : new SendOutcome.Unknown(error(failure));
    }

    private static String error(SendOutcome failure) {
        return switch (failure) {
            case SendOutcome.Refused refused -> refused.error();
            case SendOutcome.TooLarge large -> large.error();
            case SendOutcome.Shed shed -> shed.error();
            case SendOutcome.Unknown unknown -> unknown.error();
            case SendOutcome.Acked _, SendOutcome.Buffered _ -> "";
        };
    }
}
