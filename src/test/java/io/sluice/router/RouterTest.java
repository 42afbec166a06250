package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Headers;
import io.sluice.api.entity.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {

    private static final String[] HOSTS = {
        "a.test", "b.test", "x.a.test", "a.org", "*.test", "*.a.test", "a.*", "a.test:8000"
    };
    private static final String[] PATHS = {
        "/", "/a", "/a/", "/ab", "/a/b", "/a/b/c", "/b", "~/a/\\d+", "~/a/[a-z]+$", "~/(?<n>b|c)/", "~/.*x", "/é"
    };
    private static final String[] ASKED_PATHS = {
        "/", "/a", "/a/", "/ab", "/abc", "/a/b/c/d", "/a/17", "/a/xyz", "/b/", "/c/x", "/zzzx", "/\u00c3\u00a9/1", "/b"
    };

    /** The index against a plain scan over the same candidates. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void theIndexAnswersAsAScanDoes(int seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Calculation calculation = Calculation.values()[random.nextInt(2)];
            List<Route> routes = IntStream.range(0, 1 + random.nextInt(30))
                    .mapToObj(i -> randomRoute("r" + i, random))
                    .toList();
            Router router = Router.compile(routes, calculation);
            List<Candidate> byRank = new Compiler(calculation).compile(routes);
            for (int i = 0; i < 50; i++) {
                RoutingRequest request = randomRequest(random);
                assertThat(router.match(request).map(RouteMatch::route)).isEqualTo(scan(byRank, request));
            }
        }
    }

    private static Optional<Route> scan(List<Candidate> byRank, RoutingRequest request) {
        String path = new String(
                request.path().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                java.nio.charset.StandardCharsets.UTF_8);
        Candidate.Seen seen = new Candidate.Seen(
                request.method(),
                HostRule.HostAndPort.of(request.host(), request.listenerPort()),
                path,
                request.headers(),
                request.sni(),
                request.scheme().equals("https"));
        return byRank.stream().filter(c -> c.matches(seen)).findFirst().map(Candidate::route);
    }

    @Test
    void candidatesAreInDescendingOrder() {
        Random random = new Random(42);
        List<Route> routes = IntStream.range(0, 200)
                .mapToObj(i -> randomRoute("r" + i, random))
                .toList();

        List<Candidate> byRank = new Compiler(Calculation.ORIGINAL).compile(routes);

        assertThat(byRank).isSortedAccordingTo(Comparator.comparing(Candidate::priority, Priority.ORDER));
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "'', ''",
        "/a/./b, /a/b",
        "/a/../b, /b",
        "/../../a, /a",
        "/a/b/., /a/b/",
        "/a/b/.., /a/",
        "/a//b///c, /a/b/c",
        "/a/b//, /a/b/",
        "/%61%2f%2F%2e, /a%2F%2F.",
        "/a/%2e%2e/b, /b",
        "/%7e%41, /~A",
        "/a%20b, '/a b'",
        "/%zz, /%zz",
        "/..a/b, /..a/b",
        "/a/..., /a/...",
        "/.., /",
        "/., /",
        "//, /",
        "/a/%2E, /a/",
        "/.a, /.a",
        "/%, /%",
        "/%4, /%4"
    })
    void pathsAreNormalised(String raw, String normal) {
        assertThat(PathNormalizer.normalize(raw)).isEqualTo(normal);
    }

    @Test
    void normalisingTwiceChangesNothingMore() {
        Random random = new Random(7);
        String alphabet = "/.%2eEfFa0bz/..//";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder path = new StringBuilder("/");
            for (int k = random.nextInt(14); k > 0; k--) {
                path.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String once = PathNormalizer.normalize(path.toString());
            assertThat(once)
                    .as(path.toString())
                    .doesNotContain("//")
                    .doesNotContain("/../")
                    .doesNotContain("/./");
        }
    }

    @Test
    void capturesAreNumberedAndNamed() {
        Route route = route("r", List.of("~/users/(?<id>\\d+)/(x)?(y)"), List.of(), Set.of(), Map.of());

        RouteMatch match = Router.compile(List.of(route), Calculation.ORIGINAL)
                .match(request("/users/17/y/more"))
                .orElseThrow();

        assertThat(match.captures()).isEqualTo(Map.of("0", "/users/17/y", "1", "17", "3", "y", "id", "17"));
    }

    @Test
    void aRunawayRegexStaysLinear() {
        Route route = route("r", List.of("~/(a+)+$"), List.of(), Set.of(), Map.of());
        Router router = Router.compile(List.of(route), Calculation.ORIGINAL);

        assertThat(router.match(request("/" + "a".repeat(32_768) + "!"))).isEmpty();
    }

    @Test
    void whatTheEngineCannotExpressHasAReason() {
        assertThat(RoutePattern.reasonAgainst("/a(?=b)")).isPresent();
        assertThat(RoutePattern.reasonAgainst("/(a)\\1")).isPresent();
        assertThat(RoutePattern.reasonAgainst("/a(")).isPresent();
        assertThat(RoutePattern.reasonAgainst("/(?<name>a+)/\\d+$")).isEmpty();
    }

    @Test
    void aPathThatIsNotUtf8MatchesNothing() {
        Route route = route("r", List.of("/"), List.of(), Set.of(), Map.of());

        assertThat(Router.compile(List.of(route), Calculation.ORIGINAL).match(request("/\u00ff")))
                .isEmpty();
    }

    private static Route randomRoute(String name, Random random) {
        List<String> paths = some(PATHS, random, 3);
        List<String> hosts = some(HOSTS, random, 2);
        Set<String> methods = random.nextInt(4) == 0 ? Set.of(random.nextBoolean() ? "GET" : "POST") : Set.of();
        Map<String, List<String>> headers = switch (random.nextInt(8)) {
            case 0 -> Map.of("X-A", List.of("1", "2"));
            case 1 -> Map.of("X-A", List.of("~*^v\\d"), "X-B", List.of("1"));
            default -> Map.of();
        };
        return route(name, paths, hosts, methods, headers);
    }

    private static List<String> some(String[] values, Random random, int most) {
        List<String> chosen = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            chosen.add(values[random.nextInt(values.length)]);
        }
        return chosen.stream().distinct().toList();
    }

    private static RoutingRequest randomRequest(Random random) {
        String[] hosts = {"a.test", "A.TEST", "b.test:8000", "x.a.test", "y.test:81", "a.org", "none", "a.test:8000", ""
        };
        Headers headers = new Headers();
        if (random.nextBoolean()) {
            headers.add("x-a", random.nextBoolean() ? "1" : "V7");
        }
        if (random.nextBoolean()) {
            headers.add("X-b", "1");
        }
        return new RoutingRequest(
                random.nextBoolean() ? "GET" : "POST",
                hosts[random.nextInt(hosts.length)],
                ASKED_PATHS[random.nextInt(ASKED_PATHS.length)],
                headers,
                null,
                "http",
                random.nextBoolean() ? 8000 : 81);
    }

    private static RoutingRequest request(String path) {
        return new RoutingRequest("GET", "a.test", path, new Headers(), null, "http", 8000);
    }

    private static Route route(
            String name,
            List<String> paths,
            List<String> hosts,
            Set<String> methods,
            Map<String, List<String>> headers) {
        return new Route(
                UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                name,
                null,
                Set.of("http"),
                methods,
                hosts,
                paths,
                headers,
                Set.of(),
                List.of(),
                List.of(),
                426,
                0,
                true,
                "v0",
                false,
                true,
                true,
                Set.of(),
                null);
    }
}
