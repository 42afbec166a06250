package io.sluice.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Kong checks and its facts do not say, as data ({@code overlay.json}): keywords for single fields, and checks between fields in
 * the words of Kong's own schemas, which become {@code x-checks}.
 *
 * <p>{@code terms} name keywords that many fields share. {@code records} are added to every record {@code with} a field of that name.
 * A plugin's {@code fields} are merged into the field of that path, {@code metrics[].name} or {@code limits{}.second}; a path that
 * is not there is made; {@code required} are fields that must be there. Its {@code checks} name fields of the configuration, or of the records {@code in} which they hold.
 */
record Overlay(JsonNode terms, JsonNode records, JsonNode plugins, JsonNode notNull) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** {@code notNull} lists, by plugin, the fields that Kong requires although they have a default. */
    static Overlay of(JsonNode file, JsonNode notNull) {
        return new Overlay(file.get("terms"), file.get("records"), file.get("plugins"), notNull);
    }

    void apply(String plugin, ObjectNode config) {
        records(config);
        JsonNode own = plugins.path(plugin);
        own.path("required").forEach(name -> config.withArray("required").add(name));
        own.path("fields").properties().forEach(field -> merge(config, field.getKey(), field.getValue()));
        JsonNode mark = JSON.objectNode().put("x-not-null", true);
        notNull.path(plugin).forEach(path -> merge(config, path.asString(), mark));
        ArrayNode checks = JSON.arrayNode();
        own.path("checks").forEach(check -> checks.add(check(check)));
        if (!checks.isEmpty()) {
            config.set("x-checks", checks);
        }
    }

    private void records(JsonNode rule) {
        if (rule.get("properties") instanceof ObjectNode properties) {
            properties.forEach(this::records);
            for (JsonNode record : records) {
                if (properties.has(record.get("with").asString())) {
                    record.get("fields").properties().forEach(f -> merge((ObjectNode) rule, f.getKey(), f.getValue()));
                }
            }
        }
        if (rule.has("items")) {
            records(rule.get("items"));
        }
    }

    private void merge(ObjectNode config, String path, JsonNode keywords) {
        ObjectNode at = config;
        for (String step : steps(path)) {
            at = switch (step) {
                case "[]" -> child(at, "items");
                case "{}" -> child(at, "additionalProperties");
                default -> child(child(at, "properties"), step);
            };
        }
        JsonNode meant = keywords.isString() ? terms.get(keywords.asString()) : keywords;
        for (var keyword : meant.properties()) {
            at.set(keyword.getKey(), keyword.getValue().deepCopy());
        }
    }

    private static ObjectNode child(ObjectNode parent, String name) {
        return parent.get(name) instanceof ObjectNode known ? known : parent.putObject(name);
    }

    private static List<String> steps(String path) {
        return List.of(path.replace("[]", ".[]").replace("{}", ".{}").split("\\.", -1));
    }

    private static ObjectNode check(JsonNode check) {
        ObjectNode out = JSON.objectNode();
        String in = check.path("in").asString("");
        if (!in.isEmpty()) {
            out.put("in", pointer(in));
        }
        String prefix = in.isEmpty() ? "config." : "";
        if (check.has("at_least_one_of")) {
            List<String> fields = texts(check.get("at_least_one_of"));
            rule(out, "at least one of these fields must be non-empty: " + quoted(fields, prefix), anyOf(fields));
        } else if (check.has("only_one_of")) {
            List<String> fields = texts(check.get("only_one_of"));
            rule(
                    out,
                    "exactly one of these fields must be non-empty: " + quoted(fields, prefix),
                    each("oneOf", fields));
        } else if (check.has("mutually_exclusive")) {
            List<String> fields = texts(check.get("mutually_exclusive"));
            rule(out, "only one or none of these fields must be set: " + quoted(fields, prefix), atMostOne(fields));
        } else if (check.has("mutually_required")) {
            List<String> fields = texts(check.get("mutually_required"));
            rule(out, "all or none of these fields must be set: " + quoted(fields, prefix), allOrNone(fields));
        } else if (check.has("conditional")) {
            conditional(out, check.get("conditional"), prefix);
        } else {
            check.properties().stream()
                    .filter(e -> !e.getKey().equals("in"))
                    .forEach(e -> out.set(e.getKey(), e.getValue().deepCopy()));
        }
        return out;
    }

    private static void rule(ObjectNode out, String error, JsonNode schema) {
        out.put("error", error);
        out.set("schema", schema);
    }

    /** {@code if} a field {@code is} one of several values, {@code then} another must be there, or match. */
    private static void conditional(ObjectNode out, JsonNode check, String prefix) {
        String when = check.get("if").asString();
        List<String> then = check.get("then").isArray()
                ? texts(check.get("then"))
                : List.of(check.get("then").asString());
        ObjectNode is = JSON.objectNode();
        if (check.get("is").isObject()) {
            is.setAll((ObjectNode) check.get("is").deepCopy());
        } else {
            is.set("enum", check.get("is").deepCopy());
        }
        ObjectNode schema = JSON.objectNode();
        schema.set("if", there(when, is));
        JsonNode match = check.path("match");
        schema.set("then", then(then, match));
        String failed = "failed conditional validation given value of field '" + prefix + when + "'";
        String what = match.isMissingNode()
                ? then.size() == 1
                        ? "required field missing: '" + prefix + then.getFirst() + "'"
                        : "at least one of these fields must be non-empty: " + quoted(then, prefix)
                : "value must be " + match.path("const").asString();
        rule(out, check.has("error") ? check.get("error").asString() : what + " (" + failed + ")", schema);
        if (check.has("at")) {
            out.put("at", check.get("at").asString());
        } else if (!match.isMissingNode()) {
            out.put("at", "/" + then.getFirst().replace('.', '/'));
        }
    }

    /** What is not there passes, as in Kong, unless it is required or must have one value. */
    private static ObjectNode then(List<String> fields, JsonNode match) {
        if (match.isMissingNode()) {
            return fields.size() == 1 ? there(fields.getFirst(), JSON.objectNode()) : each("anyOf", fields);
        }
        return match.has("const") ? there(fields.getFirst(), match) : ifThere(fields.getFirst(), match);
    }

    private static ObjectNode ifThere(String path, JsonNode rule) {
        ObjectNode schema = JSON.objectNode();
        ObjectNode at = schema;
        for (String step : steps(path)) {
            at = at.putObject("properties").putObject(step);
        }
        at.setAll((ObjectNode) rule.deepCopy());
        return schema;
    }

    /** A field that is there. */
    private static ObjectNode there(String path, JsonNode rule) {
        ObjectNode schema = JSON.objectNode();
        ObjectNode at = schema;
        for (String step : steps(path)) {
            at.putArray("required").add(step);
            at = at.putObject("properties").putObject(step);
        }
        at.setAll((ObjectNode) rule.deepCopy());
        return schema;
    }

    private static ObjectNode filled(String path) {
        ObjectNode something = JSON.objectNode();
        ArrayNode nothing = something.putObject("not").putArray("enum");
        nothing.add("").add(JSON.arrayNode()).add(JSON.objectNode());
        return there(path, something);
    }

    private static ObjectNode each(String keyword, List<String> fields) {
        ObjectNode schema = JSON.objectNode();
        ArrayNode branches = schema.putArray(keyword);
        fields.forEach(field -> branches.add(filled(field)));
        return schema;
    }

    private static JsonNode anyOf(List<String> fields) {
        return fields.size() == 1 ? filled(fields.getFirst()) : each("anyOf", fields);
    }

    private static ObjectNode atMostOne(List<String> fields) {
        ObjectNode schema = JSON.objectNode();
        ArrayNode pairs = schema.putObject("not").putArray("anyOf");
        List<String> before = new ArrayList<>();
        for (String field : fields) {
            before.forEach(other -> pairs.add(each("allOf", List.of(other, field))));
            before.add(field);
        }
        return schema;
    }

    private static ObjectNode allOrNone(List<String> fields) {
        ObjectNode schema = JSON.objectNode();
        ArrayNode either = schema.putArray("anyOf");
        either.add(each("allOf", fields));
        either.addObject().set("not", each("anyOf", fields));
        return schema;
    }

    private static String pointer(String path) {
        return "/" + path.replace("[]", ".*").replace("{}", ".*").replace('.', '/');
    }

    private static String quoted(List<String> fields, String prefix) {
        return fields.stream().map(field -> "'" + prefix + field + "'").collect(Collectors.joining(", "));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }
}
