package io.sluice.schemas;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code schema/kong.schema.json}: the whole file, plugins included, in one schema for editors. It is draft-07, which language servers
 * know best, so nothing stands beside a {@code $ref}; what only we understand is left out; a field that may be absent may be null; and
 * a number or a boolean may be a template or a vault reference.
 */
final class EditorSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** Definitions that are written out wherever they are used. */
    private static final Set<String> SMALL =
            Set.of("uuid", "tags", "name", "reference", "host_name", "membership", "endpoint");

    private static final Set<String> NOT_TEXT = Set.of("integer", "number", "boolean");
    private static final String NAMED = "#/definitions/";

    private final JsonNode entities;
    private final Map<String, JsonNode> plugins;

    /** {@code plugins} are the schemas of all plugins, by name. */
    EditorSchema(JsonNode entities, Map<String, JsonNode> plugins) {
        this.entities = entities;
        this.plugins = plugins;
    }

    ObjectNode make() {
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("$comment", "Generated from entities.json and plugins/*.json by `make schemas`; not to be edited.");
        ObjectNode file = rule(entities);
        file.remove(List.of("$schema", "$defs"));
        schema.setAll(file);
        ObjectNode definitions = schema.putObject("definitions");
        entities.get("$defs").properties().forEach(definition -> {
            if (!SMALL.contains(definition.getKey())) {
                definitions.set(definition.getKey(), rule(definition.getValue()));
            }
        });
        plugin((ObjectNode) definitions.get("plugin"));
        plugins.forEach((name, its) -> definitions.set("plugin-" + name, rule(its.at("/properties/config"))));
        return schema;
    }

    /** The name of a plugin decides what its config may hold. */
    private void plugin(ObjectNode plugin) {
        ObjectNode name = JSON.objectNode();
        name.set("description", plugin.at("/properties/name/description"));
        ArrayNode either = name.putArray("anyOf");
        plugins.keySet().forEach(either.addObject().putArray("enum")::add);
        either.addObject().put("type", "string").put("minLength", 1);
        ((ObjectNode) plugin.get("properties")).set("name", name);
        ArrayNode all = plugin.putArray("allOf");
        plugins.keySet().forEach(one -> {
            ObjectNode branch = all.addObject();
            ObjectNode condition = branch.putObject("if");
            condition.putArray("required").add("name");
            condition.putObject("properties").putObject("name").put("const", one);
            branch.putObject("then").putObject("properties").putObject("config").put("$ref", NAMED + "plugin-" + one);
        });
    }

    private ObjectNode rule(JsonNode from) {
        JsonNode reference = from.path("$ref");
        if (reference.isString()) {
            String name = reference.asString().substring("#/$defs/".length());
            if (!SMALL.contains(name)) {
                return JSON.objectNode().put("$ref", NAMED + name);
            }
            ObjectNode written = (ObjectNode) entities.at("/$defs/" + name).deepCopy();
            from.properties().stream()
                    .filter(e -> !e.getKey().equals("$ref"))
                    .forEach(e -> written.set(e.getKey(), e.getValue()));
            return rule(written);
        }
        ObjectNode to = JSON.objectNode();
        from.properties().forEach(e -> keyword(e.getKey(), e.getValue(), to));
        Set<String> needed = Stream.of("required", "x-required")
                .flatMap(list -> from.path(list).valueStream())
                .map(JsonNode::asString)
                .collect(Collectors.toSet());
        to.path("properties").properties().forEach(e -> {
            if (!needed.contains(e.getKey())) {
                nullable((ObjectNode) e.getValue());
            }
        });
        if (from.has("x-required")) {
            to.set("required", from.get("x-required"));
        }
        template(to);
        return to;
    }

    private void keyword(String name, JsonNode value, ObjectNode to) {
        switch (name) {
            case String ours when ours.startsWith("x-") -> {}
            case "format", "examples", "$comment" -> {} // a format is one of ours
            case "pattern" -> to.put(name, "^(\\$\\{\\{|\\{vault:)|" + value.asString());
            case "properties" -> {
                ObjectNode properties = to.putObject(name);
                value.properties().forEach(e -> properties.set(e.getKey(), rule(e.getValue())));
            }
            case "items", "additionalProperties", "propertyNames" ->
                to.set(name, value.isObject() ? rule(value) : value);
            default -> to.set(name, value.deepCopy());
        }
    }

    /** A text in place of a number or a boolean is a template, or a reference to a secret. */
    private static void template(ObjectNode rule) {
        if (NOT_TEXT.contains(rule.path("type").asString(""))) {
            String type = rule.get("type").asString();
            rule.putArray("type").add(type).add("string");
            rule.put("pattern", "^(\\$\\{\\{|\\{vault:)");
            rule.put("patternErrorMessage", "expected a" + (type.equals("integer") ? "n " : " ") + type);
            if (rule.get("enum") instanceof ArrayNode values) {
                rule.remove("enum");
                ArrayNode either = rule.putArray("anyOf");
                either.addObject().set("enum", values);
                either.addObject().put("type", "string");
            }
        }
    }

    /** In Kong, null means "not set". */
    private static void nullable(ObjectNode rule) {
        JsonNode type = rule.path("type");
        if (type.isString()) {
            rule.putArray("type").add(type.asString()).add("null");
        } else if (type instanceof ArrayNode types) {
            types.add("null");
        }
        if (rule.get("enum") instanceof ArrayNode values) {
            values.addNull();
        }
        if (rule.get("anyOf") instanceof ArrayNode either) {
            either.addObject().put("type", "null");
        }
    }
}
