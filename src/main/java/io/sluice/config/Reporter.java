package io.sluice.config;

import io.sluice.config.source.Document;
import io.sluice.problem.Problem;
import io.sluice.problem.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reports what is wrong with a value of the document, at its place.
 *
 * @param unhosted collects what refuses a start and nothing else
 * @param elsewhere what may be outside the file
 */
record Reporter(Document document, Problems problems, List<Problem> unhosted, Elsewhere elsewhere) {

    private static final int LONGEST_VALUE = 60;

    void error(String code, String pointer, @Nullable String value, String message) {
        problems.add(problem(Problem.Severity.ERROR, code, pointer, value, message, null));
    }

    void error(String code, String pointer, @Nullable String value, String message, @Nullable String hint) {
        problems.add(problem(Problem.Severity.ERROR, code, pointer, value, message, hint));
    }

    /** The same at the key of a field. */
    void errorAtKey(String code, String pointer, String key, String message, @Nullable String hint) {
        problems.add(new Problem(
                Problem.Severity.ERROR,
                code,
                document.keyPlace(pointer),
                document.written(pointer),
                shortened(key),
                message,
                hint));
    }

    void warning(String code, String pointer, @Nullable String value, String message, @Nullable String hint) {
        problems.add(problem(Problem.Severity.WARNING, code, pointer, value, message, hint));
    }

    /** Nothing is wrong with it. */
    void note(String code, String pointer, @Nullable String value, String message, @Nullable String hint) {
        problems.add(problem(Problem.Severity.NOTE, code, pointer, value, message, hint));
    }

    /**
     * What a partial file refers to and does not hold: counted on in the gateway. With a {@code near} name in the file it may as well
     * be a slip, and is a warning.
     */
    void expect(String kind, String field, String written, String pointer, @Nullable String near) {
        elsewhere.expect(kind, written, document.place(pointer), pointer);
        problems.add(problem(
                near == null ? Problem.Severity.NOTE : Problem.Severity.WARNING,
                "outside-the-file",
                pointer,
                written,
                "'" + field + ": " + written + "' is not in the file; a running gateway is expected to have it in '"
                        + kind + "'",
                near == null ? null : "did you mean '" + near + "'?"));
    }

    /** What is valid, and cannot be served here and now: a warning for lint, an error for a start. */
    void startError(String code, String pointer, @Nullable String value, String message, @Nullable String hint) {
        warning(code, pointer, value, message, hint);
        unhosted.add(problem(Problem.Severity.ERROR, code, pointer, value, message, hint));
    }

    /** A value as a message shows it: its beginning, and null for what may hold a password, as {@code user:password@host} does. */
    static @Nullable String shown(@Nullable String value) {
        if (value == null || value.indexOf('@') > value.indexOf(':') && value.indexOf(':') >= 0) {
            return null;
        }
        return shortened(value);
    }

    /** At most so much of a value is shown. */
    static String shortened(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "...";
    }

    private Problem problem(
            Problem.Severity severity,
            String code,
            String pointer,
            @Nullable String value,
            String message,
            @Nullable String hint) {
        String shown = document.templated().contains(pointer) ? null : shown(value);
        return new Problem(severity, code, document.place(pointer), document.written(pointer), shown, message, hint);
    }
}
