package io.sluice.cli;

import io.sluice.problem.Problem;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Problems for people: one block each, with the line of the file where that may be shown.
 *
 * @param limit how many of one code are printed, the others are counted; 0 for all
 */
record TextReport(PrintWriter out, Sources sources, boolean coloured, int limit) {

    private static final String RED = "\u001b[1;31m";
    private static final String YELLOW = "\u001b[1;33m";
    private static final String CYAN = "\u001b[1;36m";
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    void print(List<Problem> problems) {
        Map<String, Integer> printed = new HashMap<>();
        Set<String> explained = new HashSet<>();
        for (Problem problem : problems) {
            if (printed.merge(problem.code(), 1, Integer::sum) <= limit || limit == 0) {
                print(problem, explained.add(problem.code()));
            }
        }
        printed.forEach((code, count) -> {
            if (limit > 0 && count > limit) {
                out.println(paint(
                        DIM,
                        "and " + (count - limit) + " more [" + ProblemReport.printable(code)
                                + "]; --limit 0 shows all"));
            }
        });
        out.flush();
    }

    private void print(Problem problem, boolean firstOfItsCode) {
        String colour = colour(problem.severity());
        out.println(paint(BOLD, ProblemReport.printable(problem.place() + ":"))
                + " "
                + paint(colour, ProblemReport.severity(problem) + ":")
                + " "
                + ProblemReport.printable(problem.message())
                + " "
                + paint(DIM, ProblemReport.printable("[" + problem.code() + "]")));
        Optional<Excerpt> excerpt = Excerpt.of(problem, sources);
        excerpt.ifPresent(shown -> {
            out.println("    | " + ProblemReport.printable(shown.line()));
            out.println("    | " + paint(colour, shown.marks()));
        });
        detail("at    ", problem.pointer());
        detail("value ", excerpt.isPresent() ? null : problem.value());
        detail("hint  ", problem.hint());
        if (firstOfItsCode) {
            detail("see   ", ProblemReport.explanation(problem));
        }
    }

    private static String colour(Problem.Severity severity) {
        return switch (severity) {
            case ERROR -> RED;
            case WARNING -> YELLOW;
            case NOTE -> CYAN;
        };
    }

    private void detail(String name, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            out.println("    " + paint(DIM, name) + " " + ProblemReport.printable(text));
        }
    }

    private String paint(String colour, String text) {
        return coloured ? colour + text + PLAIN : text;
    }
}
