package io.sluice.router;

import io.sluice.api.Headers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One name of a route's {@code headers}: some value of the request's, in lower case, must be one of its values, or be found by one of
 * its {@code ~*} patterns.
 *
 * @param written the values as they stand in the file
 */
record HeaderRule(String name, List<String> written, Set<String> values, List<RoutePattern> patterns) {

    private static final String PATTERN = "~*";

    /** For the default flavor: each value may be a pattern, and is lower-cased like any value. */
    static List<HeaderRule> compatible(Map<String, List<String>> headers) {
        List<HeaderRule> rules = new ArrayList<>();
        headers.forEach((name, written) -> {
            Set<String> values = new HashSet<>();
            List<RoutePattern> patterns = new ArrayList<>();
            for (String value : written) {
                String lower = value.toLowerCase(Locale.ROOT);
                if (lower.startsWith(PATTERN)) {
                    patterns.add(RoutePattern.ofHeader(lower.substring(PATTERN.length())));
                } else {
                    values.add(lower);
                }
            }
            rules.add(new HeaderRule(name, written, values, patterns));
        });
        return rules;
    }

    /** For the flavor {@code traditional}: a value is a pattern only if it is the only one, and keeps its case. */
    static List<HeaderRule> traditional(Map<String, List<String>> headers) {
        List<HeaderRule> rules = new ArrayList<>();
        headers.forEach((name, written) -> {
            if (written.size() == 1 && written.getFirst().startsWith(PATTERN)) {
                String pattern = written.getFirst().substring(PATTERN.length());
                rules.add(new HeaderRule(name, written, Set.of(), List.of(RoutePattern.ofHeader(pattern))));
            } else {
                Set<String> values = new HashSet<>();
                written.forEach(value -> values.add(value.toLowerCase(Locale.ROOT)));
                rules.add(new HeaderRule(name, written, values, List.of()));
            }
        });
        return rules;
    }

    boolean matches(Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.name(i).equalsIgnoreCase(name) && matches(headers.value(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (values.contains(lower)) {
            return true;
        }
        for (RoutePattern pattern : patterns) {
            if (pattern.found(lower)) {
                return true;
            }
        }
        return false;
    }
}
