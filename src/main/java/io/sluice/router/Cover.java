package io.sluice.router;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether one route matches whatever another matches. Says yes only where that is certain: regular expressions are compared by their
 * text, and by the plain text that one must begin with.
 */
final class Cover {

    /** What makes a match depend on the text behind it, or changes what letters mean. */
    private static final List<String> LOOKS_FURTHER = List.of("$", "\\b", "\\B", "\\z", "\\Z", "(?", "\\Q");

    private Cover() {}

    static boolean covers(RouteShape wide, RouteShape narrow) {
        return methods(wide.route().methods(), narrow.route().methods())
                && hosts(wide.hosts(), narrow.hosts())
                && hosts(wide.snis(), narrow.snis())
                && paths(wide, narrow)
                && headers(wide.route().headers(), narrow.route().headers());
    }

    private static boolean methods(Set<String> wide, Set<String> narrow) {
        return wide.isEmpty() || (!narrow.isEmpty() && wide.containsAll(narrow));
    }

    private static boolean hosts(List<HostShape> wide, List<HostShape> narrow) {
        return wide.isEmpty()
                || (!narrow.isEmpty()
                        && narrow.stream().allMatch(n -> wide.stream().anyMatch(w -> w.covers(n))));
    }

    private static boolean paths(RouteShape wide, RouteShape narrow) {
        return !wide.hasPaths()
                || (narrow.hasPaths()
                        && narrow.prefixes().stream().allMatch(prefix -> takesAll(wide, prefix))
                        && narrow.regexes().keySet().stream()
                                .allMatch(regex -> wide.regexes().containsKey(regex)
                                        || takesAll(wide, RouteShape.beginning(regex))));
    }

    /** Whether every path that begins with this text is matched. */
    private static boolean takesAll(RouteShape wide, String text) {
        return wide.prefixes().stream().anyMatch(text::startsWith)
                || wide.regexes().entrySet().stream()
                        .anyMatch(regex -> LOOKS_FURTHER.stream().noneMatch(regex.getKey()::contains)
                                && regex.getValue().found(text));
    }

    private static boolean headers(Map<String, List<String>> wide, Map<String, List<String>> narrow) {
        return wide.entrySet().stream()
                .allMatch(condition -> narrow.entrySet().stream()
                        .anyMatch(own -> own.getKey().equalsIgnoreCase(condition.getKey())
                                && lower(condition.getValue()).containsAll(lower(own.getValue()))));
    }

    private static Set<String> lower(Collection<String> values) {
        return values.stream().map(HeaderRule::asciiLower).collect(Collectors.toSet());
    }
}
