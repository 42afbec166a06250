package io.sluice.router;

import io.sluice.api.entity.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a route, or one group of its paths, asks for in the default flavor, to be compared with what others ask for.
 *
 * @param hosts empty for no condition, as everywhere here
 * @param prefixes plain paths
 * @param regexes paths that are regular expressions, by their text without the {@code ~}
 */
record RouteShape(
        Route route,
        List<HostShape> hosts,
        List<HostShape> snis,
        List<String> prefixes,
        Map<String, RoutePattern> regexes) {

    /** {@code paths} as the file writes them: those of one group. */
    static RouteShape of(Route route, List<String> paths) {
        List<String> prefixes = new ArrayList<>();
        Map<String, RoutePattern> regexes = new LinkedHashMap<>();
        for (String path : paths) {
            if (path.startsWith("~")) {
                regexes.put(path.substring(1), RoutePattern.ofPath(path.substring(1)));
            } else {
                prefixes.add(path);
            }
        }
        return new RouteShape(
                route,
                HostShape.all(route.hosts()),
                HostShape.all(
                        route.snis().stream().map(RouteShape::withoutFinalDot).toList()),
                List.copyOf(prefixes),
                regexes);
    }

    private static String withoutFinalDot(String sni) {
        return sni.endsWith(".") ? sni.substring(0, sni.length() - 1) : sni;
    }

    boolean hasPaths() {
        return !prefixes.isEmpty() || !regexes.isEmpty();
    }

    /** The texts that its paths begin with; {@code ""} where it has none. */
    Set<String> beginnings() {
        Set<String> beginnings = new LinkedHashSet<>(prefixes);
        regexes.keySet().forEach(regex -> beginnings.add(beginning(regex)));
        if (beginnings.isEmpty()) {
            beginnings.add("");
        }
        return beginnings;
    }

    /** The plain text that whatever a pattern matches begins with; {@code ""} if there is none to be sure of. */
    static String beginning(String regex) {
        if (regex.indexOf('|') >= 0 || regex.startsWith("(?")) {
            return "";
        }
        int end = 0;
        while (end < regex.length() && ".*+?^${}()|[]\\".indexOf(regex.charAt(end)) < 0) {
            end++;
        }
        boolean lastMayRepeat = end < regex.length() && "*?{".indexOf(regex.charAt(end)) >= 0;
        return regex.substring(0, lastMayRepeat ? Math.max(0, end - 1) : end);
    }

    boolean takesPath(String path) {
        return !hasPaths()
                || prefixes.stream().anyMatch(path::startsWith)
                || regexes.values().stream().anyMatch(regex -> regex.found(path));
    }
}
