package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Every answer recorded from Kong's own default router, in both calculations. */
class RecordedAnswersTest {

    @ParameterizedTest
    @EnumSource(Calculation.class)
    void agree(Calculation calculation) {
        JsonNode recorded = Vectors.read("router-recorded-compatible.json");
        int port = recorded.get("listening_port").asInt();
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (JsonNode set : recorded.get("sets")) {
            List<Route> routes = Vectors.routes(set.get("routes"));
            Router router = Router.compile(routes, calculation);
            for (JsonNode check : set.get("checks")) {
                if (mayDiffer(check, calculation)) {
                    continue;
                }
                checked++;
                String expected = expected(check, calculation);
                String got = answer(router, check.get("request"), port);
                if (!expected.equals(got)) {
                    wrong.add(check + " got " + got);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(checked).isGreaterThan(1_800);
    }

    /** The case of a Host (decision R2), and in `original` answers that hang on the part that Kong computes anew each time (R1). */
    private static boolean mayDiffer(JsonNode check, Calculation calculation) {
        return check.has("host_case") || (calculation == Calculation.ORIGINAL && check.has("tie"));
    }

    /** The route, and where its service would be asked. */
    private static String expected(JsonNode check, Calculation calculation) {
        JsonNode strict = check.get("expect_strict");
        JsonNode expect = calculation == Calculation.STRICT && strict != null ? strict : check.get("expect");
        return expect.path("route").asString("none") + " "
                + Vectors.bytes(expect.path("upstream_uri").asString(""));
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
        return match.map(m -> m.route().name() + " " + upstream(m, routing.path()))
                .orElse("none ");
    }

    private static String upstream(RouteMatch match, String path) {
        Service service = match.route().service();
        return service == null ? "" : UpstreamPath.join(match.route(), path, match.prefix(), service.path());
    }
}
