package io.sluice.router;

import io.sluice.api.entity.NameBasedId;
import io.sluice.api.entity.Route;
import io.sluice.router.RouteMatch.Joining;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Routes into candidates of the default flavor, in order. A route whose paths differ in length, or mix plain ones with regular
 * expressions, becomes one candidate per kind, each with a priority and an id of its own (router.md 6).
 */
final class CompatibleCompiler {

    /** The namespace of the ids of split routes. */
    private static final UUID SPLIT_NAMESPACE = UUID.fromString("7f145bf9-0dce-4f91-98eb-debbce4b9f6b");

    private final Calculation calculation;

    CompatibleCompiler(Calculation calculation) {
        this.calculation = calculation;
    }

    /** Highest priority first. */
    List<Candidate> compile(Collection<Route> routes) {
        List<Candidate> candidates = new ArrayList<>(routes.size());
        routes.forEach(route -> split(route, candidates));
        candidates.sort(Comparator.comparing(c -> (Priority) c.rank(), Priority.ORDER));
        return candidates;
    }

    private void split(Route route, List<Candidate> candidates) {
        Map<Integer, List<String>> groups = new LinkedHashMap<>();
        for (String path : route.paths()) {
            int kind = path.startsWith("~") ? -1 : path.getBytes(StandardCharsets.UTF_8).length;
            groups.computeIfAbsent(kind, _ -> new ArrayList<>()).add(path);
        }
        if (groups.isEmpty()) {
            candidates.add(candidate(route, route.id(), List.of(), 0));
            return;
        }
        int n = 0;
        for (Map.Entry<Integer, List<String>> group : groups.entrySet()) {
            n++;
            UUID id = groups.size() == 1 ? route.id() : NameBasedId.of(SPLIT_NAMESPACE, route.id() + "#" + n);
            candidates.add(candidate(route, id, group.getValue(), Math.max(0, group.getKey())));
        }
    }

    private Candidate candidate(Route route, UUID id, List<String> paths, int pathLength) {
        boolean regex = !paths.isEmpty() && paths.getFirst().startsWith("~");
        Priority.Weights weights = new Priority.Weights(
                categories(route),
                !route.hosts().isEmpty() && route.hosts().stream().noneMatch(h -> h.contains("*")),
                Math.min(255, route.headers().size()),
                regex,
                regex ? route.regexPriority() : 0,
                pathLength);
        return new Candidate(
                route,
                Priority.of(weights, calculation, id),
                route.methods(),
                HostRule.compatible(route.hosts()),
                HeaderRule.compatible(route.headers()),
                HostRule.compatible(route.snis().stream()
                        .map(CompatibleCompiler::withoutFinalDot)
                        .toList()),
                paths.stream().map(path -> pathRule(route, path)).toList(),
                EndpointRule.all(route.sources()),
                EndpointRule.all(route.destinations()),
                RouteMatch.withoutPath(route, Joining.V0));
    }

    private static PathRule pathRule(Route route, String path) {
        return path.startsWith("~")
                ? new PathRule.Regex(path, RoutePattern.ofPath(path.substring(1)))
                : PathRule.Prefix.of(route, path, path, Joining.V0);
    }

    private static int categories(Route route) {
        return one(route.methods())
                + one(route.hosts())
                + one(route.headers().keySet())
                + one(route.snis())
                + one(route.paths())
                + one(route.sources())
                + one(route.destinations());
    }

    private static int one(Collection<?> category) {
        return category.isEmpty() ? 0 : 1;
    }

    /** Names are compared without case, and a final dot does not count. */
    static String withoutFinalDot(String sni) {
        return sni.endsWith(".") ? sni.substring(0, sni.length() - 1) : sni;
    }
}
