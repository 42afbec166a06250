package io.sluice.router;

import io.sluice.api.Headers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One name of a route's {@code headers}: some value of the request's must be one of its values, or be found by one of its
 * {@code ~*} patterns. Without case, patterns included (Kong lower-cases them like any value).
 */
record HeaderRule(String name, Set<String> values, List<RoutePattern> patterns) {

    static List<HeaderRule> all(Map<String, List<String>> headers) {
        List<HeaderRule> rules = new ArrayList<>();
        headers.forEach((name, values) -> {
            Set<String> plain = new HashSet<>();
            List<RoutePattern> patterns = new ArrayList<>();
            for (String value : values) {
                String lower = value.toLowerCase(Locale.ROOT);
                if (lower.startsWith("~*")) {
                    patterns.add(RoutePattern.ofHeader(lower.substring(2)));
                } else {
                    plain.add(lower);
                }
            }
            rules.add(new HeaderRule(name, plain, patterns));
        });
        return rules;
    }

    boolean matches(Headers headers) {
        for (String value : headers.all(name)) {
            String lower = value.toLowerCase(Locale.ROOT);
            if (values.contains(lower)) {
                return true;
            }
            for (RoutePattern pattern : patterns) {
                if (pattern.found(lower)) {
                    return true;
                }
            }
        }
        return false;
    }
}
