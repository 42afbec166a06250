package io.sluice.plugins.cors;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.Plugin;
import io.sluice.api.Preview;
import io.sluice.api.Reply;
import io.sluice.api.ResponseHead;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers preflights before anything asks for credentials, and adds to every other response what lets a browser hand it to its
 * page. It looks at the headers as the client sent them: browsers know nothing of what other plugins made of them.
 *
 * <p>Source: Kong's page on the plugin; the Fetch standard for the headers.
 */
final class Cors implements Plugin {

    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final String ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials";

    /** All methods in the order that Kong sends them by default; its published default is the same, sorted. */
    private static final List<String> ALL_METHODS =
            List.of("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private final CorsConfig config;
    private final Origins origins;
    private final String methods;
    private final String headers;
    private final String exposed;
    private final Exchange.Key<Boolean> preflight = new Exchange.Key<>(Boolean.class);

    Cors(CorsConfig config) {
        this.config = config;
        this.origins = Origins.of(config.origins());
        this.headers = joined(config.headers());
        this.exposed = joined(config.exposedHeaders());
        boolean all = config.methods().equals(ALL_METHODS.stream().sorted().toList());
        this.methods = joined(all ? ALL_METHODS : config.methods());
    }

    private static String joined(@Nullable List<String> names) {
        return names == null ? "" : String.join(",", names);
    }

    @Override
    public void access(Exchange exchange) {
        if (!isPreflight(exchange)) {
            return;
        }
        exchange.put(preflight, true);
        if (!config.preflightContinue()) {
            exchange.reply(preflight(exchange.received().headers()));
        }
    }

    private static boolean isPreflight(Exchange exchange) {
        Headers headers = exchange.received().headers();
        return exchange.received().method().equals("OPTIONS")
                && origin(headers).isPresent()
                && headers.contains("Access-Control-Request-Method");
    }

    /** An empty one is none. */
    private static Optional<String> origin(Headers request) {
        return request.first("Origin").filter(origin -> !origin.isEmpty());
    }

    private Reply preflight(Headers request) {
        Headers response = new Headers();
        allow(request, response);
        String allowed = headers.isEmpty()
                ? request.first("Access-Control-Request-Headers").orElse("")
                : headers;
        if (!allowed.isEmpty()) {
            response.set("Access-Control-Allow-Headers", allowed);
        }
        response.set("Access-Control-Allow-Methods", methods);
        if (config.maxAge() != null) {
            response.set("Access-Control-Max-Age", number(config.maxAge()));
        }
        boolean asksForPrivate = request.first("Access-Control-Request-Private-Network")
                .orElse("")
                .equals("true");
        if (config.privateNetwork() && asksForPrivate) {
            response.set("Access-Control-Allow-Private-Network", "true");
        }
        return new Reply(200, response, new byte[0]);
    }

    /** The answer of a preflight has all it needs; without access before it, any response is like another. */
    @Override
    public void headerFilter(Exchange exchange, ResponseHead head) {
        Headers request = exchange.received().headers();
        if (exchange.get(preflight).isPresent() || !(origin(request).isPresent() || config.allowOriginAbsent())) {
            return;
        }
        allow(request, head.headers());
        if (!exposed.isEmpty()) {
            head.headers().set("Access-Control-Expose-Headers", exposed);
        }
    }

    /** Who may read the response, with or without credentials; a wildcard and credentials do not go together. */
    private void allow(Headers request, Headers response) {
        Optional<String> origin = origin(request);
        Origins.Verdict verdict = origins.judge(origin);
        boolean echoes = config.credentials() && verdict.any() && origin.isPresent();
        Optional<String> allowed = echoes ? origin : verdict.allowed();
        allowed.ifPresentOrElse(value -> response.set(ALLOW_ORIGIN, value), () -> response.remove(ALLOW_ORIGIN));
        if (verdict.varies() || echoes) {
            response.add("Vary", "Origin");
        }
        if (config.credentials() && (!verdict.any() || echoes)) {
            response.set(ALLOW_CREDENTIALS, "true");
        }
    }

    @Override
    public Optional<Preview> preview(Exchange exchange) {
        access(exchange);
        String answered =
                exchange.reply() == null ? "would add its headers to the response" : "would answer the preflight";
        return Optional.of(Preview.of(answered));
    }

    private static String number(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
