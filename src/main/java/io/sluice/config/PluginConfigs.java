package io.sluice.config;

import io.sluice.config.source.Document;
import io.sluice.problem.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes the configurations of plugins: shared ones merged in, references to secrets resolved, checked, with defaults. */
final class PluginConfigs {

    private final Load load;
    private final PluginSchemas schemas;
    private final SchemaProblems problems;

    PluginConfigs(Load load, PluginSchemas schemas, Problems problems) {
        this.load = load;
        this.schemas = schemas;
        this.problems = new SchemaProblems(load.document(), problems);
    }

    /** The configuration of an entry; a plugin without a schema here has its own as it stands. */
    ObjectNode config(ObjectNode entry, String name, String pointer) {
        ObjectNode config = entry.get("config") instanceof ObjectNode own ? own : JsonNodeFactory.instance.objectNode();
        merge(entry, config, pointer);
        Optional<SchemaFile> known = schemas.config(name);
        if (known.isEmpty()) {
            EmptyValues.dropNulls(config);
        }
        if (known.isPresent()) {
            SchemaFile rules = known.get();
            String at = pointer + "/config";
            shorthands(rules, config, name, at);
            new EmptyValues(rules, load.reporter()).settle(config, at);
            Set<String> unresolved = new HashSet<>();
            boolean runs = schemas.isHosted(name) && Fields.flag(entry, "enabled", true);
            new References(at, runs, unresolved).resolve(rules.definitionAt(""), config, "");
            boolean whole = EntityChecks.isEmpty(entry.path("partials")); // else fields may come from there
            boolean sound = problems.validate(rules, config, at, unresolved, whole);
            List<SchemaFile.Broken> broken = new ArrayList<>(rules.brokenAsWritten(config));
            rules.fillDefaults("", config);
            if (sound && whole) {
                broken.addAll(rules.broken(config));
                problems.report(broken, at);
            }
        }
        return config;
    }

    /** Older names of fields move to where they live now, or stay as Kong reads them, with a warning. */
    private void shorthands(SchemaFile rules, ObjectNode config, String plugin, String pointer) {
        rules.expandShorthands(config)
                .forEach((old, field) -> deprecated(
                        plugin, pointer, "/" + old, field.substring(1).replace('/', '.')));
        rules.deprecated(config).forEach((old, path) -> deprecated(plugin, pointer, old, path));
    }

    private void deprecated(String plugin, String pointer, String old, String replacement) {
        String parent = old.substring(0, old.lastIndexOf('/')).replace('/', '.');
        String instead = replacement.isEmpty()
                ? "is deprecated and has no effect"
                : "is deprecated, please use config" + parent + "." + replacement + " instead";
        load.reporter()
                .warning(
                        "deprecated-field",
                        pointer + old,
                        null,
                        plugin + ": config" + old.replace('/', '.') + " " + instead,
                        null);
    }

    /** decK's {@code _config}: the shared configuration is the base, the entry's own overrides it field by field. */
    private void merge(ObjectNode entry, ObjectNode config, String pointer) {
        String base = Fields.text(entry, "_config");
        if (base == null) {
            return;
        }
        if (load.root().path("_plugin_configs").get(base) instanceof ObjectNode shared) {
            shared.properties().forEach(e -> {
                if (!config.has(e.getKey())) {
                    config.set(e.getKey(), e.getValue().deepCopy());
                    String name = "/" + Document.escape(e.getKey());
                    load.document()
                            .repeat(
                                    "/_plugin_configs/" + Document.escape(base) + name,
                                    pointer + "/config" + name,
                                    e.getValue());
                }
            });
        } else {
            load.reporter()
                    .error("no-such-entity", pointer + "/_config", base, "_plugin_config \"" + base + "\" not found");
        }
    }

    /** Puts values in place of vault references, where the schema lets one stand. */
    private final class References {
        private final String base;
        private final boolean runs;
        private final Set<String> unresolved;

        /** Collects, relative to {@code base}, the pointers of those that lead nowhere. */
        References(String base, boolean runs, Set<String> unresolved) {
            this.base = base;
            this.runs = runs;
            this.unresolved = unresolved;
        }

        void resolve(JsonNode rule, JsonNode value, String pointer) {
            if (value instanceof ObjectNode object) {
                for (String name : object.propertyNames()) {
                    JsonNode property = rule.path("properties").path(name);
                    JsonNode its = property.isMissingNode() ? rule.path("additionalProperties") : property;
                    String at = pointer + "/" + Document.escape(name);
                    object.set(name, resolved(its, object.get(name), at));
                }
            } else if (value instanceof ArrayNode array) {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, resolved(rule.path("items"), array.get(i), pointer + "/" + i));
                }
            }
        }

        private JsonNode resolved(JsonNode rule, JsonNode value, String pointer) {
            boolean reference = value.isString() && Vaults.isReference(value.asString());
            if (!reference || !rule.path("x-referenceable").asBoolean(false)) {
                resolve(rule, value, pointer);
                return value;
            }
            try {
                JsonNode found = typed(rule, load.vaults().resolve(value.asString()));
                load.references().put(base + pointer, value.asString());
                return found;
            } catch (Vaults.Unresolved e) {
                unresolved.add(pointer);
                report(String.valueOf(e.getMessage()), base + pointer);
                return value;
            }
        }

        /** The secret of an entry that does not run keeps nobody from starting. */
        private void report(String message, String pointer) {
            if (runs) {
                load.reporter().startError("unresolved-reference", pointer, null, message, null);
            } else {
                load.reporter().warning("unresolved-reference", pointer, null, message, null);
            }
        }

        private static JsonNode typed(JsonNode rule, String value) {
            boolean number = rule.path("type").asString("").equals("integer") && value.matches("-?\\d{1,18}");
            return number
                    ? JsonNodeFactory.instance.numberNode(Long.parseLong(value))
                    : JsonNodeFactory.instance.stringNode(value);
        }
    }
}
