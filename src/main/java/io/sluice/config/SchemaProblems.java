package io.sluice.config;

import com.networknt.schema.Error;
import io.sluice.config.source.Document;
import io.sluice.problem.Nearest;
import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import io.sluice.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a schema validator found, in Kong's words and with the user's places. Values of secret fields and of templates are never
 * shown.
 */
final class SchemaProblems {

    private static final int LONGEST_VALUE = 60;

    private final Document document;
    private final Problems problems;

    SchemaProblems(Document document, Problems problems) {
        this.document = document;
        this.problems = problems;
    }

    /** Validates a value of the document; {@code base} is its pointer. Answers whether it is sound. */
    boolean validate(SchemaFile schema, JsonNode value, String base) {
        List<Error> errors = schema.validate(value);
        Set<String> mistyped = errors.stream()
                .filter(e -> e.getKeyword().equals("type"))
                .map(e -> e.getInstanceLocation().toString())
                .collect(Collectors.toSet());
        for (Error error : errors) {
            if (!error.getKeyword().equals("type")
                    && mistyped.contains(error.getInstanceLocation().toString())) {
                continue; // the type says it all
            }
            report(schema, error, value, base);
        }
        return errors.isEmpty();
    }

    private void report(SchemaFile schema, Error error, JsonNode value, String base) {
        String local = error.getInstanceLocation().toString();
        String property = error.getProperty();
        JsonNode rule = schema.definitionAt(local);
        switch (error.getKeyword()) {
            case "additionalProperties" -> unknown(rule, base + local, String.valueOf(property));
            case "required" -> missing(base + local, String.valueOf(property));
            case "propertyNames" ->
                add(
                        "bad-name",
                        document.keyPlace(base + local),
                        base + local,
                        null,
                        "bad header name, allowed characters are A-Z, a-z, 0-9, '_', and '-'",
                        null);
            default -> wrong(error.getKeyword(), rule, value.at(local), base + local);
        }
    }

    private void unknown(JsonNode rule, String pointer, String name) {
        List<String> known = new ArrayList<>(rule.path("properties").propertyNames());
        String child = pointer + "/" + Document.escape(name);
        String hint =
                Nearest.to(name, known).map(n -> "did you mean '" + n + "'?").orElse(null);
        add("unknown-field", document.keyPlace(child), child, name, "unknown field", hint);
    }

    private void missing(String pointer, String name) {
        String child = pointer + "/" + Document.escape(name);
        add("required-field", document.place(pointer), child, null, "required field missing: '" + name + "'", null);
    }

    private void wrong(String keyword, JsonNode rule, JsonNode value, String pointer) {
        String expected = expected(keyword, rule);
        String hint = keyword.equals("enum") && value.isString()
                ? Nearest.to(value.asString(), texts(rule.path("enum")))
                        .map(n -> "did you mean '" + n + "'?")
                        .orElse(null)
                : null;
        add("bad-" + keyword, document.place(pointer), pointer, shown(rule, value, pointer), expected, hint);
    }

    private static String expected(String keyword, JsonNode rule) {
        return switch (keyword) {
            case "type" -> "expected " + type(rule);
            case "enum" -> "expected one of: " + String.join(", ", texts(rule.path("enum")));
            case "const" -> "expected " + rule.path("const");
            case "minimum", "maximum" -> range(rule);
            case "minLength" ->
                "length must be at least " + rule.path("minLength").asInt();
            case "minItems" ->
                "length must be at least " + rule.path("minItems").asInt();
            case "pattern" ->
                rule.path("x-expected")
                        .asString("expected text like " + rule.path("pattern").asString(""));
            default -> "not valid (" + keyword + ")";
        };
    }

    private static String range(JsonNode rule) {
        if (rule.has("minimum") && rule.has("maximum")) {
            return "value should be between " + rule.get("minimum") + " and " + rule.get("maximum");
        }
        return rule.has("minimum")
                ? "value must be greater than " + (rule.get("minimum").asLong() - 1)
                : "value must be at most " + rule.path("maximum");
    }

    /** Kong's names of types. */
    private static String type(JsonNode rule) {
        if (rule.path("type").isArray()) {
            return "a name or id, or a map with one";
        }
        return switch (rule.path("type").asString("")) {
            case "array" -> rule.path("x-set").asBoolean(false) ? "a set" : "an array";
            case "integer" -> "an integer";
            case "object" -> rule.has("properties") ? "a record" : "a map";
            case String other -> "a " + other;
        };
    }

    private static List<String> texts(JsonNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(v -> texts.add(v.asString()));
        return texts;
    }

    /** The value as the user wrote it, unless it may be a secret. */
    private @Nullable String shown(JsonNode rule, JsonNode value, String pointer) {
        boolean secret = rule.path("x-encrypted").asBoolean(false)
                || rule.path("x-referenceable").asBoolean(false)
                || document.templated().contains(pointer);
        if (secret || value.isMissingNode()) {
            return null;
        }
        if (value.isContainer()) {
            return value.isArray() ? "a list" : "a map";
        }
        String text = value.isString() ? value.asString() : value.toString();
        return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "..." : text;
    }

    /** Reports the rules between fields that do not hold. */
    void check(SchemaFile schema, JsonNode value, String base) {
        for (SchemaFile.Check check : schema.broken(value)) {
            Problem.Severity severity = check.code() == null ? Problem.Severity.ERROR : Problem.Severity.WARNING;
            String code = check.code() == null ? "between-fields" : check.code();
            String pointer = base + check.at();
            problems.add(new Problem(severity, code, document.place(pointer), pointer, null, check.message(), null));
        }
    }

    private void add(
            String code, Place place, String pointer, @Nullable String value, String message, @Nullable String hint) {
        problems.add(new Problem(Problem.Severity.ERROR, code, place, pointer, value, message, hint));
    }
}
