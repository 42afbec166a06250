package io.sluice.router;

import io.sluice.api.entity.Route;
import java.util.List;
import java.util.Set;

/**
 * The routes that a request meets all conditions of, and why one of them wins.
 *
 * @param conditions the categories of the winner
 * @param beaten the others, in order of precedence
 */
public record Contest(RouteMatch winner, Set<Condition> conditions, List<Beaten> beaten) {

    /**
     * A route that matches and does not win.
     *
     * @param because why the winner goes before it
     * @param tied whether only an id, or the order of the file, says so
     */
    public record Beaten(Route route, Set<Condition> conditions, String because, boolean tied) {}
}
