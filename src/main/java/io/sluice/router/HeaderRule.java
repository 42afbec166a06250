package io.sluice.router;

import io.sluice.api.ByteText;
import io.sluice.api.Headers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
                String lower = asciiLower(value);
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

    /** For the flavor {@code traditional}, on bytes: a value is a pattern only if it is the only one, and keeps its case. */
    static List<HeaderRule> traditional(Map<String, List<String>> headers) {
        List<HeaderRule> rules = new ArrayList<>();
        headers.forEach((name, written) -> {
            if (written.size() == 1 && written.getFirst().startsWith(PATTERN)) {
                String pattern = ByteText.of(written.getFirst().substring(PATTERN.length()));
                rules.add(new HeaderRule(name, written, Set.of(), List.of(RoutePattern.ofHeader(pattern))));
            } else {
                Set<String> values = new HashSet<>();
                written.forEach(value -> values.add(asciiLower(ByteText.of(value))));
                rules.add(new HeaderRule(name, written, values, List.of()));
            }
        });
        return rules;
    }

    boolean matches(Seen request) {
        Headers headers = request.headers();
        for (int i = 0; i < headers.size(); i++) {
            if (headers.name(i).equalsIgnoreCase(name) && takes(request.lower(headers.value(i)))) {
                return true;
            }
        }
        return false;
    }

    private boolean takes(String lower) {
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

    /** What Lua makes of a text: letters of other alphabets keep their case. */
    static String asciiLower(String text) {
        StringBuilder lower = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower = lower == null ? new StringBuilder(text) : lower;
                lower.setCharAt(i, (char) (c - 'A' + 'a'));
            }
        }
        return lower == null ? text : lower.toString();
    }
}
