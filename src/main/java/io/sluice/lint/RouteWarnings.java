package io.sluice.lint;

import io.sluice.api.entity.Route;
import io.sluice.router.Calculation;
import io.sluice.router.RouteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Routes that never match, and those whose order is an accident (router.md 6). The cost grows with the number of routes and not
 * with its square: of very many routes with the same host and path only some pairs are looked at.
 */
final class RouteWarnings {

    /** So many of those near one are looked at. */
    private static final int MOST_NEAR = 300;
    /** Of these, for so many a request that both match is looked for. */
    private static final int MOST_PAIRS = 20;

    private final RouteOrder order;
    private final Calculation inForce;
    private final Warnings warnings;
    private final Map<UUID, Integer> turn = new HashMap<>();
    /** Codes by route. */
    private final Map<UUID, Set<String>> said = new HashMap<>();

    RouteWarnings(List<Route> routes, Calculation inForce, Warnings warnings) {
        this.inForce = inForce;
        this.warnings = warnings;
        List<Route> compared = new ArrayList<>();
        for (Route route : routes) {
            turn.put(route.id(), turn.size());
            // what an expression matches is not in the record
            if (!warnings.node(warnings.pointer(route.id())).has("expression")) {
                compared.add(route);
            }
        }
        this.order = RouteOrder.of(compared, inForce);
    }

    void warn() {
        Map<UUID, List<Integer>> ranks = new LinkedHashMap<>();
        for (int rank = 0; rank < order.size(); rank++) {
            ranks.computeIfAbsent(order.route(rank).id(), _ -> new ArrayList<>(1))
                    .add(rank);
        }
        Set<UUID> never = new HashSet<>();
        ranks.forEach((id, all) -> {
            List<Integer> covering = all.stream().map(this::covering).toList();
            if (!covering.contains(-1)) {
                never.add(id);
                neverMatches(order.route(all.getFirst()), order.route(covering.getFirst()));
            }
        });
        for (int rank = 0; rank < order.size(); rank++) {
            if (!never.contains(order.route(rank).id())) {
                pairs(rank, never);
            }
        }
    }

    /** The first that is tried before this one and matches whatever it does; -1 if there is none. */
    private int covering(int rank) {
        int[] left = {MOST_NEAR};
        int[] found = {-1};
        order.neighbours(rank, other -> {
            boolean better = other < rank && (found[0] < 0 || other < found[0]);
            if (better && !isSame(other, rank) && order.covers(other, rank)) {
                found[0] = other;
            }
            return --left[0] > 0;
        });
        return found[0];
    }

    private boolean isSame(int one, int other) {
        return order.route(one).id().equals(order.route(other).id());
    }

    private void neverMatches(Route route, Route other) {
        warnings.add(
                "route-never-matches",
                warnings.pointer(route.id()),
                route.label(),
                "it can never match: route " + named(other) + " matches whatever it matches, and is tried first",
                "remove one of the two, or ask for something that only this one has");
    }

    private void pairs(int rank, Set<UUID> never) {
        int[] left = {MOST_NEAR, MOST_PAIRS};
        order.neighbours(rank, other -> {
            boolean open = order.tied(rank, other) || order.turned(rank, other);
            if (open
                    && !isSame(rank, other)
                    && !never.contains(order.route(other).id())) {
                pair(Math.min(rank, other), Math.max(rank, other));
                left[1]--;
            }
            return --left[0] > 0 && left[1] > 0;
        });
    }

    /** Says of the one that stands later in the file what is between the two, once per route and kind. */
    private void pair(int first, int second) {
        boolean firstIsLater = turn(first) > turn(second);
        Route route = order.route(firstIsLater ? first : second);
        Route other = order.route(firstIsLater ? second : first);
        Set<String> codes = said.computeIfAbsent(route.id(), _ -> new HashSet<>());
        if (order.tied(first, second) && !codes.contains("route-tie")) {
            order.disputed(first, second).ifPresent(request -> {
                codes.add("route-tie");
                tie(route, other, order.route(first), request);
            });
        } else if (order.turned(first, second) && !codes.contains("route-order-differs")) {
            order.disputedBetweenCalculations(first, second).ifPresent(request -> {
                codes.add("route-order-differs");
                differs(route, other, order.route(first), order.route(second), request);
            });
        }
    }

    private int turn(int rank) {
        return turn.getOrDefault(order.route(rank).id(), 0);
    }

    private void tie(Route route, Route other, Route winner, String request) {
        warnings.add(
                "route-tie",
                warnings.pointer(route.id()),
                route.label(),
                "nothing but their ids decides between it and route " + named(other) + ": both match " + request
                        + ", which goes to '" + winner.label() + "'",
                "let one ask for more than the other, or give regular expressions a regex_priority");
    }

    private void differs(Route route, Route other, Route first, Route second, String request) {
        boolean strict = inForce == Calculation.STRICT;
        warnings.add(
                "route-order-differs",
                warnings.pointer(route.id()),
                route.label(),
                "route_match_calculation decides between it and route " + named(other) + ": " + request + " goes to '"
                        + (strict ? second : first).label() + "' with original, to '"
                        + (strict ? first : second).label() + "' with strict",
                "write the conditions so that only one of them matches");
    }

    private String named(Route route) {
        return Optional.ofNullable(route.name()).map(name -> "'" + name + "' ").orElse("") + "("
                + warnings.place(route.id()) + ")";
    }
}
