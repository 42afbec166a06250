package io.sluice.router;

import io.sluice.api.ByteText;
import io.sluice.api.Headers;
import io.sluice.api.entity.Route;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The order in which the default flavor tries routes, in both calculations: for what looks at the routes themselves and not at
 * requests. A route counts once per group of its paths, as in {@link Router}; the rank of such a group is its place in the order in
 * force, 0 first. Immutable, safe for concurrent use.
 */
public final class RouteOrder {

    private final List<Candidate> byRank;
    private final List<RouteShape> shapes;
    private final int[] otherRank;
    private final Router inForce;
    private final Router otherwise;
    private final Neighbours neighbours;

    private RouteOrder(Collection<Route> routes, Calculation calculation, Calculation other) {
        this.byRank = candidates(routes, calculation);
        this.shapes = byRank.stream()
                .map(candidate -> RouteShape.of(candidate.route(), paths(candidate)))
                .toList();
        this.inForce = Router.compile(routes, calculation);
        this.otherwise = Router.compile(routes, other);
        this.neighbours = new Neighbours(shapes);
        Map<String, Integer> places = new HashMap<>();
        for (Candidate candidate : candidates(routes, other)) {
            places.put(key(candidate), places.size());
        }
        this.otherRank = byRank.stream()
                .mapToInt(candidate -> places.getOrDefault(key(candidate), 0))
                .toArray();
    }

    /** Orders as {@code inForce} computes it, and knows the other calculation's answer besides. */
    public static RouteOrder of(Collection<Route> routes, Calculation inForce) {
        return new RouteOrder(
                routes, inForce, inForce == Calculation.STRICT ? Calculation.ORIGINAL : Calculation.STRICT);
    }

    private static List<Candidate> candidates(Collection<Route> routes, Calculation calculation) {
        return Router.candidates(routes, new Flavor.Compatible(calculation));
    }

    private static List<String> paths(Candidate candidate) {
        return candidate.paths().stream().map(PathRule::written).toList();
    }

    /** The same group in both orders. */
    private static String key(Candidate candidate) {
        return candidate.route().id() + " " + paths(candidate);
    }

    public int size() {
        return byRank.size();
    }

    public Route route(int rank) {
        return byRank.get(rank).route();
    }

    /** Whether nothing but the ids decides which of two comes first. */
    public boolean tied(int a, int b) {
        return byRank.get(a).rank().ties(byRank.get(b).rank());
    }

    /** Whether the other calculation tries these two in the opposite order. */
    public boolean turned(int a, int b) {
        return (a < b) != (otherRank[a] < otherRank[b]);
    }

    /** Whether every request that matches {@code narrow} matches {@code wide} too; false where that is not certain. */
    public boolean covers(int wide, int narrow) {
        return Cover.covers(shapes.get(wide), shapes.get(narrow));
    }

    /**
     * Those that may match a request which {@code rank} matches and whose paths are as long as its own or shorter, until
     * {@code visitor} says false. Among them are all that cover it.
     */
    public void neighbours(int rank, IntPredicate visitor) {
        neighbours.visit(rank, visitor);
    }

    /** A request that both match and that goes to one of them, as one would write it; empty where none is found. */
    public Optional<String> disputed(int a, int b) {
        return common(a, b)
                .filter(request -> isOneOf(inForce.match(request), a, b))
                .map(RouteOrder::written);
    }

    /** The same, where the other calculation sends it to the other one. */
    public Optional<String> disputedBetweenCalculations(int a, int b) {
        return common(a, b)
                .filter(request -> {
                    Optional<RouteMatch> here = inForce.match(request);
                    Optional<RouteMatch> there = otherwise.match(request);
                    return isOneOf(here, a, b)
                            && isOneOf(there, a, b)
                            && !here.map(match -> match.route().id())
                                    .equals(there.map(match -> match.route().id()));
                })
                .map(RouteOrder::written);
    }

    Optional<RoutingRequest> common(int a, int b) {
        return Witness.of(shapes.get(a), shapes.get(b));
    }

    private boolean isOneOf(Optional<RouteMatch> match, int a, int b) {
        return match.map(RouteMatch::route)
                .filter(route -> route.id().equals(route(a).id()) || route.id().equals(route(b).id()))
                .isPresent();
    }

    private static String written(RoutingRequest request) {
        String path = new String(request.path().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        StringBuilder text =
                new StringBuilder(request.method() + " " + request.scheme() + "://" + request.host() + path);
        if (request.sni() != null && !request.sni().equals(request.host())) {
            text.append(" (server name ").append(request.sni()).append(')');
        }
        Headers headers = request.headers();
        for (String name : headers.names()) {
            text.append(" (")
                    .append(name)
                    .append(": ")
                    .append(ByteText.ofHeader(String.join(", ", headers.all(name))))
                    .append(')');
        }
        return text.toString();
    }
}
