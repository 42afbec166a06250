package io.sluice.runtime;

import io.sluice.api.ConnectionInfo;
import io.sluice.api.Headers;
import io.sluice.api.Request;
import io.sluice.api.Version;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import io.sluice.router.RouteMatch;
import io.sluice.router.UpstreamPath;
import io.sluice.upstream.UpstreamCall;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What goes to the service of a matched route in place of a client's request (router.md 7.1 and 7.2, proxy.md 1.5). */
final class UpstreamRequest {

    /** The gateway's own, never copied from a client; and what belongs to its connection. */
    private static final Set<String> MANAGED = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "te",
            "keep-alive",
            "expect",
            "upgrade",
            "proxy",
            "proxy-connection",
            "via",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-path",
            "x-forwarded-prefix",
            "x-real-ip",
            "x-kong-request-id");

    private final LiveExchange exchange;
    private final RouteMatch match;
    private final Service service;
    private final Request request;

    private UpstreamRequest(LiveExchange exchange, RouteMatch match, Service service) {
        this.exchange = exchange;
        this.match = match;
        this.service = service;
        this.request = exchange.request();
    }

    /** For a request whose route has a service. */
    static UpstreamCall of(LiveExchange exchange, boolean sendsRequestId) {
        RouteMatch match = exchange.match().orElseThrow();
        Service service = exchange.service().orElseThrow();
        return new UpstreamRequest(exchange, match, service).call(sendsRequestId);
    }

    /** Path and query as they go, or would have gone, upstream; empty if no route matched. */
    static String uriOf(LiveExchange exchange) {
        Optional<RouteMatch> match = exchange.match();
        if (match.isEmpty()) {
            return "";
        }
        String query = exchange.request().rawQuery();
        return path(exchange, match.get()) + (query == null ? "" : "?" + query);
    }

    private static String path(LiveExchange exchange, RouteMatch match) {
        return UpstreamPath.escape(plainPath(exchange, match));
    }

    /** Before it is escaped: bytes as ISO-8859-1 characters. */
    static String plainPath(LiveExchange exchange, RouteMatch match) {
        String chosen = exchange.changes().map(ChangedRequest::upstreamPath).orElse(null);
        if (chosen != null) {
            return chosen;
        }
        String servicePath = exchange.service().map(Service::path).orElse(null);
        return match.upstreamPath(exchange.path(), servicePath);
    }

    private UpstreamCall call(boolean sendsRequestId) {
        String host = host();
        boolean trailers = hasToken(request.headers().all("TE"), "trailers");
        Headers headers = new Headers();
        if (trailers) {
            headers.add("TE", "trailers");
        }
        headers.add("Via", via());
        headers.add("Host", host);
        connection(headers);
        forwarded(headers);
        if (sendsRequestId) {
            headers.add("X-Kong-Request-Id", request.id());
        }
        clients(headers);
        Route route = match.route();
        return new UpstreamCall(
                service,
                request.method(),
                uriOf(exchange),
                headers,
                withoutPort(host),
                request.body(),
                route.requestBuffering(),
                route.responseBuffering(),
                trailers);
    }

    private String host() {
        String chosen = exchange.changes().map(ChangedRequest::upstreamHost).orElse(null);
        if (chosen != null) {
            return chosen;
        }
        if (match.route().preserveHost() && !request.host().isEmpty()) {
            return request.host();
        }
        int usual = service.protocol().equals("https") ? 443 : 80;
        return service.port() == usual ? service.host() : service.host() + ":" + service.port();
    }

    private String via() {
        String version = request.httpVersion().equals("2.0") ? "2" : request.httpVersion(); // as Kong has it
        String own = version + " " + Version.PRODUCT;
        List<String> before = request.headers().all("Via");
        return before.isEmpty() ? own : String.join(", ", before) + ", " + own;
    }

    /** A WebSocket handshake is the one upgrade that is passed on. */
    private void connection(Headers headers) {
        if (request.headers().first("Upgrade").orElse("").equalsIgnoreCase("websocket")) {
            headers.add("Upgrade", "websocket");
            headers.add("Connection", "keep-alive, Upgrade");
        } else {
            headers.add("Connection", "keep-alive");
        }
    }

    private void forwarded(Headers headers) {
        ConnectionInfo connection = request.connection();
        List<String> before = exchange.received().headers().all("X-Forwarded-For");
        headers.add(
                "X-Forwarded-For",
                before.isEmpty()
                        ? request.clientAddress()
                        : String.join(", ", before) + ", " + connection.peerAddress());
        forward(headers, "X-Forwarded-Proto", request.scheme());
        forward(headers, "X-Forwarded-Host", withoutPort(request.host()).toLowerCase(Locale.ROOT));
        forward(headers, "X-Forwarded-Port", Integer.toString(connection.outsidePort()));
        forward(headers, "X-Forwarded-Path", request.rawPath());
        String prefix = match.prefix();
        if (prefix == null || prefix.equals("/") || !match.route().stripPath()) {
            forward(headers, "X-Forwarded-Prefix", null);
        } else {
            forward(headers, "X-Forwarded-Prefix", UpstreamPath.printable(prefix));
        }
        headers.add("X-Real-IP", request.clientAddress());
    }

    /** A trusted peer's word is kept; ours takes the place of anybody else's. */
    private void forward(Headers headers, String name, @Nullable String ours) {
        Optional<String> theirs = request.connection().peerTrusted()
                ? exchange.received().headers().first(name)
                : Optional.empty();
        String value = theirs.orElse(ours);
        if (value != null) {
            headers.add(name, value);
        }
    }

    /** What the client (or a plugin in its name) sends, but for what is managed here and what belongs to its connection alone. */
    private void clients(Headers headers) {
        Set<String> left = new TreeSet<>(MANAGED);
        for (String value : exchange.received().headers().all("Connection")) {
            for (String name : value.split(",", -1)) {
                if (isTheClients(name.strip())) {
                    left.add(name.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        request.headers().forEach((name, value) -> {
            if (!left.contains(name.toLowerCase(Locale.ROOT))) {
                headers.add(name, value);
            }
        });
    }

    /** Whether no plugin has touched it: a client must not take away, by its Connection header, who it was found to be. */
    private boolean isTheClients(String header) {
        return request.headers()
                .all(header)
                .equals(exchange.received().headers().all(header));
    }

    private static boolean hasToken(List<String> values, String token) {
        for (String value : values) {
            for (String part : value.split(",", -1)) {
                if (part.strip().equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
