package io.sluice.router;

import io.sluice.api.entity.Route;
import org.jspecify.annotations.Nullable;

/**
 * The route that won. Texts of the request are bytes as ISO-8859-1 characters.
 *
 * @param path the value of the route's {@code paths} that hit, as written, or null if it has none
 * @param prefix the part of the request path that this value matched; null if the route has no {@code paths}
 * @param captures of a regular expression; {@link Captures#NONE} if it has no groups
 * @param joining how the upstream path is made
 */
public record RouteMatch(
        Route route, @Nullable String path, @Nullable String prefix, Captures captures, Joining joining) {

    /** Kong's {@code path_handling}; the default flavor knows {@code v0} alone. */
    public enum Joining {
        V0,
        V1;

        static Joining of(Route route) {
            return route.pathHandling().equals("v1") ? V1 : V0;
        }
    }

    static RouteMatch ofPrefix(Route route, String written, String bytes, Joining joining) {
        return new RouteMatch(route, written, bytes, Captures.NONE, joining);
    }

    /** For a route without paths. */
    static RouteMatch withoutPath(Route route, Joining joining) {
        return new RouteMatch(route, null, null, Captures.NONE, joining);
    }

    /**
     * The path towards the upstream, unescaped.
     *
     * @param requestPath normalised
     * @param servicePath null for none
     */
    public String upstreamPath(String requestPath, @Nullable String servicePath) {
        return UpstreamPath.join(this, requestPath, servicePath);
    }
}
