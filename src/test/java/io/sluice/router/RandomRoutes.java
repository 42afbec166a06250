package io.sluice.router;

import io.sluice.api.Headers;
import io.sluice.api.entity.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Routes and requests that meet often: few values, many ways to put them together. The same for a seed, always. */
final class RandomRoutes {

    private static final String[] HOSTS = {
        "a.test",
        "b.test",
        "x.a.test",
        "a.org",
        "*.test",
        "*.a.test",
        "a.*",
        "x.*",
        "a.test:8000",
        "*.test:81",
        "a.*:443",
        "[::1]"
    };
    private static final String[] ASKED_HOSTS = {
        "a.test",
        "A.test",
        "a.test:8000",
        "a.test:",
        "b.test:81",
        "x.a.test",
        ".test",
        "a.",
        "a.org",
        "[::1]",
        "[::1]:81",
        "",
        "none"
    };
    private static final String[] PIECES = {"/", "a", "b", "ab", "/a", "/b", "é", "7", "x", ".", "-"};
    private static final String[] ATOMS = {
        "a",
        "b",
        "/",
        "\\d",
        "\\w+",
        "[ab]",
        "[^/]+",
        "(a|b)",
        "(?<n>a)?",
        ".",
        ".*",
        "(?:ab)",
        "\\.",
        "x?",
        "b*",
        "a+",
        "7{2}",
        "(/\\d+)?",
        "|",
        "$",
        "\\x61",
        "é"
    };
    private static final String[] METHODS = {"GET", "POST", "PUT", "PURGE"};
    private static final String[] NAMES = {"X-A", "x-b", "Version"};
    private static final String[] VALUES = {"1", "2", "Beta", "bé", "~*^v\\d", "~*b", "~*BETA"};
    private static final String[] ASKED_VALUES = {"1", "2", "beta", "v7", "V1", "none", "BÉ", "bé"};
    private static final String[] SNIS = {"a.test", "b.test.", "*.test", "a.*"};
    private static final String[] ADDRESSES = {"10.0.0.1", "10.0.0.0/8", "::1"};

    private final Random random;

    RandomRoutes(long seed) {
        this.random = new Random(seed);
    }

    /** Up to {@code most} of them; a set has some traits more often than others, so that routes crowd in one place. */
    List<Route> routes(int most) {
        int size = 1 + random.nextInt(most);
        int hosts = 1 + random.nextInt(4);
        int paths = 1 + random.nextInt(4);
        int others = 1 + random.nextInt(6);
        List<Route> routes = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            routes.add(route(
                    "r" + i,
                    oneIn(hosts) ? some(HOSTS, 2) : List.of(),
                    oneIn(paths) ? paths() : List.of(),
                    oneIn(others) ? headers() : Map.of(),
                    oneIn(others) ? new LinkedHashSet<>(some(METHODS, 2)) : Set.of(),
                    oneIn(8) ? new LinkedHashSet<>(some(SNIS, 2)) : Set.of()));
        }
        return routes;
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private String one(String[] values) {
        return values[random.nextInt(values.length)];
    }

    private List<String> some(String[] values, int most) {
        List<String> chosen = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            chosen.add(one(values));
        }
        return chosen.stream().distinct().toList();
    }

    private List<String> paths() {
        List<String> paths = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            paths.add(oneIn(3) ? regex() : path());
        }
        return paths.stream().distinct().toList();
    }

    private String regex() {
        while (true) {
            StringBuilder regex = new StringBuilder("~/");
            for (int i = random.nextInt(7); i > 0; i--) {
                regex.append(one(ATOMS));
            }
            // a name may occur but once, and not every row of atoms is an expression
            if (RoutePattern.reasonAgainst(regex.substring(1)).isEmpty()) {
                return regex.toString();
            }
        }
    }

    private String path() {
        StringBuilder path = new StringBuilder("/");
        for (int i = random.nextInt(8); i > 0; i--) {
            path.append(one(PIECES));
        }
        return path.toString();
    }

    private Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (int i = random.nextInt(2); i >= 0; i--) {
            headers.put(one(NAMES), List.of(one(VALUES), one(VALUES)));
        }
        return headers;
    }

    /** One that asks for what routes ask for. */
    RoutingRequest request() {
        Headers headers = new Headers();
        for (int i = random.nextInt(4); i > 0; i--) {
            headers.add(oneIn(2) ? one(NAMES) : one(NAMES).toUpperCase(Locale.ROOT), Vectors.bytes(one(ASKED_VALUES)));
        }
        return new RoutingRequest(
                one(METHODS),
                one(ASKED_HOSTS),
                PathNormalizer.normalize(Vectors.bytes(oneIn(20) ? "latin1:/\u00ff" : path())),
                headers,
                oneIn(2) ? null : oneIn(2) ? "a.test" : "X.TEST",
                oneIn(3) ? "https" : "http",
                oneIn(2) ? 8000 : 81,
                oneIn(2) ? "10.0.0.1" : "::1",
                oneIn(2) ? 1 : 2,
                "10.0.0.1");
    }

    private Route route(
            String name,
            List<String> hosts,
            List<String> paths,
            Map<String, List<String>> headers,
            Set<String> methods,
            Set<String> snis) {
        return new Route(
                new UUID(random.nextLong(), random.nextLong()),
                name,
                null,
                Set.of("http", "https"),
                methods,
                hosts,
                paths,
                headers,
                snis,
                endpoints(),
                endpoints(),
                426,
                random.nextInt(3),
                true,
                oneIn(2) ? "v0" : "v1",
                false,
                true,
                true,
                Set.of(),
                createdAt());
    }

    private List<Route.Endpoint> endpoints() {
        return oneIn(12) ? List.of(new Route.Endpoint(one(ADDRESSES), oneIn(2) ? 1 : null)) : List.of();
    }

    private @Nullable Long createdAt() {
        return oneIn(3) ? null : (long) random.nextInt(5);
    }
}
