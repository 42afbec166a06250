package io.sluice.router;

import io.sluice.api.ByteText;
import io.sluice.api.entity.Route;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Matches requests to routes as Kong's router of the same flavor does. Immutable, safe for concurrent use.
 *
 * <p>A match costs a hash look-up per host form and per distinct length of path, whatever the number of routes, plus the regular
 * expressions whose literal beginning fits.
 */
public final class Router {

    private final Flavor flavor;
    private final List<Candidate> byRank;
    private final RouteIndex index;
    private final LookedAt lookedAt;

    private Router(Flavor flavor, List<Candidate> byRank) {
        this.flavor = flavor;
        this.byRank = byRank;
        this.index = new RouteIndex(byRank);
        this.lookedAt = LookedAt.by(byRank);
    }

    /**
     * Compiles routes; {@link #match} is all that is left to do for a request.
     *
     * @param routes stream routes and routes of disabled services are left out. Their order decides nothing but ties of the flavor
     *     {@code traditional}
     * @throws com.google.re2j.PatternSyntaxException for a pattern that {@link RoutePattern#reasonAgainst} has a reason against
     */
    public static Router compile(Collection<Route> routes, Flavor flavor) {
        return new Router(flavor, candidates(routes, flavor));
    }

    /** For the default flavor. */
    public static Router compile(Collection<Route> routes, Calculation calculation) {
        return compile(routes, new Flavor.Compatible(calculation));
    }

    /** The best first. */
    static List<Candidate> candidates(Collection<Route> routes, Flavor flavor) {
        List<Route> routed = routes.stream().filter(Router::isRouted).toList();
        return switch (flavor) {
            case Flavor.Compatible compatible -> new CompatibleCompiler(compatible.calculation()).compile(routed);
            case Flavor.Traditional _ -> TraditionalCompiler.compile(routed);
        };
    }

    /** Stream routes are not for HTTP, and a disabled service takes its routes with it. */
    private static boolean isRouted(Route route) {
        boolean http = route.protocols().stream().anyMatch(p -> p.startsWith("http") || p.startsWith("grpc"));
        return http && (route.service() == null || route.service().enabled());
    }

    /** Empty if no route matches, or, in the default flavor, there is something {@link #unreadable}. */
    public Optional<RouteMatch> match(RoutingRequest request) {
        Seen seen = seen(request);
        return seen == null ? Optional.empty() : Optional.ofNullable(index.find(seen));
    }

    /**
     * What keeps the default flavor from finding any route: bytes that are not UTF-8 where some route looks, be it another one than
     * would match. Empty if there is nothing of the kind.
     */
    public Optional<String> unreadable(RoutingRequest request) {
        return Optional.ofNullable(flavor instanceof Flavor.Compatible ? lookedAt.notText(request) : null);
    }

    /** Every route that matches, and why the winner of {@link #match} wins. Looks at all routes: for people, not for serving. */
    public Optional<Contest> contest(RoutingRequest request) {
        Seen seen = seen(request);
        if (seen == null) {
            return Optional.empty();
        }
        Map<UUID, Candidate> matching = new LinkedHashMap<>();
        for (Candidate candidate : byRank) {
            if (candidate.matches(seen)) {
                matching.putIfAbsent(candidate.route().id(), candidate);
            }
        }
        return matching.values().stream().findFirst().map(winner -> contest(winner, matching.values(), seen));
    }

    private static Contest contest(Candidate winner, Collection<Candidate> matching, Seen seen) {
        List<Contest.Beaten> beaten = matching.stream()
                .skip(1)
                .map(loser -> new Contest.Beaten(
                        loser.route(),
                        loser.conditions(),
                        winner.rank().advantageOver(loser.rank()),
                        winner.rank().ties(loser.rank())))
                .toList();
        return new Contest(winner.match(seen), winner.conditions(), beaten);
    }

    /**
     * The routes that miss the fewest conditions of a request that matches none, the best first: of those that miss as many, the one
     * that meets more. Looks at all routes.
     *
     * @param most how many are wanted
     */
    public List<NearMiss> nearMisses(RoutingRequest request, int most) {
        Seen seen = seen(request);
        if (seen == null) {
            return List.of();
        }
        Map<UUID, NearMiss> closest = new LinkedHashMap<>();
        for (Candidate candidate : byRank) {
            NearMiss miss = nearMiss(candidate, seen);
            closest.merge(
                    candidate.route().id(),
                    miss,
                    (a, b) -> a.missed().size() <= b.missed().size() ? a : b);
        }
        return closest.values().stream()
                .sorted(Comparator.comparingInt((NearMiss miss) -> miss.missed().size())
                        .thenComparingInt(miss -> -miss.met().size()))
                .limit(most)
                .toList();
    }

    private static NearMiss nearMiss(Candidate candidate, Seen seen) {
        Set<Condition> missed = candidate.missed(seen);
        Set<Condition> met = EnumSet.noneOf(Condition.class);
        met.addAll(candidate.conditions());
        met.removeAll(missed);
        return new NearMiss(
                candidate.route(),
                candidate.paths().stream().map(PathRule::written).toList(),
                met,
                missed);
    }

    public Flavor flavor() {
        return flavor;
    }

    /** How many candidates are tried at the most: routes, counted once per group of paths. */
    public int size() {
        return byRank.size();
    }

    /** Null for a request that the flavor cannot read. */
    private @Nullable Seen seen(RoutingRequest request) {
        return switch (flavor) {
            case Flavor.Compatible _ -> {
                String sni = request.sni();
                yield lookedAt.notText(request) != null
                        ? null
                        : new Seen(
                                request,
                                RequestHost.compatible(request.host(), request.listenerPort()),
                                ByteText.decode(request.path()).orElse(request.path()),
                                sni == null ? null : RequestHost.named(sni.toLowerCase(Locale.ROOT)),
                                true);
            }
            case Flavor.Traditional _ -> {
                String sni = request.sni();
                int port = request.scheme().equals("https") ? 443 : 80;
                yield new Seen(
                        request,
                        RequestHost.traditional(request.host(), port),
                        request.path(),
                        sni == null ? null : RequestHost.named(sni),
                        false);
            }
        };
    }
}
