package io.sluice.router;

import io.sluice.api.ByteText;
import io.sluice.api.entity.Route;
import io.sluice.router.RouteMatch.Joining;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Routes into candidates of the flavor {@code traditional}, in order: one per path, each competing on its own. Paths are compared as
 * bytes. Sources and destinations are conditions of stream routes alone.
 */
final class TraditionalCompiler {

    private TraditionalCompiler() {}

    /** The first goes before all others. Equal ones stand as Kong's sort leaves them, which is decided by the order given. */
    static List<Candidate> compile(Collection<Route> routes) {
        List<Candidate> candidates = new ArrayList<>(routes.size());
        for (Route route : routes) {
            if (route.paths().isEmpty()) {
                candidates.add(candidate(route, null));
            }
            route.paths().stream().distinct().forEach(path -> candidates.add(candidate(route, path)));
        }
        LuaSort.sort(candidates, Comparator.comparing(TraditionalCompiler::weight, Weight.AMONG_EQUALS));
        candidates.sort(Comparator.comparing(TraditionalCompiler::weight, Weight.BY_CONDITIONS));
        return candidates;
    }

    private static Weight weight(Candidate candidate) {
        return (Weight) candidate.rank();
    }

    private static Candidate candidate(Route route, @Nullable String path) {
        Joining joining = Joining.of(route);
        return new Candidate(
                route,
                Weight.of(route, path),
                route.methods(),
                HostRule.traditional(route.hosts()),
                HeaderRule.traditional(route.headers()),
                route.snis().stream()
                        .map(CompatibleCompiler::withoutFinalDot)
                        .map(sni -> new HostRule(sni, HostRule.Kind.PLAIN, sni, -1, 0))
                        .toList(),
                path == null ? List.of() : List.of(pathRule(route, path, joining)),
                List.of(),
                List.of(),
                RouteMatch.withoutPath(route, joining));
    }

    private static PathRule pathRule(Route route, String path, Joining joining) {
        return path.startsWith("~")
                ? new PathRule.ByteRegex(path, RoutePattern.anchored(ByteText.of(path.substring(1))), joining)
                : PathRule.Prefix.of(route, ByteText.of(path), path, joining);
    }
}
