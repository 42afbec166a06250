package io.sluice.config;

import io.sluice.config.source.Document;
import tools.jackson.databind.JsonNode;

/**
 * What {@code kong config parse} of the open-source edition refuses and this version reads: keys of decK and of Kong Enterprise, which
 * the schema marks ({@code x-only}), and references by a map without an id.
 */
final class KongRules {

    private final SchemaFile schema;
    private final Reporter reporter;

    KongRules(SchemaFile schema, Reporter reporter) {
        this.schema = schema;
        this.reporter = reporter;
    }

    void check(JsonNode root) {
        walk(schema.definitionAt(""), root, "");
    }

    private void walk(JsonNode rule, JsonNode value, String pointer) {
        if (value.isArray()) {
            JsonNode items = schema.resolve(rule.path("items"));
            for (int i = 0; i < value.size(); i++) {
                walk(items, value.get(i), pointer + "/" + i);
            }
            return;
        }
        if (rule.path("x-reference").asBoolean(false) && value.isObject() && !value.has("id")) {
            reporter.error(
                    "between-fields", pointer, null, "missing primary key", "in a string, Kong takes a name or an id");
        }
        value.properties().forEach(e -> {
            JsonNode property = rule.path("properties").path(e.getKey());
            String at = pointer + "/" + Document.escape(e.getKey());
            String only = property.path("x-only").asString("");
            if (only.isEmpty()) {
                walk(schema.resolve(property), e.getValue(), at);
            } else {
                reporter.errorAtKey("unknown-field", at, e.getKey(), "unknown field", whose(only));
            }
        });
    }

    private static String whose(String only) {
        return switch (only) {
            case "deck" -> "it is decK's";
            case "expressions" -> "it is for router_flavor = expressions";
            default -> "it is Kong Enterprise's";
        };
    }
}
