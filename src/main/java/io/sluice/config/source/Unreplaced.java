package io.sluice.config.source;

import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text such as {@code ${NAME}}, which the shell, Compose and others would replace, and Kong and decK do not. */
final class Unreplaced {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:?[-?+=][^}]*)?}");

    private Unreplaced() {}

    /** A warning if there is such a text; what would stand in if the variable were not set may be a secret, and is not shown. */
    static Optional<Problem> in(String text, Place place, String pointer) {
        Matcher found = VARIABLE.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        String name = found.group(1);
        String written = found.group(2) == null ? "${" + name + "}" : "${" + name + "...}";
        return Optional.of(new Problem(
                Problem.Severity.WARNING,
                "not-replaced",
                place,
                pointer,
                written,
                "nothing replaces " + written + ": Kong and decK take it for the text that it is",
                "replace it before (envsubst does); decK's own form is ${{ env \"DECK_" + name
                        + "\" }}, Kong's for secrets {vault://env/"
                        + name.toLowerCase(Locale.ROOT).replace('_', '-') + "}"));
    }
}
