package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.api.entity.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Kong's router cases by name, as far as HTTP goes, in each flavor and calculation that they are made for. */
class RouterCasesTest {

    /** Both routes have a negative part in the original calculation: decision R1 lets `strict` order them. */
    private static final Set<String> DECIDED_BY_STRICT = Set.of("all categories at once");

    /** What Kong's own index of the flavor `traditional` does by accident (decision R2b): by position in the file. */
    private static final Set<Integer> ACCIDENTS_OF_KONGS_INDEX = Set.of(4, 23, 538, 609, 611);

    private static final List<Flavor> FLAVORS = List.of(
            new Flavor.Traditional(),
            new Flavor.Compatible(Calculation.ORIGINAL),
            new Flavor.Compatible(Calculation.STRICT));

    @TestFactory
    List<DynamicTest> cases() {
        List<DynamicTest> tests = new ArrayList<>();
        int position = 0;
        for (JsonNode c : Vectors.read("router-cases.json")) {
            int at = ++position;
            FLAVORS.stream()
                    .filter(flavor -> isFor(flavor, c, at))
                    .forEach(flavor -> tests.add(
                            dynamicTest(at + " " + c.get("name").asString() + " " + flavor, () -> check(c, flavor))));
        }
        assertThat(tests.size()).isGreaterThan(1_470);
        return tests;
    }

    private static boolean isFor(Flavor flavor, JsonNode c, int position) {
        boolean listed = Vectors.strings(c.get("flavors")).contains(flavor.label());
        boolean http = !c.path("subsystem").asString("http").equals("stream");
        boolean matching = c.get("expect").has("route");
        return listed
                && http
                && matching
                && switch (flavor) {
                    case Flavor.Traditional _ -> !ACCIDENTS_OF_KONGS_INDEX.contains(position);
                    case Flavor.Compatible compatible ->
                        !isHostCase(c)
                                && !(compatible.calculation() == Calculation.ORIGINAL
                                        && DECIDED_BY_STRICT.contains(
                                                c.get("name").asString()));
                };
    }

    /** Hosts are compared without case in the default flavor (decision R2). */
    private static boolean isHostCase(JsonNode c) {
        return c.get("request").path("host").asString("").chars().anyMatch(Character::isUpperCase)
                && c.get("expect").get("route").isNull();
    }

    private static JsonNode expected(JsonNode c, Flavor flavor) {
        boolean strict = flavor.equals(new Flavor.Compatible(Calculation.STRICT));
        Stream<String> names = flavor instanceof Flavor.Traditional
                ? Stream.of("expect")
                : strict
                        ? Stream.of("expect_traditional_compatible_strict", "expect_traditional_compatible", "expect")
                        : Stream.of("expect_traditional_compatible", "expect");
        return c.get(names.filter(c::has).findFirst().orElseThrow());
    }

    private static void check(JsonNode c, Flavor flavor) {
        JsonNode expect = expected(c, flavor);
        JsonNode request = c.get("request");
        Optional<RouteMatch> match =
                Router.compile(Vectors.routes(c.get("routes")), flavor).match(routing(request, isNormal(c)));

        assertThat(match.map(m -> m.route().name()).orElse(null))
                .isEqualTo(expect.get("route").asString(null));
        if (match.isPresent() && !isNormal(c)) {
            checkUpstream(match.get(), request, expect);
        }
        if (match.isPresent() && expect.has("captures")) {
            checkCaptures(match.get().captures(), expect.get("captures"), flavor);
        }
    }

    /** The cases were made with the flavor `traditional`: the other has the part that matched as "0", and no nulls. */
    private static void checkCaptures(Captures captures, JsonNode expect, Flavor flavor) {
        Map<String, String> expected = new TreeMap<>();
        expect.properties()
                .forEach(e -> expected.put(
                        e.getKey(),
                        e.getValue().isString() ? Vectors.bytes(e.getValue().asString()) : null));
        Map<String, String> got = new TreeMap<>(captures.groups());
        captures.unmatched().forEach(name -> got.put(name, null));
        if (flavor instanceof Flavor.Compatible) {
            expected.values().removeIf(Objects::isNull);
            expected.remove("0");
            got.remove("0");
        }
        assertThat(got).isEqualTo(expected);
    }

    private static boolean isNormal(JsonNode c) {
        return c.get("request").path("path_is").asString("").startsWith("already")
                || c.path("path_is").asString("").startsWith("already");
    }

    private static void checkUpstream(RouteMatch match, JsonNode request, JsonNode expect) {
        if (expect.path("matched_prefix").isString()) {
            assertThat(match.prefix())
                    .isEqualTo(Vectors.bytes(expect.get("matched_prefix").asString()));
        }
        if (expect.path("upstream_uri").isString()) {
            Service service = match.route().service();
            String path = routing(request, false).path();
            assertThat(match.upstreamPath(path, service == null ? null : service.path()))
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
                request.path("dst_port").asInt(80),
                request.path("src_ip").asString(null),
                request.path("src_port").asInt(0),
                request.path("dst_ip").asString(null));
    }
}
