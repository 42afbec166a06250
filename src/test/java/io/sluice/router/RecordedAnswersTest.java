package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.entity.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Every answer recorded from Kong's own routers, in its flavor and calculation: route, upstream path, captures. */
class RecordedAnswersTest {

    @ParameterizedTest
    @EnumSource(Calculation.class)
    void ofTheDefaultFlavorAgree(Calculation calculation) {
        int checked = check("router-recorded-compatible.json", new Flavor.Compatible(calculation), calculation);

        assertThat(checked).isGreaterThan(1_900);
    }

    @Test
    void ofTheTraditionalFlavorAgree() {
        int checked = check("router-recorded.json", new Flavor.Traditional(), Calculation.ORIGINAL);

        assertThat(checked).isEqualTo(1_825);
    }

    private static int check(String file, Flavor flavor, Calculation calculation) {
        JsonNode recorded = Vectors.read(file);
        int port = recorded.path("listening_port").asInt(80);
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (JsonNode set : recorded.get("sets")) {
            Router router = Router.compile(Vectors.routes(set.get("routes")), flavor);
            for (JsonNode check : set.get("checks")) {
                if (check.has("host_case")) {
                    continue; // decision R2
                }
                checked++;
                String expected = expected(check, calculation);
                String got = answer(router, check.get("request"), port);
                if (!expected.equals(got)) {
                    wrong.add(check + "\n  expected " + expected + "\n  got      " + got);
                }
            }
        }
        assertThat(wrong).isEmpty();
        return checked;
    }

    /** The route, where its service would be asked, and what was captured. */
    private static String expected(JsonNode check, Calculation calculation) {
        JsonNode strict = check.get("expect_strict");
        JsonNode expect = calculation == Calculation.STRICT && strict != null ? strict : check.get("expect");
        Map<String, String> captures = new TreeMap<>();
        expect.path("captures")
                .properties()
                .forEach(c -> captures.put(
                        c.getKey(),
                        c.getValue().isString() ? Vectors.bytes(c.getValue().asString()) : null));
        return expect.path("route").asString("none") + " "
                + Vectors.bytes(expect.path("upstream_uri").asString("")) + " " + captures;
    }

    private static String answer(Router router, JsonNode request, int port) {
        String target = Vectors.bytes(request.get("path").asString());
        int query = target.indexOf('?', 1);
        RoutingRequest routing = new RoutingRequest(
                request.get("method").asString(),
                request.get("host").asString(""),
                PathNormalizer.normalize(query < 0 ? target : target.substring(0, query)),
                Vectors.headers(request.path("headers")),
                request.path("sni").asString(null),
                request.path("scheme").asString("http"),
                port);
        Optional<RouteMatch> match = router.match(routing);
        return match.map(m -> m.route().name() + " " + upstream(m, routing.path()) + " " + captures(m))
                .orElse("none  {}");
    }

    /** The recording has no "0". */
    private static Map<String, String> captures(RouteMatch match) {
        Map<String, String> captures = new TreeMap<>(match.captures().groups());
        match.captures().unmatched().forEach(name -> captures.put(name, null));
        captures.remove("0");
        return captures;
    }

    private static String upstream(RouteMatch match, String path) {
        Service service = match.route().service();
        return service == null ? "" : match.upstreamPath(path, service.path());
    }
}
