package io.sluice.config.source;

import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * decK's templates, rendered on the text before it is YAML: {@code ${{ env "DECK_PORT" | toInt }}}. Lines that are comments are
 * left alone. A problem names the variable, never its value.
 */
final class EnvTemplates {

    private static final Pattern TEMPLATE = Pattern.compile("\\$\\{\\{(.*?)}}", Pattern.DOTALL);
    private static final Pattern ENV = Pattern.compile("env\\s+(?:\"([^\"]*)\"|`([^`]*)`)");
    private static final Pattern CALL = Pattern.compile("(\\w+(?:\\s+\\d{1,3})?)\\s+\\((.*)\\)", Pattern.DOTALL);
    private static final Pattern INDENT = Pattern.compile("indent\\s+(\\d{1,3})");

    private final String file;
    private final String original;
    private final Function<String, @Nullable String> env;
    private final List<Problem> problems;
    private final LineIndex lines;

    private EnvTemplates(String file, String original, Function<String, @Nullable String> env, List<Problem> problems) {
        this.file = file;
        this.original = original;
        this.env = env;
        this.problems = problems;
        this.lines = new LineIndex(original);
    }

    /** {@code [start, end)} of the rendered text came from {@code [from, to)} of the original. */
    record Span(int start, int end, int from, int to) {}

    /** A rendered text that knows where it came from. */
    static final class Rendered {
        private final String text;
        private final List<Span> spans;
        private final LineIndex originalLines;
        private final LineIndex textLines;

        private Rendered(String text, List<Span> spans, LineIndex originalLines) {
            this.text = text;
            this.spans = spans;
            this.originalLines = originalLines;
            this.textLines = spans.isEmpty() ? originalLines : new LineIndex(text);
        }

        String text() {
            return text;
        }

        /** Where the user wrote what stands at this line and column, both from 0, of the text. */
        Document.Position position(int line, int column) {
            if (spans.isEmpty()) {
                return new Document.Position(line + 1, column + 1);
            }
            return original(textLines.offset(line, column));
        }

        /** Where the user wrote the n-th code point of the text. */
        Document.Position position(int codePoint) {
            return original(text.offsetByCodePoints(0, Math.min(codePoint, text.codePointCount(0, text.length()))));
        }

        private Document.Position original(int offset) {
            int at = offset;
            for (Span span : spans) {
                if (offset < span.start) {
                    break;
                }
                at = offset < span.end ? span.from : offset - span.end + span.to;
            }
            return originalLines.position(at);
        }

        /** Whether any of this range, in lines and columns from 0, came from a template. */
        boolean touches(int startLine, int startColumn, int endLine, int endColumn) {
            if (spans.isEmpty()) {
                return false;
            }
            int start = textLines.offset(startLine, startColumn);
            int end = textLines.offset(endLine, endColumn);
            return spans.stream().anyMatch(span -> span.start <= end && start <= span.end);
        }
    }

    static Rendered render(String file, String text, Function<String, @Nullable String> env, List<Problem> problems) {
        return new EnvTemplates(file, text, env, problems).render();
    }

    /** For Kong, which has no templates: a warning where one stands. */
    static Rendered leave(String file, String text, List<Problem> problems) {
        EnvTemplates all = new EnvTemplates(file, text, _ -> null, problems);
        Matcher matcher = TEMPLATE.matcher(text);
        while (matcher.find()) {
            if (!all.isInComment(matcher.start())) {
                all.add(
                        Problem.Severity.WARNING,
                        "template-is-text",
                        "templates are decK's: Kong takes this for the text that it is",
                        matcher.start());
            }
        }
        return new Rendered(text, List.of(), all.lines);
    }

    private Rendered render() {
        Matcher matcher = TEMPLATE.matcher(original);
        StringBuilder text = new StringBuilder(original.length());
        List<Span> spans = new ArrayList<>();
        int copied = 0;
        while (matcher.find()) {
            if (isInComment(matcher.start())) {
                continue;
            }
            text.append(original, copied, matcher.start());
            int start = text.length();
            text.append(evaluate(matcher.group(1).strip(), matcher.start()));
            spans.add(new Span(start, text.length(), matcher.start(), matcher.end()));
            copied = matcher.end();
        }
        text.append(original, copied, original.length());
        return new Rendered(text.toString(), spans, lines);
    }

    private boolean isInComment(int offset) {
        int lineStart = original.lastIndexOf('\n', offset) + 1;
        return original.substring(lineStart, offset).stripLeading().startsWith("#");
    }

    /** A pipeline: a variable, then what is made of it. */
    private String evaluate(String expression, int offset) {
        int before = problems.size();
        String value = null;
        for (String part : expression.split("\\|", -1)) {
            if (problems.size() > before) {
                return ""; // of what is not there, nothing more need be said
            }
            String step = part.strip();
            Matcher variable = ENV.matcher(step);
            Matcher call = CALL.matcher(step);
            if (value == null && variable.matches()) {
                value = look(variable.group(1) != null ? variable.group(1) : variable.group(2), offset);
            } else if (value == null && call.matches()) { // toInt (env "DECK_X")
                value = convert(call.group(1), evaluate(call.group(2), offset), offset);
            } else if (value != null) {
                value = convert(step, value, offset);
            } else {
                return problem(
                        "bad-template",
                        "expected ${{ env \"DECK_NAME\" }}, with toInt, toBool, toFloat or indent N",
                        offset);
            }
        }
        return value == null ? "" : value;
    }

    private String look(String name, int offset) {
        if (!name.startsWith("DECK_")) {
            return problem(
                    "bad-template",
                    "environment variables in the state file must be prefixed with 'DECK_', found: '" + name + "'",
                    offset);
        }
        String value = env.apply(name);
        return value != null
                ? value
                : problem(
                        "unset-variable",
                        "environment variable '" + name + "' present in state file but not set",
                        offset);
    }

    private String convert(String step, String value, int offset) {
        Matcher indent = INDENT.matcher(step);
        if (indent.matches()) {
            return value.replace("\n", "\n" + " ".repeat(Integer.parseInt(indent.group(1))));
        }
        try {
            return switch (step) {
                case "toInt" -> Long.toString(Long.parseLong(value.strip()));
                case "toFloat" ->
                    new BigDecimal(value.strip()).stripTrailingZeros().toPlainString();
                case "toBool" -> bool(value.strip());
                default -> problem("bad-template", "unknown template function '" + step + "'", offset);
            };
        } catch (NumberFormatException e) {
            String wanted = step.equals("toBool") ? "a boolean" : "a number";
            return problem("bad-template", step + ": the value of the variable is not " + wanted, offset);
        }
    }

    private static String bool(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "1", "t", "true" -> "true";
            case "0", "f", "false" -> "false";
            default -> throw new NumberFormatException();
        };
    }

    private String problem(String code, String message, int offset) {
        add(Problem.Severity.ERROR, code, message, offset);
        return "";
    }

    private void add(Problem.Severity severity, String code, String message, int offset) {
        Document.Position at = lines.position(offset);
        Place place = new Place(file, at.line(), at.column());
        problems.add(new Problem(severity, code, place, "", null, message, null));
    }
}
