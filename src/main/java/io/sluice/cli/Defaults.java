package io.sluice.cli;

import io.sluice.config.PluginSchemas;
import io.sluice.config.source.Document;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Takes away what a load has filled in and would fill in again: values that are the default of their schema. Immutable. */
final class Defaults {

    private final PluginSchemas plugins;
    private final JsonNode entities;

    Defaults(PluginSchemas plugins) {
        this.plugins = plugins;
        try (InputStream in = Defaults.class.getResourceAsStream("/schema/entities.json")) {
            this.entities = JsonMapper.shared().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code isWritten} says of a pointer below the entity whether the user wrote what stands there: that stays. */
    void removeFrom(String definition, ObjectNode entity, Predicate<String> isWritten) {
        remove(entities, entities.at("/$defs/" + definition), entity, "", isWritten);
    }

    /** The same for the configuration of a plugin. */
    void removeFromPlugin(String plugin, ObjectNode config, Predicate<String> isWritten) {
        plugins.file(plugin)
                .map(schema -> schema.at("/properties/config"))
                .ifPresent(rule -> remove(rule, rule, config, "", isWritten));
    }

    private static void remove(
            JsonNode schema, JsonNode definition, ObjectNode node, String at, Predicate<String> isWritten) {
        JsonNode properties = resolved(schema, definition).path("properties");
        for (String name : List.copyOf(node.propertyNames())) {
            JsonNode rule = resolved(schema, properties.path(name));
            JsonNode value = node.get(name);
            String pointer = at + "/" + Document.escape(name);
            if (value instanceof ObjectNode object && rule.has("properties")) {
                remove(schema, rule, object, pointer, isWritten);
            } else if (value.isArray() && rule.path("items").has("properties")) {
                for (int i = 0; i < value.size(); i++) {
                    if (value.get(i) instanceof ObjectNode object) {
                        remove(schema, rule.path("items"), object, pointer + "/" + i, isWritten);
                    }
                }
            }
            if (rule.has("default") && rule.get("default").equals(value) && !isWritten.test(pointer)) {
                node.remove(name);
            }
        }
    }

    private static JsonNode resolved(JsonNode schema, JsonNode rule) {
        JsonNode reference = rule.path("$ref");
        return reference.isString() ? schema.at(reference.asString().substring(1)) : rule;
    }
}
