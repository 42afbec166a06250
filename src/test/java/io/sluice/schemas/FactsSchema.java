package io.sluice.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plugin's schema from its official facts: types, enums, defaults, bounds, what is required and what is a secret, in the form of
 * the schemas written by hand. What Kong holds without saying is added: records are closed, and no text is empty.
 */
final class FactsSchema {

    /** How generated files begin, and by what they are known. */
    static final String MARK = "Generated from Kong's facts by `make schemas`; not to be edited.";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> SCOPES = List.of("route", "service", "consumer", "consumer_group");
    /** Copied as they are. */
    private static final List<String> KEPT =
            List.of("enum", "minimum", "maximum", "default", "x-encrypted", "x-referenceable");

    private FactsSchema() {}

    static ObjectNode of(String plugin, JsonNode facts, Overlay overlay) {
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$comment", MARK);
        schema.put("title", plugin);
        schema.put("description", "Kong's plugin " + plugin + ", as of Kong Gateway 3.15.");
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        ArrayNode scopes = schema.putArray("x-scopes");
        SCOPES.stream().filter(facts.path("properties")::has).forEach(scopes::add);
        ObjectNode properties = schema.putObject("properties");
        properties.set("protocols", facts.at("/properties/protocols").deepCopy());
        ObjectNode config = rule(facts.at("/properties/config"));
        config.remove("x-foreign");
        overlay.apply(plugin, config);
        properties.set("config", config);
        return schema;
    }

    private static ObjectNode rule(JsonNode fact) {
        if (fact.has("oneOf")) {
            return rule(united(fact.get("oneOf")));
        }
        if (fact.path("x-foreign").asBoolean(false)) {
            return foreign();
        }
        ObjectNode rule = JSON.objectNode();
        boolean anything = fact.path("x-speakeasy-type-override").asString("").equals("any");
        if (!anything) {
            rule.set("type", fact.get("type"));
            lengths(fact, rule);
        }
        for (String keyword : KEPT) {
            if (fact.has(keyword)) {
                rule.set(keyword, fact.get(keyword).deepCopy());
            }
        }
        if (!anything) {
            inside(fact, rule);
        }
        return rule;
    }

    private static void inside(JsonNode fact, ObjectNode rule) {
        if (fact.has("items")) {
            rule.set("items", rule(fact.get("items")));
        }
        if (fact.has("properties")) {
            required(fact, rule);
            ObjectNode properties = rule.putObject("properties");
            fact.get("properties").properties().forEach(p -> properties.set(p.getKey(), rule(p.getValue())));
            rule.put("additionalProperties", false);
        } else if (fact.path("additionalProperties").isObject()) {
            rule.set("additionalProperties", rule(fact.get("additionalProperties")));
        } else if (fact.path("type").asString("").equals("object")) {
            rule.putObject("properties"); // a record without fields
            rule.put("additionalProperties", false);
        }
    }

    private static void required(JsonNode fact, ObjectNode rule) {
        TreeSet<String> names = new TreeSet<>();
        fact.path("required").forEach(name -> names.add(name.asString()));
        fact.get("properties").properties().forEach(p -> {
            if (p.getValue().path("x-lua-required").asBoolean(false)) {
                names.add(p.getKey());
            }
        });
        if (!names.isEmpty()) {
            names.forEach(rule.putArray("required")::add);
        }
    }

    /** The facts count the elements of lists and maps as they do characters. */
    private static void lengths(JsonNode fact, ObjectNode rule) {
        String type = fact.path("type").asString("");
        String of = switch (type) {
            case "array" -> "Items";
            case "object" -> "Properties";
            default -> "Length";
        };
        boolean mayBeEmpty = !type.equals("string")
                || fact.has("enum")
                || fact.path("default").asString("-").isEmpty();
        if (fact.has("minLength")) {
            rule.set("min" + of, fact.get("minLength"));
        } else if (!mayBeEmpty) {
            rule.put("minLength", 1);
        }
        if (fact.has("maxLength")) {
            rule.set("max" + of, fact.get("maxLength"));
        }
    }

    /** An entity outside the plugin, by its id. */
    private static ObjectNode foreign() {
        ObjectNode rule = JSON.objectNode();
        rule.putArray("type").add("string").add("object");
        rule.put("x-what", "an id, or a map with one");
        rule.putObject("properties").putObject("id").put("type", "string");
        rule.put("additionalProperties", false);
        return rule;
    }

    /** What one of several kinds of record may hold: the fields of all of them; those that differ in type may be anything. */
    private static ObjectNode united(JsonNode kinds) {
        ObjectNode united = JSON.objectNode().put("type", "object");
        ObjectNode properties = united.putObject("properties");
        List<String> types = new ArrayList<>();
        for (JsonNode kind : kinds) {
            kind.path("properties").properties().forEach(p -> unite(properties, p.getKey(), p.getValue()));
            kind.at("/properties/type/enum").forEach(type -> types.add(type.asString()));
        }
        ObjectNode type = properties.putObject("type").put("type", "string");
        types.forEach(type.putArray("enum")::add);
        united.putArray("required").add("name").add("type");
        return united;
    }

    private static void unite(ObjectNode properties, String name, JsonNode fact) {
        JsonNode before = properties.get(name);
        if (before == null) {
            properties.set(name, fact.deepCopy());
        } else if (before.has("properties") && fact.has("properties")) {
            ObjectNode inner = (ObjectNode) before.get("properties");
            fact.get("properties").properties().forEach(p -> unite(inner, p.getKey(), p.getValue()));
        } else if (!before.equals(fact)) {
            properties.putObject(name).put("x-speakeasy-type-override", "any");
        }
    }
}
