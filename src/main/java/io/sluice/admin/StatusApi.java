package io.sluice.admin;

import io.sluice.api.Handler;
import io.sluice.api.Headers;
import io.sluice.api.Reply;
import io.sluice.api.Request;
import io.sluice.api.Responder;
import io.sluice.api.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * The status listener: {@code /status}, {@code /status/ready} and {@code /metrics} (Kong's paths).
 *
 * <p>{@code /status/ready} answers 200 while requests are served and 503 before and after, for load balancers.
 */
public final class StatusApi implements Handler {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Supplier<Map<String, Object>> status;
    private final Supplier<Optional<String>> unready;
    private final Supplier<byte[]> metrics;

    /**
     * All three are asked per request.
     *
     * @param status what {@code /status} prints, JSON-like
     * @param unready why the gateway is not ready; empty when it is
     * @param metrics Prometheus' text format
     */
    public StatusApi(
            Supplier<Map<String, Object>> status, Supplier<Optional<String>> unready, Supplier<byte[]> metrics) {
        this.status = status;
        this.unready = unready;
        this.metrics = metrics;
    }

    @Override
    public void handle(Request request, Responder responder) throws IOException {
        Reply reply = answer(request);
        reply.headers().set("Server", Version.PRODUCT);
        responder.respond(reply.status(), reply.headers(), reply.body());
    }

    private Reply answer(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Reply.json(405, "{\"message\":\"Method not allowed\"}");
        }
        return switch (request.rawPath()) {
            case "/status" -> Reply.json(200, JSON.writeValueAsString(status.get()));
            case "/status/ready" -> ready();
            case "/metrics" ->
                new Reply(200, Headers.of("Content-Type", "text/plain; version=0.0.4; charset=utf-8"), metrics.get());
            case "/robots.txt" ->
                new Reply(
                        200,
                        Headers.of("Content-Type", "text/plain"),
                        "User-agent: *\nDisallow: /\n".getBytes(StandardCharsets.US_ASCII));
            default -> Reply.json(404, "{\"message\":\"Not found\"}");
        };
    }

    private Reply ready() {
        return unready.get()
                .map(why -> Reply.json(503, JSON.writeValueAsString(Map.of("message", why))))
                .orElseGet(() -> Reply.json(200, "{\"message\":\"ready\"}"));
    }
}
