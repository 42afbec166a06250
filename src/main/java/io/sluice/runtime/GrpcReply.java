package io.sluice.runtime;

import io.sluice.api.Headers;
import io.sluice.api.MediaType;
import io.sluice.api.Reply;
import io.sluice.api.Request;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer made here for a client of gRPC, as {@code kong.response.exit} shapes it: no body, and what came of it in headers. */
final class GrpcReply {

    private static final String GRPC = "application/grpc";
    private static final int UNKNOWN = 2;
    private static final int INTERNAL = 13;
    private static final Map<Integer, Integer> STATUSES = Map.ofEntries(
            Map.entry(200, 0),
            Map.entry(400, 3),
            Map.entry(401, 16),
            Map.entry(403, 7),
            Map.entry(404, 5),
            Map.entry(409, 6),
            Map.entry(429, 8),
            Map.entry(499, 1),
            Map.entry(500, INTERNAL),
            Map.entry(501, 12),
            Map.entry(503, 14),
            Map.entry(504, 4));

    private GrpcReply() {}

    /** The reply as the client of this request understands it. */
    static Reply shaped(Reply reply, Request request) {
        boolean grpc = request.httpVersion().equals("2.0")
                && isGrpc(request.headers())
                && !isGrpc(reply.headers())
                && !reply.headers().contains("grpc-status");
        return grpc ? of(reply) : reply;
    }

    private static boolean isGrpc(Headers headers) {
        return headers.first("Content-Type").orElse("").toLowerCase(Locale.ROOT).startsWith(GRPC);
    }

    static Reply of(Reply reply) {
        Headers headers = reply.headers().copy();
        String type = MediaType.of(headers.first("Content-Type").orElse("")).type();
        headers.remove("Content-Type");
        headers.set("grpc-status", Integer.toString(status(reply.status())));
        message(type, reply.body()).ifPresent(message -> headers.set("grpc-message", message));
        return new Reply(reply.status(), headers, new byte[0]);
    }

    private static int status(int http) {
        return STATUSES.getOrDefault(http, http >= 500 ? INTERNAL : UNKNOWN);
    }

    /** What a person would read: of JSON its message, of plain text the first line. */
    private static Optional<String> message(String type, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (type.equals("application/json")) {
            try {
                JsonNode message = JsonMapper.shared().readTree(text).path("message");
                return message.isString() ? Optional.of(message.asString()) : Optional.empty();
            } catch (JacksonException _) {
                return Optional.empty();
            }
        }
        boolean plain = type.isEmpty() || type.equals("text/plain");
        return plain ? text.lines().findFirst() : Optional.empty();
    }
}
