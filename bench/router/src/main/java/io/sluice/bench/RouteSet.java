package io.sluice.bench;

import io.sluice.api.Headers;
import io.sluice.api.entity.Route;
import io.sluice.router.PathNormalizer;
import io.sluice.router.RoutingRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Routes of one shape, and requests that hit them. The same for the same size, always. */
public enum RouteSet {
    /** Plain hosts and prefixes, as most files have them. */
    PLAIN {
        @Override
        Route route(int i, Random random) {
            List<String> hosts = i % 2 == 0 ? List.of("h" + i % 100 + ".test") : List.of();
            return of(i, hosts, List.of("/api/v1/r" + i), Map.of(), Set.of());
        }

        @Override
        RoutingRequest request(int i) {
            return get("h" + i % 100 + ".test", "/api/v1/r" + i + "/items/7", new Headers());
        }
    },
    /** Half of it plain, a quarter regular expressions, some wildcards, headers and methods. */
    MIXED {
        @Override
        Route route(int i, Random random) {
            List<String> hosts = switch (i % 4) {
                case 0 -> List.of("h" + i % 100 + ".test");
                case 1 -> List.of("*.w" + i % 10 + ".test");
                default -> List.of();
            };
            String path = i % 4 == 2 ? "~/api/v1/r" + i + "/items/\\d+$" : "/api/v1/r" + i;
            Map<String, List<String>> headers = i % 16 == 3 ? Map.of("x-version", List.of("2", "3")) : Map.of();
            return of(i, hosts, List.of(path), headers, random.nextInt(4) == 0 ? Set.of("GET") : Set.of());
        }

        @Override
        RoutingRequest request(int i) {
            String host = i % 4 == 1 ? "a.w" + i % 10 + ".test" : "h" + i % 100 + ".test";
            Headers headers = Headers.of("Host", host, "User-Agent", "bench", "Accept", "*/*", "X-Version", "2");
            return get(host, "/api/v1/r" + i + "/items/7", headers);
        }
    },
    /** One host, prefixes of as many lengths as fit into 2,000 characters. */
    LENGTHS {
        @Override
        Route route(int i, Random random) {
            return of(i, List.of("one.test"), List.of("/" + "a".repeat(i % 2_000) + i), Map.of(), Set.of());
        }

        @Override
        RoutingRequest request(int i) {
            return get("one.test", "/" + "a".repeat(i % 2_000) + i + "/x", new Headers());
        }
    },
    /** One host, regular expressions that begin alike and need different texts. */
    REGEXES {
        @Override
        Route route(int i, Random random) {
            return of(i, List.of("one.test"), List.of("~/[a-z]+/r" + i + "/\\d+$"), Map.of(), Set.of());
        }

        @Override
        RoutingRequest request(int i) {
            return get("one.test", "/items/r" + i + "/17", new Headers());
        }
    },
    /** One host and path; only a header's value tells the routes apart. */
    HEADERS {
        @Override
        Route route(int i, Random random) {
            return of(i, List.of("one.test"), List.of("/"), Map.of("X-Tenant", List.of("t" + i)), Set.of());
        }

        @Override
        RoutingRequest request(int i) {
            return get("one.test", "/x", Headers.of("Host", "one.test", "X-Tenant", "t" + i));
        }
    },
    /** One host and path; only the method tells the routes apart. */
    METHODS {
        @Override
        Route route(int i, Random random) {
            return of(i, List.of("one.test"), List.of("/"), Map.of(), Set.of("M" + Integer.toString(i, 36)));
        }

        @Override
        RoutingRequest request(int i) {
            return new RoutingRequest(
                    "M" + Integer.toString(i, 36), "one.test", "/x", new Headers(), null, "http", 8000);
        }
    };

    abstract Route route(int i, Random random);

    /** One that route {@code i} matches. */
    abstract RoutingRequest request(int i);

    List<Route> routes(int count) {
        Random random = new Random(1);
        List<Route> routes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            routes.add(route(i, random));
        }
        return routes;
    }

    RoutingRequest[] requests(int routes) {
        Random random = new Random(2);
        RoutingRequest[] requests = new RoutingRequest[1024];
        for (int i = 0; i < requests.length; i++) {
            requests[i] = request(random.nextInt(routes));
        }
        return requests;
    }

    private static RoutingRequest get(String host, String path, Headers headers) {
        return new RoutingRequest("GET", host, PathNormalizer.normalize(path), headers, null, "http", 8000);
    }

    private static Route of(
            int i, List<String> hosts, List<String> paths, Map<String, List<String>> headers, Set<String> methods) {
        return new Route(
                new UUID(i * 0x9E3779B97F4A7C15L, i), "r" + i, null, Set.of("http"), methods, hosts, paths, headers, Set.of(),
                List.of(), List.of(), 426, 0, true, "v0", false, true, true, Set.of(), null);
    }
}
