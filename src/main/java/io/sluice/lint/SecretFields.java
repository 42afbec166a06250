package io.sluice.lint;

import io.sluice.config.PluginSchemas;
import io.sluice.config.source.Document;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Which values of a file are secrets: those that a schema marks as encrypted, those that it lets come from a vault and that are
 * named like a secret, and, where there is no schema, those that are named like one. Immutable, safe for concurrent use.
 */
public final class SecretFields {

    private static final Pattern NAMED_SO = Pattern.compile(
            "(?i)(.*_)?(password|passphrase|passwd|secret|token|private_key|api_key|secret_key|secret_access_key|jwk|pem)");
    private static final List<String> BRANCHES = List.of("allOf", "anyOf", "oneOf");

    private final JsonNode file;
    private final PluginSchemas plugins;

    public SecretFields(PluginSchemas plugins) {
        this.plugins = plugins;
        try (InputStream in = SecretFields.class.getResourceAsStream("/schema/entities.json")) {
            this.file = JsonMapper.shared().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Visits the secrets in a value of the schema's definition of that name, {@code service}: pointers below it, and values. */
    public void ofEntity(String definition, JsonNode entity, BiConsumer<String, JsonNode> visitor) {
        walk(file, file.at("/$defs/" + definition), entity, "", visitor);
    }

    /** Visits the secrets in a whole file, but for those in configurations of plugins. */
    void ofFile(JsonNode root, BiConsumer<String, JsonNode> visitor) {
        walk(file, file, root, "", visitor);
    }

    /** Visits the secrets in the configuration of a plugin. */
    public void ofPlugin(String plugin, JsonNode config, BiConsumer<String, JsonNode> visitor) {
        JsonNode schema = plugins.file(plugin)
                .map(whole -> whole.at("/properties/config"))
                .orElse(MissingNode.getInstance());
        walk(schema, schema, config, "", visitor);
    }

    /** Visits what must not be shown of the configuration of a plugin: the secrets, and without a schema every text. */
    public void hiddenOfPlugin(String plugin, JsonNode config, BiConsumer<String, JsonNode> visitor) {
        if (plugins.file(plugin).isPresent()) {
            ofPlugin(plugin, config, visitor);
        } else {
            texts(config, "", visitor);
        }
    }

    private static void texts(JsonNode value, String at, BiConsumer<String, JsonNode> visitor) {
        if (value.isString()) {
            visitor.accept(at, value);
        }
        value.properties().forEach(e -> texts(e.getValue(), at + "/" + Document.escape(e.getKey()), visitor));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            texts(value.get(i), at + "/" + i, visitor);
        }
    }

    private static void walk(
            JsonNode schema, JsonNode rule, JsonNode value, String at, BiConsumer<String, JsonNode> visitor) {
        if (value.isObject()) {
            value.properties().forEach(e -> {
                if (e.getKey().equals("config") && schema.has("$defs")) {
                    return; // of a plugin, which has a schema of its own
                }
                JsonNode its = property(schema, rule, e.getKey());
                String pointer = at + "/" + Document.escape(e.getKey());
                each(schema, its, e.getKey(), e.getValue(), pointer, visitor);
            });
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                JsonNode items = resolved(schema, rule).path("items");
                walk(schema, resolved(schema, items), value.get(i), at + "/" + i, visitor);
            }
        }
    }

    private static void each(
            JsonNode schema,
            JsonNode rule,
            String name,
            JsonNode value,
            String at,
            BiConsumer<String, JsonNode> visitor) {
        if (!isSecret(rule, name)) {
            walk(schema, rule, value, at, visitor);
        } else if (value.isContainer()) {
            int i = 0;
            for (JsonNode one : value) {
                each(schema, rule, name, one, at + "/" + i++, visitor);
            }
        } else if (value.isString() && !value.asString().isEmpty()) {
            visitor.accept(at, value);
        }
    }

    private static boolean isSecret(JsonNode rule, String name) {
        if (rule.path("x-encrypted").asBoolean(false)) {
            return true;
        }
        boolean perhaps = rule.isMissingNode()
                || rule.path("x-referenceable").asBoolean(false)
                || rule.path("items").path("x-encrypted").asBoolean(false);
        return perhaps && NAMED_SO.matcher(name).matches();
    }

    private static JsonNode property(JsonNode schema, JsonNode rule, String name) {
        JsonNode definition = resolved(schema, rule);
        JsonNode own = definition.path("properties").path(name);
        if (!own.isMissingNode()) {
            return resolved(schema, own);
        }
        for (String branches : BRANCHES) {
            for (JsonNode branch : definition.path(branches)) {
                JsonNode there = property(schema, branch, name);
                if (!there.isMissingNode()) {
                    return there;
                }
            }
        }
        JsonNode others = definition.path("additionalProperties");
        return others.isObject() ? resolved(schema, others) : MissingNode.getInstance();
    }

    private static JsonNode resolved(JsonNode schema, JsonNode rule) {
        JsonNode reference = rule.path("$ref");
        return reference.isString() && reference.asString().startsWith("#")
                ? schema.at(reference.asString().substring(1))
                : rule;
    }
}
