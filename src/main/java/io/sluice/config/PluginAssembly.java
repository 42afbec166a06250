package io.sluice.config;

import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import io.sluice.config.source.Document;
import io.sluice.problem.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes plugin entries: which plugin, for whom, with a configuration that was checked and has its defaults. */
final class PluginAssembly {

    private final Document document;
    private final ObjectNode root;
    private final SchemaFile schema;
    private final PluginSchemas schemas;
    private final Reporter reporter;
    private final SchemaProblems configProblems;
    private final Index<Service> services;
    private final Index<Route> routes;
    private final Index<Consumer> consumers;
    private final Set<String> scopes = new HashSet<>();
    private final Set<String> instanceNames = new HashSet<>();

    PluginAssembly(
            Document document,
            ObjectNode root,
            SchemaFile schema,
            PluginSchemas schemas,
            Reporter reporter,
            Problems problems,
            Index<Service> services,
            Index<Route> routes,
            Index<Consumer> consumers) {
        this.document = document;
        this.root = root;
        this.schema = schema;
        this.schemas = schemas;
        this.reporter = reporter;
        this.configProblems = new SchemaProblems(document, problems);
        this.services = services;
        this.routes = routes;
        this.consumers = consumers;
    }

    /** Null when there is nothing to make an entry of; why has been reported. */
    @Nullable
    PluginEntry make(JsonNode raw, String pointer, Assembly.Parent parent) {
        ObjectNode node = (ObjectNode) raw;
        String name = Fields.text(node, "name");
        if (name == null) {
            return null;
        }
        ObjectNode config = config(node, name, pointer);
        schema.fillDefaults("/$defs/plugin", node);
        protocols(node, name, pointer);
        Route route = scope(node, "route", pointer, parent.route(), routes);
        Service service = scope(node, "service", pointer, parent.service(), services);
        Consumer consumer = scope(node, "consumer", pointer, parent.consumer(), consumers);
        unique(name, route, service, consumer, pointer);
        String instanceName = Fields.text(node, "instance_name");
        if (instanceName != null && !instanceNames.add(instanceName)) {
            reporter.error(
                    "not-unique",
                    pointer + "/instance_name",
                    instanceName,
                    "uniqueness violation: 'plugins' entity with instance_name set to '" + instanceName
                            + "' already declared");
        }
        return new PluginEntry(
                id(node, name, parent),
                name,
                instanceName,
                route,
                service,
                consumer,
                config,
                Fields.set(node, "protocols"),
                Fields.flag(node, "enabled", true),
                Fields.set(node, "tags"),
                document.placesBelow(pointer + "/config", config),
                document.place(pointer),
                pointer);
    }

    /** The base of {@code _plugin_configs}, overridden field by field, checked, with defaults. */
    private ObjectNode config(ObjectNode node, String name, String pointer) {
        ObjectNode config = node.get("config") instanceof ObjectNode own ? own : JsonNodeFactory.instance.objectNode();
        String base = Fields.text(node, "_config");
        if (base != null) {
            if (root.path("_plugin_configs").get(base) instanceof ObjectNode shared) {
                shared.properties().forEach(e -> {
                    if (!config.has(e.getKey())) {
                        config.set(e.getKey(), e.getValue().deepCopy());
                    }
                });
            } else {
                reporter.error(
                        "no-such-entity", pointer + "/_config", base, "_plugin_config \"" + base + "\" not found");
            }
        }
        Optional<SchemaFile> rules = schemas.config(name);
        if (rules.isPresent()) {
            boolean sound = configProblems.validate(rules.get(), config, pointer + "/config");
            rules.get().fillDefaults("", config);
            if (sound) {
                configProblems.check(rules.get(), config, pointer + "/config");
            }
        } else if (schemas.isOfficial(name)) {
            reporter.warning(
                    "plugin-not-hosted",
                    pointer + "/name",
                    name,
                    "plugin '" + name + "' is Kong's, and not hosted by this version; its config is not checked",
                    null);
        } else {
            reporter.error(
                    "unknown-plugin",
                    pointer + "/name",
                    name,
                    "plugin '" + name + "' not enabled; add it to the 'plugins' configuration property",
                    schemas.nearest(name).map(n -> "did you mean '" + n + "'?").orElse(null));
        }
        return config;
    }

    /** A plugin runs for the protocols its schema lists. */
    private void protocols(ObjectNode node, String name, String pointer) {
        JsonNode allowed = schemas.file(name)
                .map(file -> file.at("/properties/protocols/items/enum"))
                .orElse(JsonNodeFactory.instance.missingNode());
        List<String> names = new ArrayList<>();
        allowed.forEach(protocol -> names.add(protocol.asString()));
        List<String> used = Fields.list(node, "protocols");
        for (int i = 0; i < used.size(); i++) {
            if (!names.isEmpty() && !names.contains(used.get(i))) {
                reporter.error(
                        "bad-enum",
                        pointer + "/protocols/" + i,
                        used.get(i),
                        "expected one of: " + String.join(", ", names));
            }
        }
    }

    private static <E> @Nullable E scope(
            ObjectNode node, String field, String pointer, @Nullable E parent, Index<E> index) {
        JsonNode reference = node.path(field);
        return parent != null || reference.isMissingNode() ? parent : index.resolve(field, reference, pointer);
    }

    private void unique(
            String name,
            @Nullable Route route,
            @Nullable Service service,
            @Nullable Consumer consumer,
            String pointer) {
        String scope = name + ":" + (route == null ? "" : route.id()) + ":" + (service == null ? "" : service.id())
                + ":" + (consumer == null ? "" : consumer.id());
        if (!scopes.add(scope)) {
            reporter.error(
                    "not-unique",
                    pointer,
                    name,
                    "uniqueness violation: 'plugins' entity with the same name, route, service and consumer already"
                            + " declared");
        }
    }

    /** Kong's key of a plugin; a parent counts by its id, a reference by its text. */
    private static UUID id(ObjectNode node, String name, Assembly.Parent parent) {
        String id = Fields.text(node, "id");
        if (id != null && Index.isUuid(id)) {
            return UUID.fromString(id);
        }
        String route = parent.route() != null ? parent.route().id().toString() : reference(node, "route");
        String service = parent.service() != null ? parent.service().id().toString() : reference(node, "service");
        String consumer = parent.consumer() != null ? parent.consumer().id().toString() : reference(node, "consumer");
        return Ids.of("plugins", "plugins:*:" + name + ":" + route + ":" + service + ":" + consumer);
    }

    private static String reference(ObjectNode node, String field) {
        String written = Index.written(node.path(field));
        return written == null ? "" : written;
    }
}
