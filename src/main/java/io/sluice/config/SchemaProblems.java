package io.sluice.config;

import com.networknt.schema.Error;
import io.sluice.config.source.Document;
import io.sluice.config.text.TextFormat;
import io.sluice.problem.Nearest;
import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import io.sluice.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a schema validator found, in Kong's words and with the user's places. Values of secret fields and of templates are never
 * shown.
 */
final class SchemaProblems {

    private static final String NULL = "required field missing: null is no value here";

    /** Keywords beside which others would only say the same of a value. */
    private static final Set<String> SAYS_IT_ALL = Set.of("type", "minLength");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?[A-Za-z_][A-Za-z0-9_]*");

    private final Document document;
    private final Problems problems;

    SchemaProblems(Document document, Problems problems) {
        this.document = document;
        this.problems = problems;
    }

    /** Validates a value of the document; {@code base} is its pointer. Answers whether it is sound. */
    boolean validate(SchemaFile schema, JsonNode value, String base) {
        return validate(schema, value, base, Set.of(), true);
    }

    /**
     * The same, but for what stands at {@code unknown}, pointers relative to {@code base}.
     *
     * @param whole whether what is not there is missing
     */
    boolean validate(SchemaFile schema, JsonNode value, String base, Set<String> unknown, boolean whole) {
        List<Error> errors = schema.validate(value).stream()
                .filter(e -> whole || !e.getKeyword().equals("required"))
                .filter(e -> !unknown.contains(e.getInstanceLocation().toString()))
                .toList();
        Set<String> said = errors.stream()
                .filter(e -> SAYS_IT_ALL.contains(e.getKeyword()))
                .map(e -> e.getInstanceLocation().toString())
                .collect(Collectors.toSet());
        for (Error error : errors) {
            if (!SAYS_IT_ALL.contains(error.getKeyword())
                    && said.contains(error.getInstanceLocation().toString())) {
                continue;
            }
            report(schema, error, value, base);
        }
        return maps(schema, base) && errors.isEmpty();
    }

    /** Whether the keys of maps are texts. */
    private boolean maps(SchemaFile schema, String base) {
        boolean sound = true;
        for (String key : document.oddKeys()) {
            String map = key.substring(0, key.lastIndexOf('/'));
            if (!(map + "/").startsWith(base + "/")) {
                continue;
            }
            JsonNode rule = schema.definitionAt(map.substring(base.length()));
            if (rule.path("additionalProperties").isObject() && !rule.has("properties")) {
                String name = key.substring(map.length() + 1).replace("~1", "/").replace("~0", "~");
                add(
                        "bad-type",
                        document.keyPlace(key),
                        map,
                        name,
                        "expected a string",
                        "as text it needs quotes: '" + name + "'");
                sound = false;
            }
        }
        return sound;
    }

    private void report(SchemaFile schema, Error error, JsonNode value, String base) {
        String local = error.getInstanceLocation().toString();
        if (value.at(local).isNull()) { // in a list; elsewhere it was taken away
            add("required-field", document.place(base + local), base + local, null, NULL, null);
            return;
        }
        String property = error.getProperty();
        JsonNode rule = schema.definitionAt(local);
        switch (error.getKeyword()) {
            case "additionalProperties" -> unknown(rule, base + local, String.valueOf(property));
            case "required" -> missing(base + local, String.valueOf(property));
            case "propertyNames" -> badName(rule, nameOf(error), base + local);
            default -> wrong(error.getKeyword(), schema.wordsOn(error), rule, value.at(local), base + local);
        }
    }

    private void badName(JsonNode rule, String name, String pointer) {
        String reason = TextFormat.of(rule.at("/propertyNames/format").asString(""))
                .flatMap(format -> format.reasonAgainst(name))
                .orElse("invalid name: '{value}'");
        String shown = Reporter.shown(name);
        add(
                "bad-name",
                document.keyPlace(pointer),
                pointer,
                null,
                reason.replace("{value}", shown == null ? "..." : shown),
                null);
    }

