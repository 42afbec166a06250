package io.sluice.cli;

import io.sluice.problem.Problem;
import java.io.PrintWriter;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints problems, for people or for tools. */
final class ProblemReport {

    private static final JsonMapper JSON = JsonMapper.shared();

    private ProblemReport() {}

    /** One block per problem: place and message, then what is known besides. */
    static void text(List<Problem> problems, PrintWriter out) {
        for (Problem problem : problems) {
            out.println(problem.place() + ": " + severity(problem) + ": " + problem.message() + " [" + problem.code()
                    + "]");
            if (!problem.pointer().isEmpty()) {
                out.println("    at     " + problem.pointer());
            }
            if (problem.value() != null) {
                out.println("    value  " + printable(problem.value()));
            }
            if (problem.hint() != null) {
                out.println("    hint   " + problem.hint());
            }
        }
        out.flush();
    }

    /** {@code 2 errors, 1 warning}. */
    static String counts(List<Problem> problems) {
        long errors = count(problems, Problem.Severity.ERROR);
        long warnings = count(problems, Problem.Severity.WARNING);
        return errors
                + (errors == 1 ? " error, " : " errors, ")
                + warnings
                + (warnings == 1 ? " warning" : " warnings");
    }

    static long count(List<Problem> problems, Problem.Severity severity) {
        return problems.stream().filter(p -> p.severity() == severity).count();
    }

    /** One object: the problems and their counts. */
    static void json(List<Problem> problems, PrintWriter out) {
        ObjectNode report = JSON.createObjectNode();
        report.put("errors", count(problems, Problem.Severity.ERROR));
        report.put("warnings", count(problems, Problem.Severity.WARNING));
        ArrayNode list = report.putArray("problems");
        for (Problem problem : problems) {
            ObjectNode one = list.addObject();
            one.put("severity", severity(problem));
            one.put("code", problem.code());
            one.put("file", problem.place().file());
            one.put("line", problem.place().line());
            one.put("column", problem.place().column());
            one.put("pointer", problem.pointer());
            one.put("value", problem.value());
            one.put("message", problem.message());
            one.put("hint", problem.hint());
        }
        out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report));
        out.flush();
    }

    private static String severity(Problem problem) {
        return problem.severity() == Problem.Severity.ERROR ? "error" : "warning";
    }

    /** A value may hold anything; a terminal should not obey it. */
    private static String printable(String value) {
        StringBuilder out = new StringBuilder(value.length());
        value.codePoints().forEach(c -> {
            if (Character.isISOControl(c)) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
