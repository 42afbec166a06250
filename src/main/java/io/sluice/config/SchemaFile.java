package io.sluice.config;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of our JSON Schemas (2020-12): validates, fills in defaults, and holds the checks between fields. Nothing is fetched: a
 * schema refers to itself alone. Immutable.
 *
 * <p>Beside the standard keywords: {@code x-set} (order and repeats do not count), {@code x-expected} (what a pattern means, in
 * words), {@code x-encrypted} and {@code x-referenceable} (Kong's marks of secrets), {@code x-checks} (rules between fields, each a
 * schema with the text of its failure).
 */
final class SchemaFile {

    private final JsonNode tree;
    private final Schema schema;
    private final List<Check> checks = new ArrayList<>();

    /**
     * A rule between fields.
     *
     * @param code of a warning; null for an error
     * @param at pointer of the field to blame
     */
    record Check(Schema rule, String message, @Nullable String code, String at) {}

    private SchemaFile(JsonNode tree) {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        this.tree = tree;
        this.schema = registry.getSchema(tree);
        for (JsonNode check : tree.path("x-checks")) {
            boolean warning = check.has("warning");
            checks.add(new Check(
                    registry.getSchema(check.get("schema")),
                    check.get(warning ? "warning" : "error").asString(),
                    warning ? check.get("code").asString() : null,
                    check.path("at").asString("")));
        }
    }

    static SchemaFile of(JsonNode tree) {
        return new SchemaFile(tree);
    }

    /** Reads a resource of the class path; empty if there is none of that name. */
    static Optional<JsonNode> resource(String name) {
        try (InputStream in = SchemaFile.class.getClassLoader().getResourceAsStream(name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(JsonMapper.shared().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Error> validate(JsonNode instance) {
        return schema.validate(instance);
    }

    /** The rules that do not hold. */
    List<Check> broken(JsonNode instance) {
        return checks.stream()
                .filter(check -> !check.rule.validate(instance).isEmpty())
                .toList();
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
            } else if (value instanceof ArrayNode array
                    && resolve(rule.path("items")).has("properties")) {
                array.forEach(item -> {
                    if (item instanceof ObjectNode object) {
                        fill(rule.path("items"), object);
                    }
                });
            }
        });
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

    private JsonNode resolve(JsonNode definition) {
        JsonNode reference = definition.path("$ref");
        return reference.isString() ? tree.at(reference.asString().substring(1)) : definition;
    }
}
