package io.sluice.problem;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a file or a setting.
 *
 * @param severity what follows from it
 * @param code stable and short, {@code unknown-field}; documented in {@code docs/problems.md}
 * @param place where in the user's own text
 * @param pointer JSON pointer of the value, {@code /services/0/port}; empty for the whole document
 * @param value the offending value as the user wrote it, shortened, never a secret; null where there is none
 * @param message what was expected, in one sentence; carries Kong's own words where Kong has some
 * @param hint the nearest known name, or what to do next; null where there is none
 */
public record Problem(
        Severity severity,
        String code,
        Place place,
        String pointer,
        @Nullable String value,
        String message,
        @Nullable String hint) {

    /** How bad it is. */
    public enum Severity {
        /** It stops a start. */
        ERROR,
        /** It is almost surely wrong; strict judges take it for an error. */
        WARNING,
        /** Nothing is wrong: what was not looked at, or what is counted on. It fails nobody, however strict. */
        NOTE
    }

    /** The same, as something that stops a start. */
    public Problem asError() {
        return new Problem(Severity.ERROR, code, place, pointer, value, message, hint);
    }
}
