package io.sluice.router;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A regular expression of a route, in linear time on RE2/J (decision R3). Look-around and back-references cannot be expressed,
 * in Kong's default router neither.
 */
public final class RoutePattern {

    private final Pattern pattern;

    private RoutePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Why a pattern cannot be used, in the engine's words; empty if it can. {@code pattern} is without its {@code ~}. */
    public static Optional<String> reasonAgainst(String pattern) {
        try {
            Pattern.compile(dialect(pattern));
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(e.getDescription() + ": `" + e.getPattern() + "`");
        }
    }

    /** For a path: anchored at the start, not at the end. */
    static RoutePattern ofPath(String pattern) {
        return new RoutePattern(Pattern.compile("^(?:" + dialect(pattern) + ")"));
    }

    /** For a header value: searched anywhere. */
    static RoutePattern ofHeader(String pattern) {
        return new RoutePattern(Pattern.compile(dialect(pattern)));
    }

    boolean found(String text) {
        return pattern.matcher(text).find();
    }

    /** The part of {@code text} that it matches; empty if it does not. */
    String matched(String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    /** Groups by number and name; nothing if the pattern has none, or for a group that took no part. */
    Map<String, String> captures(String text) {
        Matcher matcher = pattern.matcher(text);
        if (matcher.groupCount() == 0 || !matcher.find()) {
            return Map.of();
        }
        Map<String, String> captures = new LinkedHashMap<>();
        for (int i = 0; i <= matcher.groupCount(); i++) {
            String group = matcher.group(i);
            if (group != null) {
                captures.put(Integer.toString(i), group);
            }
        }
        for (String name : pattern.namedGroups().keySet()) {
            String group = matcher.group(name);
            if (group != null) {
                captures.put(name, group);
            }
        }
        return captures;
    }

    /** PCRE writes named groups {@code (?<n>}, RE2 {@code (?P<n>}. */
    private static String dialect(String pattern) {
        return pattern.replaceAll("(?<!\\\\)\\(\\?<(?![=!])", "(?P<");
    }

    /**
     * The plain text every match begins with, so that an index can find the pattern by it; {@code ""} if there is none to be
     * sure of.
     */
    static String literalStart(String pattern) {
        if (pattern.indexOf('|') >= 0 || pattern.startsWith("(?")) {
            return "";
        }
        int end = 0;
        while (end < pattern.length() && ".*+?^${}()|[]\\".indexOf(pattern.charAt(end)) < 0) {
            end++;
        }
        boolean lastIsOptional = end < pattern.length() && "*?{".indexOf(pattern.charAt(end)) >= 0;
        return pattern.substring(0, lastIsOptional ? Math.max(0, end - 1) : end);
    }
}
