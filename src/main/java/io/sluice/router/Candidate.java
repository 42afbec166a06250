package io.sluice.router;

import io.sluice.api.Headers;
import io.sluice.api.entity.Route;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A route, or one group of its paths, with its conditions compiled: within a condition any value will do, and all conditions must
 * hold.
 *
 * @param hosts empty for no condition, as everywhere here
 * @param prefixes plain paths, all of one length
 * @param regexes paths that are regular expressions, by their text
 */
record Candidate(
        Route route,
        Priority priority,
        Set<String> methods,
        List<HostRule> hosts,
        List<HeaderRule> headers,
        List<HostRule> snis,
        List<String> prefixes,
        Map<String, RoutePattern> regexes) {

    /**
     * The request, taken apart once for all candidates.
     *
     * @param path decoded from UTF-8
     */
    record Seen(
            String method,
            HostRule.HostAndPort host,
            String path,
            Headers headers,
            @Nullable String sni,
            boolean https) {}

    boolean matches(Seen request) {
        return (methods.isEmpty() || methods.contains(request.method))
                && (hosts.isEmpty() || anyHost(request.host))
                && (snis.isEmpty() || anySni(request))
                && anyPrefix(request.path)
                && headersMatch(request.headers)
                && anyRegex(request.path);
    }

    private boolean anyHost(HostRule.HostAndPort host) {
        for (HostRule rule : hosts) {
            if (rule.matches(host)) {
                return true;
            }
        }
        return false;
    }

    /** A server name is a condition on TLS requests alone. */
    private boolean anySni(Seen request) {
        if (!request.https) {
            return true;
        }
        if (request.sni == null) {
            return false;
        }
        HostRule.HostAndPort name = new HostRule.HostAndPort(request.sni.toLowerCase(Locale.ROOT), -1);
        return snis.stream().anyMatch(rule -> rule.matches(name));
    }

    private boolean anyPrefix(String path) {
        if (prefixes.isEmpty()) {
            return true;
        }
        for (String prefix : prefixes) {
            if (path.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private boolean headersMatch(Headers request) {
        for (HeaderRule rule : headers) {
            if (!rule.matches(request)) {
                return false;
            }
        }
        return true;
    }

    private boolean anyRegex(String path) {
        if (regexes.isEmpty()) {
            return true;
        }
        for (RoutePattern regex : regexes.values()) {
            if (regex.found(path)) {
                return true;
            }
        }
        return false;
    }

    /** What to say of a request that {@link #matches} was true for. */
    RouteMatch match(Seen request) {
        for (String prefix : prefixes) {
            if (request.path.startsWith(prefix)) {
                return new RouteMatch(route, prefix, prefix, Map.of());
            }
        }
        for (Map.Entry<String, RoutePattern> regex : regexes.entrySet()) {
            if (regex.getValue().found(request.path)) {
                return new RouteMatch(
                        route,
                        "~" + regex.getKey(),
                        regex.getValue().matched(request.path),
                        regex.getValue().captures(request.path));
            }
        }
        return new RouteMatch(route, null, null, Map.of());
    }
}
