package io.sluice.runtime;

import io.sluice.api.Headers;
import io.sluice.api.Request;
import io.sluice.api.Version;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import io.sluice.upstream.Proxied;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The headers a gateway adds to answers, switched by Kong's settings {@code headers}, {@code headers_upstream} and {@code
 * allow_debug_header} (router.md 7.3).
 *
 * @param shown which go to clients
 * @param requestIdUpstream whether services get {@code X-Kong-Request-Id}
 * @param debug whether a request header {@code Kong-Debug} asks for the names of route and service
 */
public record GatewayHeaders(Set<Token> shown, boolean requestIdUpstream, boolean debug) {

    /** One header, or a few that belong together. */
    public enum Token {
        SERVER,
        VIA,
        RESPONSE_LATENCY,
        PROXY_LATENCY,
        UPSTREAM_LATENCY,
        UPSTREAM_STATUS,
        REQUEST_ID
    }

    /** Kong's defaults. */
    public static final GatewayHeaders DEFAULT = new GatewayHeaders(
            Set.of(
                    Token.SERVER,
                    Token.VIA,
                    Token.RESPONSE_LATENCY,
                    Token.PROXY_LATENCY,
                    Token.UPSTREAM_LATENCY,
                    Token.REQUEST_ID),
            true,
            false);

    /** To an answer that was made here. */
    void addTo(Headers headers, LiveExchange exchange, long nanosSoFar) {
        if (shown.contains(Token.RESPONSE_LATENCY)) {
            headers.set("X-Kong-Response-Latency", millis(nanosSoFar));
        }
        if (shown.contains(Token.SERVER)) {
            headers.set("Server", Version.PRODUCT);
        }
        common(headers, exchange);
    }

    /** To an answer that came from a service, or that stands for one that did not come. */
    void addToProxied(Headers headers, LiveExchange exchange, Proxied call, long start) {
        if (shown.contains(Token.UPSTREAM_LATENCY)) {
            headers.set("X-Kong-Upstream-Latency", millis(call.waitedNanos()));
        }
        if (shown.contains(Token.PROXY_LATENCY)) {
            headers.set("X-Kong-Proxy-Latency", millis(call.startedNanos() - start));
        }
        if (shown.contains(Token.UPSTREAM_STATUS) && call.lastStatus() > 0) {
            headers.set("X-Kong-Upstream-Status", Integer.toString(call.lastStatus()));
        }
        if (shown.contains(Token.VIA)) {
            String own = call.httpVersion() + " " + Version.PRODUCT;
            String before = String.join(", ", headers.all("Via"));
            headers.set("Via", before.isEmpty() ? own : before + ", " + own);
        }
        if (shown.contains(Token.SERVER) && !headers.contains("Server")) {
            headers.set("Server", Version.PRODUCT);
        }
        common(headers, exchange);
    }

    private void common(Headers headers, LiveExchange exchange) {
        Request request = exchange.received();
        if (shown.contains(Token.REQUEST_ID)) {
            headers.set("X-Kong-Request-Id", request.id());
        }
        if (debug && request.headers().contains("Kong-Debug")) {
            exchange.route().ifPresent(route -> name(headers, route));
        }
    }

    private static void name(Headers headers, Route route) {
        headers.set("Kong-Route-Id", route.id().toString());
        set(headers, "Kong-Route-Name", route.name());
        Service service = route.service();
        if (service != null) {
            headers.set("Kong-Service-Id", service.id().toString());
            set(headers, "Kong-Service-Name", service.name());
        }
    }

    private static void set(Headers headers, String name, @Nullable String value) {
        if (value != null) {
            headers.set(name, value);
        }
    }

    private static String millis(long nanos) {
        return Long.toString(Math.max(0, nanos) / 1_000_000);
    }
}
