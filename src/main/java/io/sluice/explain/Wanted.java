package io.sluice.explain;

import io.sluice.api.ByteText;
import io.sluice.api.entity.Route;
import io.sluice.router.Condition;
import io.sluice.router.NearMiss;
import io.sluice.router.RoutingRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One condition that a request does not meet.
 *
 * @param wants what the route asks for
 * @param got what the request has
 */
record Wanted(Condition condition, String wants, String got) {

    static List<Wanted> of(NearMiss miss, RoutingRequest request) {
        return miss.missed().stream()
                .map(condition -> new Wanted(condition, wants(condition, miss), got(condition, miss.route(), request)))
                .toList();
    }

    private static String wants(Condition condition, NearMiss miss) {
        Route route = miss.route();
        return switch (condition) {
            case HOSTS -> either(route.hosts());
            case HEADERS -> headers(route);
            case PATHS -> either(miss.paths());
            case METHODS -> either(route.methods());
            case SNIS -> either(route.snis());
            case SOURCES -> endpoints(route.sources());
            case DESTINATIONS -> endpoints(route.destinations());
        };
    }

    private static String either(Iterable<String> values) {
        return String.join(" or ", values);
    }

    private static String headers(Route route) {
        return route.headers().entrySet().stream()
                .map(header -> header.getKey() + ": " + either(header.getValue()))
                .collect(Collectors.joining(" and "));
    }

    private static String endpoints(List<Route.Endpoint> endpoints) {
        return endpoints.stream()
                .map(e -> (e.ip() == null ? "*" : e.ip()) + (e.port() == null ? "" : ":" + e.port()))
                .collect(Collectors.joining(" or "));
    }

    private static String got(Condition condition, Route route, RoutingRequest request) {
        return switch (condition) {
            case HOSTS -> request.host().isEmpty() ? "no Host" : request.host();
            case HEADERS -> gotHeaders(route.headers(), request);
            case PATHS -> ByteText.ofHeader(request.path());
            case METHODS -> request.method();
            case SNIS -> request.sni() == null ? "no server name" : request.sni();
            case SOURCES -> request.clientAddress() + ":" + request.clientPort();
            case DESTINATIONS -> request.serverAddress() + ":" + request.listenerPort();
        };
    }

    private static String gotHeaders(Map<String, List<String>> wanted, RoutingRequest request) {
        return wanted.keySet().stream()
                .map(name -> {
                    List<String> values = request.headers().all(name).stream()
                            .map(ByteText::ofHeader)
                            .toList();
                    return values.isEmpty() ? "no " + name : name + ": " + String.join(", ", values);
                })
                .collect(Collectors.joining(" and "));
    }
}
