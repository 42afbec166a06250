package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Headers;
import io.sluice.api.entity.Route;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of routes holds for every request: random routes, and requests at random among their values. */
class RouteOrderTest {

    private static final List<String> HOSTS =
            List.of("a.com", "b.a.com", "*.com", "*.a.com", "a.*", "a.com:8000", "*.com:80");
    private static final List<String> PATHS = List.of(
            "/", "/a", "/a/b", "/b", "~/", "~/a", "~/a$", "~/[ab]/\\d+", "~/a/b|/b", "~/.*b", "~/a/?", "~(?i)/A");
    private static final List<String> METHODS = List.of("GET", "POST");
    private static final List<String> VALUES = List.of("1", "2", "~*[12]");
    private static final List<String> REQUEST_HOSTS =
            List.of("a.com", "b.a.com", "x.com", "a.com:80", "a.org", "A.COM:8000", "c", "x.com:80", "a.x.com");
    private static final List<String> REQUEST_PATHS =
            List.of("/", "/a", "/A", "/a/", "/a/b", "/a/1", "/b", "/b/22", "/ab", "/a/b/c", "/c/b");

    private static List<Route> routes(Random random) {
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Set<String> methods = Set.copyOf(some(METHODS, random));
            List<String> values = some(VALUES, random);
            List<String> snis = some(List.of("a.com", "*.com", "b.org."), random);
            routes.add(new Route(
                    new UUID(random.nextLong(), random.nextLong()),
                    "r" + i,
                    null,
                    Set.of("http", "https"),
                    methods,
                    some(HOSTS, random),
                    some(PATHS, random),
                    values.isEmpty() ? Map.of() : Map.of(random.nextBoolean() ? "V" : "v", values),
                    random.nextInt(3) > 0 ? Set.of() : Set.copyOf(snis),
                    List.of(),
                    List.of(),
                    426,
                    random.nextInt(3),
                    true,
                    "v0",
                    false,
                    true,
                    true,
                    Set.of(),
                    null));
        }
        return routes;
    }

    /** Nothing in half of the cases, else one or two. */
    private static List<String> some(List<String> values, Random random) {
        Set<String> some = new LinkedHashSet<>();
        for (int i = random.nextInt(4) - 1; i > 0; i--) {
            some.add(values.get(random.nextInt(values.size())));
        }
        return List.copyOf(some);
    }

    private static RoutingRequest request(Random random) {
        boolean https = random.nextBoolean();
        return new RoutingRequest(
                METHODS.get(random.nextInt(2)),
                REQUEST_HOSTS.get(random.nextInt(REQUEST_HOSTS.size())),
                REQUEST_PATHS.get(random.nextInt(REQUEST_PATHS.size())),
                random.nextInt(4) == 0 ? new Headers() : Headers.of("v", Integer.toString(1 + random.nextInt(3))),
                https ? List.of("a.com", "x.com", "b.org").get(random.nextInt(3)) : null,
                https ? "https" : "http",
                8000);
    }

    /** The router with one route alone says whether it matches. */
    private static boolean matches(Route route, RoutingRequest request) {
        return Router.compile(List.of(route), Calculation.ORIGINAL)
                .match(request)
                .isPresent();
    }

    @ParameterizedTest
    @EnumSource(Calculation.class)
    void whatCoversMatchesWhateverIsCovered(Calculation calculation) {
        Random random = new Random(7);
        int covered = 0;
        for (int round = 0; round < 60; round++) {
            List<Route> routes =
                    routes(random).stream().filter(r -> r.paths().size() < 2).toList();
            RouteOrder order = RouteOrder.of(routes, calculation);
            for (int a = 0; a < order.size(); a++) {
                for (int b = 0; b < order.size(); b++) {
                    if (a != b && order.covers(a, b)) {
                        covered++;
                        for (int i = 0; i < 20; i++) {
                            RoutingRequest request = request(random);
                            assertThat(!matches(order.route(b), request) || matches(order.route(a), request))
                                    .as("%s%n%s%n%s", order.route(a), order.route(b), request)
                                    .isTrue();
                        }
                    }
                }
            }
        }
        assertThat(covered).isGreaterThan(100);
    }

    @ParameterizedTest
    @EnumSource(Calculation.class)
    void allThatCoverOneAreAmongItsNeighbours(Calculation calculation) {
        Random random = new Random(11);
        for (int round = 0; round < 60; round++) {
            RouteOrder order = RouteOrder.of(routes(random), calculation);
            for (int one = 0; one < order.size(); one++) {
                Set<Integer> near = new LinkedHashSet<>();
                order.neighbours(one, rank -> {
                    near.add(rank);
                    return true;
                });
                for (int other = 0; other < order.size(); other++) {
                    if (other != one && order.covers(other, one)) {
                        assertThat(near)
                                .as("%s near %s", order.route(other), order.route(one))
                                .contains(other);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Calculation.class)
    void aDisputedRequestIsOneThatBothMatch(Calculation calculation) {
        Random random = new Random(13);
        int disputed = 0;
        for (int round = 0; round < 60; round++) {
            RouteOrder order = RouteOrder.of(routes(random), calculation);
            for (int a = 0; a < order.size(); a++) {
                for (int b = 0; b < order.size(); b++) {
                    if (a == b || order.route(a).equals(order.route(b))) {
                        continue;
                    }
                    Optional<RoutingRequest> request = order.common(a, b);
                    if (request.isPresent()) {
                        disputed++;
                        assertThat(matches(order.route(a), request.get()))
                                .as("%s %s", order.route(a), request)
                                .isTrue();
                        assertThat(matches(order.route(b), request.get()))
                                .as("%s %s", order.route(b), request)
                                .isTrue();
                    }
                }
            }
        }
        assertThat(disputed).isGreaterThan(200);
    }
}
