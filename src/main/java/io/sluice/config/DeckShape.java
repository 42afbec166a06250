package io.sluice.config;

import io.sluice.config.source.Document;
import io.sluice.problem.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The shape that decK asks of a file, as {@code deck-shape.txt} has it: which fields there are, of which type, and which must be
 * there. Values are not looked at. Immutable.
 */
final class DeckShape {

    private static final String ANY_OTHER = "...";

    private final Map<String, Shape> shapes = new HashMap<>();

    /**
     * A record.
     *
     * @param fields types by name
     * @param oneOf one of these must be there; none for an empty list
     */
    private record Shape(Map<String, String> fields, Set<String> required, List<String> oneOf) {}

    DeckShape() {
        try (InputStream in = DeckShape.class.getResourceAsStream("deck-shape.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            Shape shape = new Shape(Map.of(), Set.of(), List.of());
            for (String line : text.lines().toList()) {
                if (line.startsWith("  ")) {
                    read(line.strip(), shape);
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    shape = new Shape(new LinkedHashMap<>(), new LinkedHashSet<>(), new ArrayList<>());
                    shapes.put(line, shape);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(String line, Shape shape) {
        if (line.startsWith("one of ")) {
            shape.oneOf.addAll(List.of(line.substring("one of ".length()).split(", ", -1)));
            return;
        }
        for (String field : line.split(", ", -1)) {
            int blank = field.indexOf(' ');
            String name = field.substring(0, blank);
            boolean required = name.endsWith("!");
            String bare = required ? name.substring(0, name.length() - 1) : name;
            shape.fields.put(bare, field.substring(blank + 1));
            if (required) {
                shape.required.add(bare);
            }
        }
    }

    /** Reports, in decK's words, where a file has another shape. */
    void check(JsonNode root, Reporter reporter) {
        record("File", root, "", reporter);
    }

    private void value(String type, JsonNode value, String pointer, Reporter reporter) {
        if (type.startsWith("[") && value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                value(inner(type), value.get(i), pointer + "/" + i, reporter);
            }
        } else if (type.startsWith("{") && value.isObject()) {
            value.properties()
                    .forEach(e ->
                            value(inner(type), e.getValue(), pointer + "/" + Document.escape(e.getKey()), reporter));
        } else if (shapes.containsKey(type) && value.isObject()) {
            record(type, value, pointer, reporter);
        } else if (!fits(type, value)) {
            reporter.error(
                    "deck-shape", pointer, null, "Invalid type. Expected: " + name(type) + ", given: " + given(value));
        }
    }

    private static String inner(String type) {
        return type.substring(1, type.length() - 1);
    }

    private void record(String type, JsonNode record, String pointer, Reporter reporter) {
        Shape shape = Objects.requireNonNull(shapes.get(type));
        record.properties().forEach(e -> {
            String at = pointer + "/" + Document.escape(e.getKey());
            String its = shape.fields.getOrDefault(e.getKey(), shape.fields.get(ANY_OTHER));
            if (its == null) {
                additional(e.getKey(), shape, at, reporter);
            } else {
                value(its, e.getValue(), at, reporter);
            }
        });
        for (String field : shape.required) {
            if (!record.has(field)) {
                reporter.error("deck-shape", pointer, null, field + " is required");
            }
        }
        if (!shape.oneOf.isEmpty() && shape.oneOf.stream().noneMatch(record::has)) {
            reporter.error(
                    "deck-shape",
                    pointer,
                    null,
                    "Must validate at least one schema (anyOf): " + shape.oneOf.getFirst() + " is required",
                    "decK wants " + String.join(" or ", shape.oneOf));
        }
    }

    private static void additional(String name, Shape shape, String pointer, Reporter reporter) {
        String near = Nearest.to(name, shape.fields.keySet())
                .map(n -> "did you mean '" + n + "'?")
                .orElse(null);
        reporter.errorAtKey("deck-shape", pointer, name, "Additional property " + name + " is not allowed", near);
    }

    private static boolean fits(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isString();
            case "integer" ->
                value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "object" -> value.isObject();
            default -> type.equals("any");
        };
    }

    private static String name(String type) {
        return type.startsWith("[") ? "array" : Character.isLowerCase(type.charAt(0)) ? type : "object";
    }

    private static String given(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case ARRAY -> "array";
            case OBJECT -> "object";
            case NULL -> "null";
            case BOOLEAN -> "boolean";
            default -> "string";
        };
    }
}