    private static String nameOf(Error error) {
        JsonNode name = error.getInstanceNode();
        return name != null && name.isString() ? name.asString() : String.valueOf(error.getProperty());
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

    /** {@code words} is the part of the definition that says what was expected. */
    private void wrong(String keyword, JsonNode words, JsonNode rule, JsonNode value, String pointer) {
        String shown = shown(rule, value, pointer);
        Optional<TextFormat> format =
                keyword.equals("format") ? TextFormat.of(rule.path("format").asString("")) : Optional.empty();
        String expected = format.filter(_ -> !words.has("x-expected"))
                .flatMap(one -> one.reasonAgainst(value.asString("")))
                .orElseGet(() -> expected(keyword, words))
                .replace("{value}", shown == null ? "..." : shown)
                .replace("{1}", shown == null ? "..." : found(words, value));
        String hint = shown == null ? null : hint(keyword, rule, value);
        String code = format.map(TextFormat::code).orElse("bad-" + (keyword.equals("not") ? "pattern" : keyword));
        add(code, document.place(pointer), pointer, shown, expected, hint);
    }

    /** The first group of a pattern that must not be found; empty where there is none. */
    private static String found(JsonNode words, JsonNode value) {
        Matcher refused = Pattern.compile(words.at("/not/pattern").asString("")).matcher(value.asString(""));
        return refused.find() && refused.groupCount() > 0 ? refused.group(1) : "";
    }

    private static @Nullable String hint(String keyword, JsonNode rule, JsonNode value) {
        String type = rule.path("type").asString("");
        if (value.isString() && VARIABLE.matcher(value.asString()).find()) {
            return "it looks like a variable that nothing has replaced; envsubst does, before";
        }
        if (keyword.equals("enum") && value.isString()) {
            return Nearest.to(value.asString(), texts(rule.path("enum")))
                    .map(n -> "did you mean '" + n + "'?")
                    .orElse(null);
        }
        if (keyword.equals("type") && type.equals("string") && value.isValueNode()) {
            return "as text it needs quotes: '" + value.asString() + "'";
        }
        if (keyword.equals("type") && value.isString() && looksLike(type, value.asString())) {
            return "without quotes it is a" + (type.equals("integer") ? "n integer" : " " + type);
        }
        boolean texts = rule.path("items").path("type").asString("").equals("string");
        return keyword.equals("type") && texts && value.isString() ? "a list of one: [" + value.asString() + "]" : null;
    }

    private static boolean looksLike(String type, String text) {
        return switch (type) {
            case "boolean" -> List.of("true", "false", "yes", "no", "on", "off").contains(text);
            case "integer" -> text.matches("-?\\d{1,18}");
            case "number" -> text.matches("-?\\d{1,18}(\\.\\d{1,18})?");
            default -> false;
        };
    }

    private static String expected(String keyword, JsonNode rule) {
        String words = rule.path("x-expected").asString("");
        return switch (keyword) {
            case "type" -> "expected " + type(rule);
            case "enum" -> words.isEmpty() ? "expected one of: " + String.join(", ", texts(rule.path("enum"))) : words;
            case "const" -> "expected " + rule.path("const");
            case "minimum", "maximum" -> range(rule);
            case "exclusiveMinimum" -> "value must be greater than " + rule.path("exclusiveMinimum");
            case "minLength" -> "length must be at least " + rule.path("minLength");
            case "maxLength" -> "length must be at most " + rule.path("maxLength");
            case "minItems" -> words.isEmpty() ? "length must be at least " + rule.path("minItems") : words;
            case "maxItems" -> "length must be at most " + rule.path("maxItems");
            case "minProperties" -> words.isEmpty() ? "length must be at least " + rule.path("minProperties") : words;
            case "maxProperties" -> "length must be at most " + rule.path("maxProperties");
            case "pattern" ->
                words.isEmpty() ? "expected text like " + rule.path("pattern").asString("") : words;
            case "not" -> words.isEmpty() ? "not allowed" : words;
            case "format" ->
                words.isEmpty()
                        ? "expected text of the format " + rule.path("format").asString("")
                        : words;
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
            return rule.path("x-what").asString("a name or id, or a map with one");
        }
        return switch (rule.path("type").asString("")) {
            case "array" -> rule.path("x-set").asBoolean(false) ? "a set" : "an array";
            case "integer" -> "an integer";
            case "object" ->
                rule.has("properties") ? "a record" : rule.path("x-what").asString("a map");
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
        return Reporter.shown(value.isString() ? value.asString() : value.toString());
    }

    /** Reports rules between fields that do not hold. */
    void report(List<SchemaFile.Broken> broken, String base) {
        for (SchemaFile.Broken check : broken) {
            Problem.Severity severity = check.code() == null ? Problem.Severity.ERROR : Problem.Severity.WARNING;
            String code = check.code() == null ? "between-fields" : check.code();
            String pointer = base + check.at();
            problems.add(new Problem(severity, code, document.place(pointer), pointer, null, check.message(), null));
        }
    }

    private void add(
            String code, Place place, String pointer, @Nullable String value, String message, @Nullable String hint) {
        problems.add(new Problem(Problem.Severity.ERROR, code, place, document.written(pointer), value, message, hint));
    }
}
