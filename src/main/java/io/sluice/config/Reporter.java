package io.sluice.config;

import io.sluice.config.source.Document;
import io.sluice.problem.Problem;
import io.sluice.problem.Problems;
import org.jspecify.annotations.Nullable;

/** Reports what is wrong with a value of the document, at its place. */
record Reporter(Document document, Problems problems) {

    void error(String code, String pointer, @Nullable String value, String message) {
        add(Problem.Severity.ERROR, code, pointer, value, message, null);
    }

    void error(String code, String pointer, @Nullable String value, String message, @Nullable String hint) {
        add(Problem.Severity.ERROR, code, pointer, value, message, hint);
    }

    void warning(String code, String pointer, @Nullable String value, String message, @Nullable String hint) {
        add(Problem.Severity.WARNING, code, pointer, value, message, hint);
    }

    private void add(
            Problem.Severity severity,
            String code,
            String pointer,
            @Nullable String value,
            String message,
            @Nullable String hint) {
        String shown = document.templated().contains(pointer) ? null : value;
        problems.add(new Problem(severity, code, document.place(pointer), pointer, shown, message, hint));
    }
}
