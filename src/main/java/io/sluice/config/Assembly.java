package io.sluice.config;

import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import io.sluice.config.source.Document;
import io.sluice.problem.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the entities of a document: first what others refer to (services, routes, consumers), then the plugins, each wherever it
 * stands, nested or flat.
 */
final class Assembly {

    private static final Set<String> READ = Set.of("services", "routes", "consumers", "plugins");

    private final ObjectNode root;
    private final SchemaFile schema;
    private final Reporter reporter;
    private final PluginAssembly plugins;
    private final Index<Service> services;
    private final Index<Route> routes;
    private final Index<Consumer> consumers;
    private final Declared declared =
            new Declared(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    private final List<Pending> pending = new ArrayList<>();
    private final Set<String> customIds = new HashSet<>();

    private record Declared(
            List<Service> services, List<Route> routes, List<Consumer> consumers, List<PluginEntry> plugins) {}

    /** A plugin that waits until everything it may refer to is there. */
    private record Pending(JsonNode plugin, String pointer, Parent parent) {}

    /** What a nested plugin belongs to. */
    record Parent(
            @Nullable Route route,
            @Nullable Service service,
            @Nullable Consumer consumer) {
        static final Parent NONE = new Parent(null, null, null);
    }

    Assembly(Document document, ObjectNode root, SchemaFile schema, PluginSchemas pluginSchemas, Problems problems) {
        this.root = root;
        this.schema = schema;
        this.reporter = new Reporter(document, problems);
        this.services = new Index<>("services", "name", reporter);
        this.routes = new Index<>("routes", "name", reporter);
        this.consumers = new Index<>("consumers", "username", reporter);
        this.plugins = new PluginAssembly(
                document, root, schema, pluginSchemas, reporter, problems, services, routes, consumers);
    }

    Declaration assemble() {
        each(root, "services", "", this::service);
        each(root, "routes", "", (node, pointer) -> route(node, pointer, null));
        each(root, "consumers", "", this::consumer);
        each(root, "plugins", "", (node, pointer) -> pending.add(new Pending(node, pointer, Parent.NONE)));
        leftAside();
        for (Pending one : pending) {
            PluginEntry entry = plugins.make(one.plugin, one.pointer, one.parent);
            if (entry != null) {
                declared.plugins.add(entry);
            }
        }
        return new Declaration(
                List.copyOf(declared.services),
                List.copyOf(declared.routes),
                List.copyOf(declared.consumers),
                List.copyOf(declared.plugins));
    }

    /** Lists of entities that are known and that this version does nothing with. */
    private void leftAside() {
        for (String list : root.propertyNames()) {
            JsonNode entities = root.get(list);
            if (!list.startsWith("_") && !READ.contains(list) && entities.isArray() && !entities.isEmpty()) {
                reporter.warning(
                        "left-aside",
                        "/" + list,
                        null,
                        "'" + list + "' are known to Kong and have no effect in this version",
                        null);
            }
        }
    }

    private interface Visitor {
        void visit(ObjectNode node, String pointer);
    }

    private static void each(JsonNode parent, String list, String base, Visitor visitor) {
        JsonNode nodes = parent.path(list);
        if (!nodes.isArray()) {
            return;
        }
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i) instanceof ObjectNode node) {
                visitor.visit(node, base + "/" + list + "/" + i);
            }
        }
    }

    private void service(ObjectNode node, String pointer) {
        ServiceUrl.expand(node, pointer, reporter);
        defaults("service", node);
        String name = Fields.text(node, "name");
        Service service = new Service(
                id("services", node, name),
                name,
                Fields.text(node, "protocol", "http"),
                Fields.text(node, "host", ""),
                Fields.number(node, "port", 80),
                Fields.text(node, "path"),
                Fields.number(node, "retries", 5),
                Fields.number(node, "connect_timeout", 60_000),
                Fields.number(node, "write_timeout", 60_000),
                Fields.number(node, "read_timeout", 60_000),
                Fields.flag(node, "enabled", true),
                Fields.set(node, "tags"));
        EntityChecks.service(node, pointer, reporter);
        services.add(service.id(), name, service, pointer);
        declared.services.add(service);
        each(node, "routes", pointer, (child, at) -> route(child, at, service));
        each(
                node,
                "plugins",
                pointer,
                (child, at) -> pending.add(new Pending(child, at, new Parent(null, service, null))));
    }

    private void route(ObjectNode node, String pointer, @Nullable Service parent) {
        defaults("route", node);
        String name = Fields.text(node, "name");
        JsonNode reference = node.path("service");
        Service service =
                parent != null || reference.isMissingNode() ? parent : services.resolve("service", reference, pointer);
        Set<String> protocols = Fields.set(node, "protocols");
        boolean grpc = protocols.contains("grpc") || protocols.contains("grpcs");
        Route route = new Route(
                id("routes", node, name),
                name,
                service,
                protocols,
                Fields.set(node, "methods"),
                Fields.list(node, "hosts"),
                Fields.list(node, "paths"),
                Fields.lists(node, "headers"),
                Fields.set(node, "snis"),
                Fields.endpoints(node, "sources"),
                Fields.endpoints(node, "destinations"),
                Fields.number(node, "https_redirect_status_code", 426),
                Fields.number(node, "regex_priority", 0),
                Fields.flag(node, "strip_path", !grpc),
                Fields.text(node, "path_handling", "v0"),
                Fields.flag(node, "preserve_host", false),
                Fields.flag(node, "request_buffering", true),
                Fields.flag(node, "response_buffering", true),
                Fields.set(node, "tags"),
                Fields.time(node, "created_at"));
        RouteChecks.check(route, node, pointer, reporter);
        routes.add(route.id(), name, route, pointer);
        declared.routes.add(route);
        each(
                node,
                "plugins",
                pointer,
                (child, at) -> pending.add(new Pending(child, at, new Parent(route, null, null))));
    }

    private void consumer(ObjectNode node, String pointer) {
        String username = Fields.text(node, "username");
        String customId = Fields.text(node, "custom_id");
        if (username == null && customId == null) {
            reporter.error(
                    "between-fields",
                    pointer,
                    null,
                    "at least one of these fields must be non-empty: 'custom_id', 'username'");
        }
        if (customId != null && !customIds.add(customId)) {
            reporter.error(
                    "not-unique",
                    pointer + "/custom_id",
                    customId,
                    "uniqueness violation: 'consumers' entity with custom_id set to '" + customId
                            + "' already declared");
        }
        Consumer consumer = new Consumer(id("consumers", node, username), username, customId, Fields.set(node, "tags"));
        consumers.add(consumer.id(), username, consumer, pointer);
        declared.consumers.add(consumer);
        each(
                node,
                "plugins",
                pointer,
                (child, at) -> pending.add(new Pending(child, at, new Parent(null, null, consumer))));
    }

    /** The file's own value wins over {@code _info.defaults}, and that over the schema's. */
    private void defaults(String kind, ObjectNode node) {
        JsonNode own = root.path("_info").path("defaults").path(kind);
        if (own.isObject()) {
            own.properties().forEach(e -> {
                if (!node.has(e.getKey())) {
                    node.set(e.getKey(), e.getValue().deepCopy());
                }
            });
        }
        schema.fillDefaults("/$defs/" + kind, node);
    }

    private static UUID id(String kind, JsonNode node, @Nullable String name) {
        String id = Fields.text(node, "id");
        if (id != null && Index.isUuid(id)) {
            return UUID.fromString(id);
        }
        return name == null ? UUID.randomUUID() : Ids.of(kind, name);
    }
}
