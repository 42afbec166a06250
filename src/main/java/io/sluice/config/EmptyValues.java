package io.sluice.config;

import io.sluice.config.source.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is there and holds nothing. To Kong an empty list and an empty map are one thing, so each becomes what its field wants. A null
 * means "not set" and is taken away, but where Kong requires a value: there it is an error, though leaving the field out gives it its
 * default.
 */
final class EmptyValues {

    private final SchemaFile schema;
    private final Reporter reporter;

    EmptyValues(SchemaFile schema, Reporter reporter) {
        this.schema = schema;
        this.reporter = reporter;
    }

    /** Settles all that lies in a value which the whole schema rules; {@code pointer} is where it stands. */
    void settle(ObjectNode value, String pointer) {
        settle(schema.definitionAt(""), value, pointer);
    }

    /** Nulls of what no schema rules are taken away. */
    static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(e -> e.getValue().isNull());
        }
        node.forEach(EmptyValues::dropNulls);
    }

    private void settle(JsonNode rule, JsonNode value, String pointer) {
        if (value instanceof ObjectNode object) {
            members(rule, object, pointer);
        } else if (value instanceof ArrayNode array) {
            JsonNode items = schema.resolve(rule.path("items"));
            for (int i = 0; i < array.size(); i++) {
                array.set(i, wanted(items, array.get(i)));
                settle(items, array.get(i), pointer + "/" + i);
            }
        }
    }

    private void members(JsonNode rule, ObjectNode object, String pointer) {
        if (rule.has("x-rules")) {
            return; // they are another schema's
        }
        boolean free =
                !rule.has("properties") && !rule.path("additionalProperties").isObject();
        if (free) {
            dropNulls(object);
            return;
        }
        List<String> nulls = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            JsonNode property = rule.path("properties").path(name);
            JsonNode its = schema.resolve(property.isMissingNode() ? rule.path("additionalProperties") : property);
            if (!member.getValue().isNull()) {
                member.setValue(wanted(its, member.getValue()));
                settle(its, member.getValue(), pointer + "/" + Document.escape(name));
            } else if (its.isObject()) {
                nulls.add(name);
                required(its, property.isMissingNode(), pointer + "/" + Document.escape(name), name);
            }
        }
        object.remove(nulls);
    }

    /** Of a map every value is required. */
    private void required(JsonNode rule, boolean inMap, String pointer, String name) {
        if (inMap || rule.path("x-not-null").asBoolean(false)) {
            JsonNode usual = rule.path("default");
            reporter.error(
                    "required-field",
                    pointer,
                    null,
                    "required field missing: '" + name + "'",
                    "null is no value here; " + (usual.isValueNode() ? "left out, it is " + usual : "leave it out"));
        }
    }

    private static JsonNode wanted(JsonNode rule, JsonNode value) {
        String type = rule.path("type").asString("");
        if (value.isObject() && value.isEmpty() && type.equals("array")) {
            return JsonNodeFactory.instance.arrayNode();
        }
        return value.isArray() && value.isEmpty() && type.equals("object")
                ? JsonNodeFactory.instance.objectNode()
                : value;
    }
}
