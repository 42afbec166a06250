package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Headers;
import io.sluice.api.entity.Route;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {

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

        assertThat(match.captures().groups()).isEqualTo(Map.of("0", "/users/17/y", "1", "17", "3", "y", "id", "17"));
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
        assertThat(RoutePattern.reasonAgainst("/" + "x".repeat(4_096))).isPresent();
        assertThat(RoutePattern.reasonAgainst("/(?<name>a+)/\\d+$")).isEmpty();
    }

    @Test
    void aPathThatIsNotUtf8MatchesNothing() {
        Route route = route("r", List.of("/"), List.of(), Set.of(), Map.of());

        assertThat(Router.compile(List.of(route), Calculation.ORIGINAL).match(request("/\u00ff")))
                .isEmpty();
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
