package io.sluice.plugins.cors;

import com.google.re2j.Pattern;
import java.util.function.Predicate;

/** One configured origin: a plain one, or a regular expression. */
record OriginRule(Predicate<Origin> test) {

    boolean matches(Origin origin) {
        return test.test(origin);
    }

    static OriginRule of(String entry) {
        if (isPlain(entry)) {
            String text = Origin.of(entry).text();
            return new OriginRule(origin -> origin.text().equals(text));
        }
        // clients choose what is matched, so it runs in linear time; the whole text must match
        Pattern pattern = Pattern.compile(entry);
        boolean wholeOrigin = entry.indexOf(':') >= 0;
        return new OriginRule(origin -> pattern.matches(wholeOrigin ? origin.text() : origin.host()));
    }

    /** Whether it has none but the characters of an origin; a dot is such a one. */
    static boolean isPlain(String entry) {
        return entry.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || ".:/-".indexOf(c) >= 0));
    }
}
