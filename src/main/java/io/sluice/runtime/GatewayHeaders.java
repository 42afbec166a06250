package io.sluice.runtime;

import io.sluice.api.Headers;
import io.sluice.api.Version;

/**
 * The headers a gateway adds to its own answers, switched by Kong's setting {@code headers}.
 *
 * @param server {@code Server}
 * @param latency {@code X-Kong-Response-Latency}, in milliseconds
 * @param requestId {@code X-Kong-Request-Id}
 */
public record GatewayHeaders(boolean server, boolean latency, boolean requestId) {

    public static final GatewayHeaders ALL = new GatewayHeaders(true, true, true);

    void addTo(Headers headers, String id, long nanosSoFar) {
        if (latency) {
            headers.set("X-Kong-Response-Latency", Long.toString(nanosSoFar / 1_000_000));
        }
        if (requestId) {
            headers.set("X-Kong-Request-Id", id);
        }
        if (server) {
            headers.set("Server", Version.PRODUCT);
        }
    }
}
