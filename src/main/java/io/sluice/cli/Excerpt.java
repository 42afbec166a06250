package io.sluice.cli;

import io.sluice.problem.Problem;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A line of the user's text with the offending value marked. Shown only where the value itself may be, up to its end, and only if
 * nothing before it on the line is named like a secret.
 *
 * @param marks blanks, and a caret under each character of the value
 */
record Excerpt(String line, String marks) {

    private static final Pattern PERHAPS_SECRET =
            Pattern.compile("(?i)pass|secret|token|credential|private|key|cert|pem|jwk|auth|user");
    private static final int WIDEST = 100;

    static Optional<Excerpt> of(Problem problem, Sources sources) {
        String value = problem.value();
        if (value == null || value.isBlank() || value.contains("\n")) {
            return Optional.empty();
        }
        return sources.line(problem.place().file(), problem.place().line())
                .flatMap(line -> marked(line, problem.place().column(), value));
    }

    private static Optional<Excerpt> marked(String line, int column, String value) {
        int from = column < 1 || column > line.codePointCount(0, line.length())
                ? -1
                : line.offsetByCodePoints(0, column - 1);
        int start = from < 0 ? -1 : line.indexOf(value, from);
        if (start < 0 || start > from + 1) { // a quote may stand before it
            return Optional.empty();
        }
        String before = line.substring(0, start);
        if (before.contains(",") && PERHAPS_SECRET.matcher(before).find()) {
            return Optional.empty();
        }
        int cut = Math.max(0, start + value.length() - WIDEST);
        cut = Math.min(cut, start);
        String lead = cut > 0 ? "..." : "";
        String shown = lead + before.substring(cut);
        int width = (int) value.codePoints().count();
        int blanks = shown.codePointCount(0, shown.length());
        int end = start + value.length();
        boolean quoted = start > from && end < line.length() && line.charAt(end) == line.charAt(from);
        shown += value + (quoted ? line.substring(end, end + 1) : "");
        return Optional.of(new Excerpt(shown.replace('\t', ' '), " ".repeat(blanks) + "^".repeat(width)));
    }
}
