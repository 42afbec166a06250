package io.sluice.records;

import io.sluice.api.Headers;
import io.sluice.api.Reply;
import io.sluice.api.RequestBody;
import io.sluice.api.produce.Delivery;
import io.sluice.api.produce.SendOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the client hears. The statuses are decision D1, the texts Kong's. */
final class Answers {

    private static final String NOT_SENT = "could not send message to topic";
    private static final String NO_PRODUCER = "could not create a Kafka Producer from given configuration";

    private final boolean detailed;

    /** {@code detailed} is {@code error_handling.return_error_message}: Kafka's name of the error instead of Kong's text. */
    Answers(boolean detailed) {
        this.detailed = detailed;
    }

    Reply of(Delivery delivery) {
        return switch (delivery.decisive()) {
            case SendOutcome.Acked _, SendOutcome.Buffered _ -> sent();
            case SendOutcome.Refused refused ->
                envelope(
                        502,
                        "Bad Gateway",
                        text(delivery, refused.stage() == SendOutcome.Stage.CREATE ? NO_PRODUCER : NOT_SENT));
            case SendOutcome.TooLarge _ -> envelope(413, "Payload Too Large", text(delivery, NOT_SENT));
            case SendOutcome.Unknown _ -> envelope(504, "Gateway Timeout", text(delivery, NOT_SENT));
            case SendOutcome.Shed _ -> {
                Reply reply = envelope(503, "Service Unavailable", text(delivery, NOT_SENT));
                reply.headers().set("Retry-After", "1");
                yield reply;
            }
        };
    }

    Reply sent() {
        return Reply.json(200, "{\"message\":\"message sent\"}");
    }

    Reply forbiddenTopic() {
        return envelope(502, "Bad Gateway", "one or more target topics are not in the allowed topics list");
    }

    Reply bodyTooLarge(RequestBody.TooLarge e) {
        return envelope(413, "Payload Too Large", "request body is larger than " + e.limit() + " bytes");
    }

    /** Known before anything is sent, so the same for all topics. */
    Reply recordTooLarge(List<String> topics) {
        Map<String, SendOutcome> outcomes = new LinkedHashMap<>();
        topics.forEach(topic -> outcomes.put(topic, SendOutcome.TooLarge.OVER_THE_PRODUCERS_LIMIT));
        return of(new Delivery(outcomes));
    }

    Reply unreadable(UnreadableBody e) {
        return envelope(400, "Bad Request", String.valueOf(e.getMessage()));
    }

    /** With several topics, the failing ones are named. */
    private String text(Delivery delivery, String general) {
        if (!detailed) {
            return general;
        }
        Map<String, SendOutcome> outcomes = delivery.outcomes();
        return outcomes.entrySet().stream()
                .filter(e -> !error(e.getValue()).isEmpty())
                .map(e -> outcomes.size() == 1 ? error(e.getValue()) : e.getKey() + ": " + error(e.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String error(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Acked _, SendOutcome.Buffered _ -> "";
            case SendOutcome.Refused refused -> refused.error();
            case SendOutcome.TooLarge large -> large.error();
            case SendOutcome.Shed shed -> shed.error();
            case SendOutcome.Unknown unknown -> unknown.error();
        };
    }

    private static Reply envelope(int status, String message, String error) {
        JsonOut out = new JsonOut(64 + error.length());
        out.raw("{\"message\":").text(message).raw(",\"error\":").text(error).raw("}");
        return new Reply(status, Headers.of("Content-Type", Reply.JSON), out.toBytes());
    }
}
