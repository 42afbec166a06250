package io.sluice.config;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import io.sluice.config.source.Document;
import io.sluice.config.text.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of our JSON Schemas (2020-12): validates, fills in defaults, and holds the checks between fields. Nothing is fetched: a
 * schema refers to itself alone. Immutable.
 *
 * <p>Beside the standard keywords: {@code x-set} (order and repeats do not count), {@code x-expected} (what a pattern or format
 * means, in words; {@code {value}} stands for the value, and beside a {@code not} with a pattern {@code {1}} for its first group),
 * {@code x-what} (what a value of several types is), {@code x-encrypted} and {@code x-referenceable} (Kong's marks of secrets),
 * {@code x-checks} (rules between fields with the text of their failure: each a {@code schema}, or the names of numbers that must be {@code ascending}; with {@code written} asked of
 * what the file says, before defaults; with {@code in}, a pointer with {@code *} for every member or element, of each value there),
 * {@code x-deprecated} (a field that Kong still reads, and the path of the one that replaces it, empty where none does), {@code x-only} (whose a field is alone: {@code deck}'s, that of Kong's {@code enterprise} edition, that of the router flavor {@code expressions}), {@code x-reference} (another
 * entity), {@code x-required} (what must be there, except among defaults), {@code x-not-null} (a field for which null is no value, though it
 * has a default), {@code x-rules} (whose schema rules what lies inside), {@code x-shorthands} (older names
 * of fields, with the pointers of the new ones). A {@code format} must hold; {@link TextFormat} names those that JSON Schema has
 * not.
 */
final class SchemaFile {

    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .formats(List.of(TextFormat.values()))
            .build();

    private final JsonNode tree;
    private final Schema schema;
    private final List<Check> checks = new ArrayList<>();

    /**
     * A rule between fields.
     *
     * @param failure the text if it does not hold
     * @param code of a warning; null for an error
     * @param in which values it is about
     * @param at pointer of the field to blame, in such a value
     * @param written whether it is about what the file says, before defaults
     */
    private record Check(
            Function<JsonNode, Optional<String>> failure,
            @Nullable String code,
            String in,
            String at,
            boolean written) {

        Stream<Broken> broken(JsonNode instance) {
            Map<String, JsonNode> values = new LinkedHashMap<>();
            collect(instance, in.isEmpty() ? List.of() : List.of(in.substring(1).split("/", -1)), "", values);
            return values.entrySet().stream()
                    .flatMap(value -> failure.apply(value.getValue()).stream()
                            .map(message -> new Broken(message, code, value.getKey() + at)));
        }

        private static void collect(JsonNode at, List<String> steps, String pointer, Map<String, JsonNode> values) {
            if (at.isMissingNode()) {
                return;
            }
            if (steps.isEmpty()) {
                values.put(pointer, at);
                return;
            }
            String step = steps.getFirst();
            List<String> rest = steps.subList(1, steps.size());
            if (!step.equals("*")) {
                collect(at.path(step), rest, pointer + "/" + step, values);
            } else if (at.isArray()) {
                for (int i = 0; i < at.size(); i++) {
                    collect(at.get(i), rest, pointer + "/" + i, values);
                }
            } else {
                at.properties()
                        .forEach(e -> collect(e.getValue(), rest, pointer + "/" + Document.escape(e.getKey()), values));
            }
        }
    }

    /** A rule that does not hold, in words; code and pointer are those of its check. */
    record Broken(String message, @Nullable String code, String at) {}

    private SchemaFile(JsonNode tree) {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                DIALECT,
                builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                        .formatAssertionsEnabled(true)
                        .build()));
        this.tree = tree;
        this.schema = registry.getSchema(tree);
        for (JsonNode check : tree.path("x-checks")) {
            boolean warning = check.has("warning");
            checks.add(new Check(
                    rule(check, check.get(warning ? "warning" : "error").asString(), registry),
                    warning ? check.get("code").asString() : null,
                    check.path("in").asString(""),
                    check.path("at").asString(""),
                    check.path("written").asBoolean(false)));
        }
    }

    private static Function<JsonNode, Optional<String>> rule(JsonNode check, String message, SchemaRegistry registry) {
        if (check.has("ascending")) {
            List<String> names = new ArrayList<>();
            check.get("ascending").forEach(name -> names.add(name.asString()));
            return new Ascending(names, message)::failure;
        }
        Schema rule = registry.getSchema(check.get("schema"));
        return instance -> rule.validate(instance).isEmpty() ? Optional.empty() : Optional.of(message);
    }

    static SchemaFile of(JsonNode tree) {
        return new SchemaFile(tree);
    }

    /** Reads a resource of the class path; empty if there is none of that name. */
    static Optional<JsonNode> resource(String name) {
        return resource(SchemaFile.class.getClassLoader(), name);
    }

    /**
     * Reads a resource of a class loader; empty if there is none of that name.
     *
     * @throws IllegalStateException if it is not JSON
     */
    static Optional<JsonNode> resource(ClassLoader from, String name) {
        try (InputStream in = from.getResourceAsStream(name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(JsonMapper.shared().readTree(in));
        } catch (JacksonException e) {
            throw new IllegalStateException(name + " is not JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Error> validate(JsonNode instance) {
        return schema.validate(instance);
    }

    /** The rules that do not hold, of those about an instance with its defaults. */
    List<Broken> broken(JsonNode instance) {
        return broken(instance, false);
    }

    /** The rules that do not hold, of those about an instance as it was written. */
    List<Broken> brokenAsWritten(JsonNode instance) {
        return broken(instance, true);
    }

    private List<Broken> broken(JsonNode instance, boolean written) {
        return checks.stream()
                .filter(check -> check.written == written)
                .flatMap(check -> check.broken(instance))
                .toList();
    }

    /**
     * Moves the values of {@code x-shorthands}, older names of fields that lie deeper now, to where they belong; what is there
     * already stays.
     *
     * @return the names that were used, with the pointers of their fields
     */
    Map<String, String> expandShorthands(ObjectNode instance) {
        Map<String, String> used = new LinkedHashMap<>();
        tree.path("x-shorthands").properties().forEach(shorthand -> {
            JsonNode value = instance.remove(shorthand.getKey());
            if (value != null) {
                JsonPointer pointer = JsonPointer.compile(shorthand.getValue().asString());
                used.put(shorthand.getKey(), pointer.toString());
                put(instance, pointer, value);
            }
        });
        return used;
    }

    /**
     * The deprecated fields of an instance.
     *
     * @return their pointers, with the paths of what replaces them, {@code ""} where nothing does
     */
    Map<String, String> deprecated(JsonNode instance) {
        Map<String, String> found = new LinkedHashMap<>();
        deprecated(tree, instance, "", found);
        return found;
    }

    private static void deprecated(JsonNode rule, JsonNode value, String pointer, Map<String, String> found) {
        if (rule.has("x-deprecated")) {
            found.put(pointer, rule.get("x-deprecated").asString());
        }
        if (value.isObject()) {
            JsonNode properties = rule.path("properties");
            value.properties()
                    .forEach(e -> deprecated(
                            properties.path(e.getKey()),
                            e.getValue(),
                            pointer + "/" + Document.escape(e.getKey()),
                            found));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                deprecated(rule.path("items"), value.get(i), pointer + "/" + i, found);
            }
        }
    }

    private static void put(ObjectNode instance, JsonPointer pointer, JsonNode value) {
        JsonNode parent = instance.at(pointer.head());
        String name = pointer.last().getMatchingProperty();
        if (parent.isMissingNode()) {
            instance.withObject(pointer.head()).set(name, value);
        } else if (parent instanceof ObjectNode object && object.path(name).isNull()) {
            object.set(name, value);
        } else if (parent instanceof ObjectNode object && !object.has(name)) {
            object.set(name, value);
        }
    }

    /** Fills in what is not there; {@code definition} is a pointer to a part of the schema, {@code ""} for all of it. */
    void fillDefaults(String definition, ObjectNode instance) {
        fill(tree.at(definition), instance);
    }

    private void fill(JsonNode definition, ObjectNode instance) {
        resolve(definition).path("properties").properties().forEach(property -> {
            JsonNode rule = resolve(property.getValue());
            JsonNode value = instance.get(property.getKey());
            if (value == null && rule.has("default")) {
                value = rule.get("default").deepCopy();
                instance.set(property.getKey(), value);
            }
            if (value instanceof ObjectNode object && rule.has("properties")) {
                fill(rule, object);
            } else if (value instanceof ArrayNode array && rule.path("items").has("properties")) {
                // not what is a definition of its own: such entities get theirs, and those of _info, one by one
                array.forEach(item -> {
                    if (item instanceof ObjectNode object) {
                        fill(rule.path("items"), object);
                    }
                });
            }
        });
    }

    /** The branch of a definition that an error comes from, if it says in words what it expects; else the definition. */
    JsonNode wordsOn(Error error) {
        JsonNode branch =
                tree.at(error.getSchemaLocation().getFragment().getParent().toString());
        return branch.has("x-expected")
                ? branch
                : definitionAt(error.getInstanceLocation().toString());
    }

    /** The definition that rules the value at an instance pointer; a missing node if there is none. */
    JsonNode definitionAt(String pointer) {
        JsonNode at = resolve(tree);
        for (String token :
                pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            String name = token.replace("~1", "/").replace("~0", "~");
            JsonNode property = at.path("properties").path(name);
            if (property.isMissingNode()) {
                property = at.has("items") ? at.get("items") : at.path("additionalProperties");
            }
            at = resolve(property);
        }
        return at;
    }

    /** A definition, or the one that it refers to. */
    JsonNode resolve(JsonNode definition) {
        JsonNode reference = definition.path("$ref");
        return reference.isString() ? tree.at(reference.asString().substring(1)) : definition;
    }
}
