package io.sluice.plugins.requesttransformer;

import io.sluice.api.Exchange;
import io.sluice.api.HostLimits;
import io.sluice.api.Plugin;
import io.sluice.api.Preview;
import io.sluice.api.QueryArgs;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Changes a request on its way: path, method, headers, body, query, in this order.
 *
 * <p>Source: Kong's page on the plugin, with the decisions of {@code docs/decisions.md}.
 */
final class RequestTransformer implements Plugin {

    /** What Kong can send. */
    private static final Set<String> METHODS = Set.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "OPTIONS",
            "TRACE",
            "MKCOL",
            "COPY",
            "MOVE",
            "PROPFIND",
            "PROPPATCH",
            "LOCK",
            "UNLOCK");

    /** Methods whose requests say everything in the query. */
    private static final Set<String> BODYLESS = Set.of("GET", "HEAD", "TRACE");

    private final Transformation transformation;
    private final HostLimits limits;

    RequestTransformer(Transformation transformation, HostLimits limits) {
        this.transformation = transformation;
        this.limits = limits;
    }

    @Override
    public void access(Exchange exchange) throws RenderFailed, RequestBody.Broken {
        Names names = new Names(exchange, limits.uriArgs());
        if (transformation.path() != null) {
            exchange.change().upstreamPath(transformation.path().render(names));
        }
        if (transformation.method() != null) {
            method(exchange, transformation.method());
        }
        if (!transformation.headers().isEmpty()) {
            boolean proxied = exchange.service().isPresent();
            transformation.headers().apply(Rules.ORDER, new HeaderFields(exchange.change(), proxied), names);
        }
        if (!transformation.body().isEmpty()) {
            body(exchange, names);
        }
        if (!transformation.query().isEmpty()) {
            ArgumentFields query = new ArgumentFields(query(exchange));
            transformation.query().apply(Rules.ORDER, query, names);
            write(exchange, query.args());
        }
    }

    private void method(Exchange exchange, String method) throws RequestBody.Broken {
        if (!METHODS.contains(method)) {
            throw new IllegalStateException("invalid method: " + method);
        }
        exchange.change().method(method);
        if (BODYLESS.contains(method) && Body.of(exchange.request().headers()).equals(Optional.of(Body.FORM))) {
            formIntoQuery(exchange);
        }
    }

    /** The form stays where it is, too. */
    private void formIntoQuery(Exchange exchange) throws RequestBody.Broken {
        List<QueryArgs.Arg> fields = read(exchange)
                .map(body -> Body.form(body, limits.postArgs()).all())
                .orElse(List.of());
        if (!fields.isEmpty()) {
            List<QueryArgs.Arg> args = new ArrayList<>(query(exchange).all());
            args.addAll(fields);
            write(exchange, args);
        }
    }

    private void body(Exchange exchange, Names names) throws RenderFailed, RequestBody.Broken {
        Request request = exchange.request();
        Optional<Body> kind = Body.of(request.headers());
        Optional<byte[]> body = kind.isPresent() ? read(exchange) : Optional.empty();
        if (kind.isPresent() && body.isPresent()) {
            String type = request.headers().first("Content-Type").orElse("");
            kind.get().changed(body.get(), type, transformation.body(), names).ifPresent(exchange.change()::body);
        }
    }

    /** Empty if the body is too large to look into. */
    private Optional<byte[]> read(Exchange exchange) throws RequestBody.Broken {
        try {
            return Optional.of(exchange.request().body().bytes(limits.pluginBodyBytes()));
        } catch (RequestBody.TooLarge _) {
            return Optional.empty();
        }
    }

    private QueryArgs query(Exchange exchange) {
        return QueryArgs.parse(exchange.request().rawQuery(), limits.uriArgs());
    }

    private static void write(Exchange exchange, List<QueryArgs.Arg> args) {
        exchange.change().query(args.isEmpty() ? null : QueryArgs.encodeSorted(args));
    }

    /** Changing a request has no effect outside of it. */
    @Override
    public Optional<Preview> preview(Exchange exchange) throws RenderFailed, RequestBody.Broken {
        access(exchange);
        return Optional.of(new Preview("would change the request", Map.of("changes", parts())));
    }

    private List<String> parts() {
        List<String> parts = new ArrayList<>();
        add(parts, "path", transformation.path() != null);
        add(parts, "method", transformation.method() != null);
        add(parts, "headers", !transformation.headers().isEmpty());
        add(parts, "body", !transformation.body().isEmpty());
        add(parts, "query", !transformation.query().isEmpty());
        return parts;
    }

    private static void add(List<String> parts, String part, boolean changes) {
        if (changes) {
            parts.add(part);
        }
    }
}
