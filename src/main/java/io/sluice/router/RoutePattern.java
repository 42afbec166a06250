package io.sluice.router;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of a route, in linear time on RE2/J (decision R3). Look-around and back-references cannot be expressed,
 * in Kong's default router neither. Immutable, safe for concurrent use.
 */
public final class RoutePattern {

    /** The engine reads a long text in quadratic time, and hardly a request line is longer. */
    private static final int LONGEST = 4_096;
    /** The longest part of a pattern that is worth showing in a message, in characters. */
    private static final int LONGEST_SHOWN = 80;

    private final Pattern pattern;
    private final Literals literals;

    private RoutePattern(String pattern, Literals literals) {
        this.pattern = Pattern.compile(pattern);
        this.literals = literals;
    }

    /** Why a pattern cannot be used, in the engine's words; empty if it can. {@code pattern} is without its {@code ~}. */
    public static Optional<String> reasonAgainst(String pattern) {
        if (pattern.length() > LONGEST) {
            return Optional.of("it has " + pattern.length() + " characters, expected at most " + LONGEST);
        }
        try {
            Pattern.compile(dialect(pattern));
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            boolean tells = e.getPattern().length() <= LONGEST_SHOWN;
            return Optional.of(e.getDescription() + (tells ? ": `" + e.getPattern() + "`" : ""));
        }
    }

    /**
     * For a path of the default flavor: the pattern behind a {@code ^}, as Kong writes it for its engine, so that of several
     * alternatives only the first is anchored.
     */
    static RoutePattern ofPath(String pattern) {
        return new RoutePattern("^" + dialect(pattern), Literals.of(pattern));
    }

    /** For a path of the flavor {@code traditional}: all of it anchored at the start, not at the end. */
    static RoutePattern anchored(String pattern) {
        return new RoutePattern("^(?:" + dialect(pattern) + ")", Literals.of(pattern));
    }

    /** For a header value: searched anywhere. */
    static RoutePattern ofHeader(String pattern) {
        return new RoutePattern(dialect(pattern), Literals.NONE);
    }

    boolean found(String text) {
        return pattern.matcher(text).find();
    }

    /** The plain text that every match begins with, so that an index can find the pattern by it; empty if there is none. */
    String start() {
        return literals.start();
    }

    /** A plain text that every match holds somewhere; empty if there is none to be sure of. */
    String needed() {
        return literals.needed();
    }

    /** The part of {@code text} that it matches; empty if it does not. */
    String matched(String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    boolean hasGroups() {
        return pattern.groupCount() > 0;
    }

    /** All groups of a text that it matches, {@code "0"} always among them. */
    Captures captures(String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return Captures.NONE;
        }
        Map<String, String> groups = new LinkedHashMap<>();
        Set<String> unmatched = new HashSet<>();
        for (int i = 0; i <= matcher.groupCount(); i++) {
            put(groups, unmatched, Integer.toString(i), matcher.group(i));
        }
        for (String name : pattern.namedGroups().keySet()) {
            put(groups, unmatched, name, matcher.group(name));
        }
        return new Captures(groups, unmatched);
    }

    private static void put(Map<String, String> groups, Set<String> unmatched, String name, @Nullable String group) {
        if (group == null) {
            unmatched.add(name);
        } else {
            groups.put(name, group);
        }
    }

    /** PCRE writes named groups {@code (?<n>}, RE2 {@code (?P<n>}. */
    private static String dialect(String pattern) {
        return pattern.replaceAll("(?<!\\\\)\\(\\?<(?![=!])", "(?P<");
    }
}
