package io.sluice.cli;

import io.sluice.problem.Problem;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints problems, for people or for tools. */
final class ProblemReport {

    private static final JsonMapper JSON = JsonMapper.shared();
    /** Control and format characters, line and paragraph separators. */
    private static final Set<Byte> INVISIBLE =
            Set.of(Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR);

    private ProblemReport() {}

    /** All of them, without colours or excerpts. */
    static void text(List<Problem> problems, PrintWriter out) {
        new TextReport(out, new Sources(), false, 0).print(problems);
    }

    /** Where a code is explained. */
    static String explanation(Problem problem) {
        return explanation(problem.code());
    }

    static String explanation(String code) {
        return "docs/problems.md#" + code.toLowerCase(Locale.ROOT);
    }

    /** {@code 2 errors, 1 warning}, and behind it {@code , 3 notes} where there are some. */
    static String counts(List<Problem> problems) {
        long notes = count(problems, Problem.Severity.NOTE);
        return counted(count(problems, Problem.Severity.ERROR), "error") + ", "
                + counted(count(problems, Problem.Severity.WARNING), "warning")
                + (notes == 0 ? "" : ", " + counted(notes, "note"));
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    static long count(List<Problem> problems, Problem.Severity severity) {
        return problems.stream().filter(p -> p.severity() == severity).count();
    }

    /** One object: the problems and their counts. */
    static void json(List<Problem> problems, PrintWriter out) {
        ObjectNode report = JSON.createObjectNode();
        report.put("errors", count(problems, Problem.Severity.ERROR));
        report.put("warnings", count(problems, Problem.Severity.WARNING));
        report.put("notes", count(problems, Problem.Severity.NOTE));
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

    /** {@code error}, {@code warning} or {@code note}: as SARIF has them, too. */
    static String severity(Problem problem) {
        return problem.severity().name().toLowerCase(Locale.ROOT);
    }

    /** What a file holds, and its name, may be anything; a terminal should not obey it, and a line stays one. */
    static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (INVISIBLE.contains((byte) Character.getType(c))) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
