package io.sluice.cli;

import io.sluice.config.Expected;
import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints problems, for people or for tools. */
final class ProblemReport {

    private static final JsonMapper JSON = JsonMapper.shared();
    /** Control and format characters, line and paragraph separators. */
    private static final Set<Byte> INVISIBLE =
            Set.of(Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR);

    /** Of so many places that ask for an entity a line tells. */
    private static final int PLACES = 3;
    /** Longer names do not set the width of their column. */
    private static final int WIDEST = 40;

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

    /**
     * One object: the problems and their counts, and what a partial file expects elsewhere.
     *
     * @param expected null for a whole file
     */
    static void json(List<Problem> problems, @Nullable List<Expected> expected, PrintWriter out) {
        ObjectNode report = JSON.createObjectNode();
        report.put("errors", count(problems, Problem.Severity.ERROR));
        report.put("warnings", count(problems, Problem.Severity.WARNING));
        report.put("notes", count(problems, Problem.Severity.NOTE));
        ArrayNode list = report.putArray("problems");
        for (Problem problem : problems) {
            ObjectNode one = list.addObject();
            one.put("severity", severity(problem));
            one.put("code", problem.code());
            place(problem.place(), problem.pointer(), one);
            one.put("value", problem.value());
            one.put("message", problem.message());
            one.put("hint", problem.hint());
        }
        if (expected != null) {
            ArrayNode elsewhere = report.putArray("expected");
            expected.forEach(entity -> expected(entity, elsewhere.addObject()));
        }
        out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report));
        out.flush();
    }

    private static void place(Place place, String pointer, ObjectNode into) {
        into.put("file", place.file());
        into.put("line", place.line());
        into.put("column", place.column());
        into.put("pointer", pointer);
    }

    private static void expected(Expected entity, ObjectNode into) {
        into.put("kind", entity.kind());
        into.put("name", entity.name());
        ArrayNode asked = into.putArray("asked");
        entity.asked().forEach(one -> place(one.place(), one.pointer(), asked.addObject()));
    }

    /** The same for people: a line for each entity, with the first places that ask for it. */
    static void text(List<Expected> expected, PrintWriter out, String head) {
        if (expected.isEmpty()) {
            return;
        }
        out.println(head);
        int kinds = width(expected, Expected::kind);
        int names = width(expected, Expected::name);
        for (Expected entity : expected) {
            int more = entity.asked().size() - PLACES;
            String places = entity.asked().stream()
                    .limit(PLACES)
                    .map(asked -> asked.place().toString())
                    .collect(Collectors.joining(", "));
            out.println("  " + padded(entity.kind(), kinds) + "  " + padded(printable(entity.name()), names) + "  "
                    + printable(places) + (more > 0 ? " and " + more + " more" : ""));
        }
        out.flush();
    }

    private static int width(List<Expected> expected, Function<Expected, String> column) {
        return expected.stream()
                .mapToInt(entity -> printable(column.apply(entity)).length())
                .filter(length -> length <= WIDEST)
                .max()
                .orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
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
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
