package io.sluice.runtime;

import io.sluice.api.ByteText;
import io.sluice.api.Exchange;
import io.sluice.api.Request;
import io.sluice.api.entity.Route;
import io.sluice.router.Captures;
import io.sluice.router.PathNormalizer;
import io.sluice.router.RouteMatch;
import io.sluice.upstream.UpstreamCall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Real exchanges for tests of plugins, without a gateway around them. */
public final class Exchanges {

    private Exchanges() {}

    /** Before routing. */
    public static Exchange of(Request request) {
        return new LiveExchange(request, PathNormalizer.normalize(request.rawPath()));
    }

    /** After {@code route} won, by its first path if it has one. */
    public static Exchange matched(Request request, Route route, Map<String, String> captures) {
        LiveExchange exchange = new LiveExchange(request, PathNormalizer.normalize(request.rawPath()));
        String path = route.paths().isEmpty() ? null : route.paths().getFirst();
        Map<String, String> bytes = new LinkedHashMap<>();
        captures.forEach((name, value) -> bytes.put(ByteText.of(name), ByteText.of(value)));
        exchange.matched(new RouteMatch(route, path, path, new Captures(bytes, Set.of()), RouteMatch.Joining.V0));
        return exchange;
    }

    /** What would go to the service now. */
    public static UpstreamCall upstream(Exchange exchange) {
        return UpstreamRequest.of((LiveExchange) exchange, true);
    }
}
