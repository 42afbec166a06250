package io.sluice.router;

import io.sluice.api.entity.Route;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A route, or one group of its paths, with its conditions compiled: within a condition any value will do, and all conditions must
 * hold.
 *
 * @param hosts empty for no condition, as everywhere here
 * @param paths plain ones, or regular expressions, never both
 * @param withoutPath what to say of a request that matches, where there are no paths
 */
record Candidate(
        Route route,
        Rank rank,
        Set<String> methods,
        List<HostRule> hosts,
        List<HeaderRule> headers,
        List<HostRule> snis,
        List<PathRule> paths,
        List<EndpointRule> sources,
        List<EndpointRule> destinations,
        RouteMatch withoutPath) {

    boolean matches(Seen request) {
        return methodMatches(request.method())
                && hostMatches(request.host())
                && sniMatches(request)
                && addressesMatch(request.request())
                && headersMatch(request)
                && (paths.isEmpty() || path(request.path()) != null);
    }

    private boolean methodMatches(String method) {
        return methods.isEmpty() || methods.contains(method);
    }

    private boolean hostMatches(RequestHost host) {
        return hosts.isEmpty() || any(hosts, host);
    }

    private static boolean any(List<HostRule> rules, RequestHost host) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).matches(host)) {
                return true;
            }
        }
        return false;
    }

    /** A server name is a condition on TLS requests alone. */
    private boolean sniMatches(Seen request) {
        RequestHost sni = request.sni();
        return snis.isEmpty() || !request.isHttps() || (sni != null && any(snis, sni));
    }

    private boolean addressesMatch(RoutingRequest request) {
        return sourceMatches(request) && destinationMatches(request);
    }

    private boolean sourceMatches(RoutingRequest request) {
        return sources.isEmpty()
                || sources.stream().anyMatch(s -> s.matches(request.clientAddress(), request.clientPort()));
    }

    private boolean destinationMatches(RoutingRequest request) {
        if (destinations.isEmpty()) {
            return true;
        }
        // one field of Kong's: the Host's own port, if it has one, is the destination's
        int port =
                RequestHost.compatible(request.host(), request.listenerPort()).port();
        return destinations.stream().anyMatch(d -> d.matches(request.serverAddress(), port));
    }

    private boolean headersMatch(Seen request) {
        for (int i = 0; i < headers.size(); i++) {
            if (!headers.get(i).matches(request)) {
                return false;
            }
        }
        return true;
    }

    /** Whether whoever has found it by host and beginning of the path has found that it matches. */
    boolean isFoundByIndex() {
        return methods.isEmpty()
                && headers.isEmpty()
                && snis.isEmpty()
                && sources.isEmpty()
                && destinations.isEmpty()
                && hosts.stream().allMatch(host -> host.kind() == HostRule.Kind.PLAIN && host.port() < 0)
                && paths.stream().allMatch(path -> path instanceof PathRule.Prefix);
    }

    /** What {@link #match} says if it is always the same, else null. */
    @Nullable
    RouteMatch onlyMatch() {
        if (paths.isEmpty()) {
            return withoutPath;
        }
        return paths.size() == 1 && paths.getFirst() instanceof PathRule.Prefix prefix ? prefix.match() : null;
    }

    /** The first of the paths that hits, or null. */
    private @Nullable PathRule path(String text) {
        for (int i = 0; i < paths.size(); i++) {
            if (paths.get(i).matches(text)) {
                return paths.get(i);
            }
        }
        return null;
    }

    /** What to say of a request that {@link #matches} was true for. */
    RouteMatch match(Seen request) {
        if (paths.isEmpty()) {
            return withoutPath;
        }
        // one of them hits, so the last needs no look
        for (int i = 0; i < paths.size() - 1; i++) {
            if (paths.get(i).matches(request.path())) {
                return paths.get(i).match(route, request.path());
            }
        }
        return paths.getLast().match(route, request.path());
    }

    /** The conditions it has. */
    Set<Condition> conditions() {
        Set<Condition> has = EnumSet.noneOf(Condition.class);
        add(has, Condition.HOSTS, hosts.isEmpty());
        add(has, Condition.HEADERS, headers.isEmpty());
        add(has, Condition.PATHS, paths.isEmpty());
        add(has, Condition.METHODS, methods.isEmpty());
        add(has, Condition.SNIS, snis.isEmpty());
        add(has, Condition.SOURCES, sources.isEmpty());
        add(has, Condition.DESTINATIONS, destinations.isEmpty());
        return has;
    }

    private static void add(Set<Condition> conditions, Condition condition, boolean absent) {
        if (!absent) {
            conditions.add(condition);
        }
    }

    /** The conditions that a request does not meet; empty if it matches. */
    Set<Condition> missed(Seen request) {
        Set<Condition> missed = EnumSet.noneOf(Condition.class);
        add(missed, Condition.HOSTS, hostMatches(request.host()));
        add(missed, Condition.HEADERS, headersMatch(request));
        add(missed, Condition.PATHS, paths.isEmpty() || path(request.path()) != null);
        add(missed, Condition.METHODS, methodMatches(request.method()));
        add(missed, Condition.SNIS, sniMatches(request));
        add(missed, Condition.SOURCES, sourceMatches(request.request()));
        add(missed, Condition.DESTINATIONS, destinationMatches(request.request()));
        return missed;
    }
}
