package io.sluice.config;

import io.sluice.api.entity.Certificate;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.ConsumerGroup;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import io.sluice.problem.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes plugin entries: which plugin, for whom, with which configuration. Entries are collected first and made when everything that
 * they may refer to is there.
 */
final class PluginAssembly {

    /** Kong's; a name that is none of them the schema refuses. */
    private static final Set<String> PROTOCOLS =
            Set.of("grpc", "grpcs", "http", "https", "tcp", "tls", "tls_passthrough", "udp");
    /** Fields of Kong Enterprise that change what an entry does. */
    private static final List<String> ENTERPRISE = List.of("ordering", "condition", "partials", "expressions");

    private static final List<String> ALL_SCOPES = List.of("route", "service", "consumer", "consumer_group");

    private final Load load;
    private final PluginSchemas schemas;
    private final PluginConfigs configs;
    private final PluginNames names;
    private final List<Waiting> waiting = new ArrayList<>();
    private final Index<PluginEntry> entries;
    private final Set<String> scopes = new HashSet<>();

    private record Waiting(ObjectNode node, String pointer, Parent parent) {}

    /** What an entry may be scoped to. */
    record Targets(
            Index<Route> routes,
            Index<Service> services,
            Index<Consumer> consumers,
            Index<ConsumerGroup> groups,
            Index<Certificate> certificates) {}

    PluginAssembly(Load load, PluginSchemas schemas, Problems problems) {
        this.load = load;
        this.schemas = schemas;
        this.configs = new PluginConfigs(load, schemas, problems);
        this.names = new PluginNames(schemas, load.reporter());
        this.entries = new Index<>("plugins", "instance_name", load.reporter());
    }

    /** Collects the plugins nested in an entity. */
    void nested(ObjectNode owner, String pointer, Parent parent) {
        Load.each(owner, "plugins", pointer, (node, at) -> waiting.add(new Waiting(node, at, parent)));
    }

    /** Makes those collected, and those of the top-level list. */
    List<PluginEntry> assemble(Targets targets) {
        nested(load.root(), "", Parent.NONE);
        for (Waiting one : waiting) {
            String name = Fields.text(one.node, "name");
            if (name != null) {
                make(one, name, targets);
            }
        }
        return entries.all();
    }

    private void make(Waiting one, String name, Targets targets) {
        ObjectNode node = one.node;
        String pointer = one.pointer;
        known(name, pointer);
        String declared = declared(name);
        ObjectNode config = configs.config(node, declared == null ? name : declared, pointer);
        schemas.config(name)
                .ifPresent(rules -> new EntityReferences(targets.certificates().all(), load.reporter())
                        .check(rules, config, pointer + "/config", ""));
        anonymous(config, pointer + "/config/anonymous", targets);
        load.schema().fillDefaults("/$defs/plugin", node);
        protocols(node, name, pointer);
        enterprise(node, pointer);
        PluginEntry entry = new PluginEntry(
                id(node, name, one.parent),
                name,
                Fields.text(node, "instance_name"),
                targets.routes.owner("route", node, pointer, one.parent.route()),
                targets.services.owner("service", node, pointer, one.parent.service()),
                targets.consumers.owner("consumer", node, pointer, one.parent.consumer()),
                targets.groups.owner("consumer_group", node, pointer, one.parent.group()),
                config,
                Fields.set(node, "protocols"),
                Fields.flag(node, "enabled", true),
                Fields.set(node, "tags"),
                load.document().placesBelow(pointer + "/config", config),
                load.document().place(pointer),
                pointer);
        scopes(entry, one);
        if (dangles(node, entry) || unique(entry)) {
            entries.add(entry.id(), entry.instanceName(), entry, pointer);
        }
    }

    /** Whom requests without a credential pass as. Kong looks for it with each request, so it is no error. */
    private void anonymous(ObjectNode config, String at, Targets targets) {
        String consumer = Fields.text(config, "anonymous");
        if (consumer == null || consumer.isEmpty()) {
            return;
        }
        if (load.reporter().elsewhere().isPartial()) {
            targets.consumers.resolve("anonymous", config.get("anonymous"), at);
        } else if (!targets.consumers.has(consumer)) {
            load.reporter()
                    .warning(
                            "no-such-entity",
                            at,
                            consumer,
                            "the file has no such entry in 'consumers': requests without a credential will be answered 500",
                            null);
        }
    }

    /** What a plugin is that the file itself declares, under another name or with its own program. */
    private @Nullable String declared(String name) {
        for (JsonNode cloned : load.root().path("cloned_plugins")) {
            if (name.equals(Fields.text(cloned, "name"))) {
                return Fields.text(cloned, "ref");
            }
        }
        for (JsonNode own : load.root().path("custom_plugins")) {
            if (name.equals(Fields.text(own, "name"))) {
                return name;
            }
        }
        return null;
    }

    private void known(String name, String pointer) {
        boolean kong = load.dialect() == Dialect.KONG;
        boolean named = schemas.named().contains(name);
        boolean refused = kong && (schemas.isOff(name) || !(schemas.isOpenSource(name) || named));
        String at = pointer + "/name";
        if (refused) {
            names.unknown(name, at);
        } else if (schemas.isHosted(name) && !schemas.isOff(name)) {
            return;
        } else if (!kong && declared(name) != null) {
            String message = "plugin '" + name + "' is declared by the file, which this version does not host";
            load.reporter().startError("plugin-not-hosted", at, name, message, null);
        } else if (schemas.isOff(name) && (schemas.isHosted(name) || schemas.isOfficial(name))) {
            names.notEnabled(name, at);
        } else if (schemas.isOfficial(name)) {
            names.notHosted(name, at);
        } else if (named) {
            names.unchecked(name, at);
        } else {
            names.unknown(name, at);
        }
    }

    /** A plugin runs for the protocols its schema lists. */
    private void protocols(ObjectNode node, String name, String pointer) {
        List<String> allowed = listed(name, "/properties/protocols/items/enum");
        List<String> used = Fields.list(node, "protocols");
        for (int i = 0; i < used.size(); i++) {
            if (PROTOCOLS.contains(used.get(i)) && !allowed.isEmpty() && !allowed.contains(used.get(i))) {
                load.reporter()
                        .error(
                                "bad-enum",
                                pointer + "/protocols/" + i,
                                used.get(i),
                                "expected one of: " + String.join(", ", allowed));
            }
        }
    }

    private List<String> listed(String plugin, String pointer) {
        JsonNode list = schemas.file(plugin).map(file -> file.at(pointer)).orElse(JsonNodeFactory.instance.arrayNode());
        List<String> names = new ArrayList<>();
        list.forEach(name -> names.add(name.asString()));
        return names;
    }

    private void enterprise(ObjectNode node, String pointer) {
        for (String field : ENTERPRISE) {
            if (!EntityChecks.isEmpty(node.path(field)) && Fields.flag(node, "enabled", true)) {
                load.reporter()
                        .startError(
                                "not-hosted",
                                pointer + "/" + field,
                                null,
                                "'" + field + "' is Kong Enterprise's, and not hosted by this version",
                                null);
            }
        }
    }

    /**
     * Some plugins cannot be for one consumer or group, since they run before anybody is known; some for nothing but everything. Kong
     * refuses such a reference; what is nested its file reader lets pass, and never runs.
     */
    private void scopes(PluginEntry entry, Waiting one) {
        boolean limited =
                schemas.file(entry.name()).map(file -> file.has("x-scopes")).orElse(false);
        List<String> allowed = limited ? listed(entry.name(), "/x-scopes") : ALL_SCOPES;
        for (String scope : scopesOf(entry)) {
            if (allowed.contains(scope)) {
                continue;
            }
            String message = "value must be null: plugin '" + entry.name() + "' cannot be scoped to a " + scope;
            boolean nested = !one.node.has(scope);
            load.reporter()
                    .error(
                            "bad-scope",
                            nested ? one.pointer : one.pointer + "/" + scope,
                            nested ? entry.name() : null,
                            message,
                            hint(allowed));
        }
    }

    private static String hint(List<String> allowed) {
        return allowed.isEmpty()
                ? "it is for all requests: put it into the list 'plugins' at the top"
                : "it may be for all requests, or for a " + String.join(", a ", allowed);
    }

    private static List<String> scopesOf(PluginEntry entry) {
        List<String> scopes = new ArrayList<>();
        if (entry.route() != null) {
            scopes.add("route");
        }
        if (entry.service() != null) {
            scopes.add("service");
        }
        if (entry.consumer() != null) {
            scopes.add("consumer");
        }
        if (entry.consumerGroup() != null) {
            scopes.add("consumer_group");
        }
        return scopes;
    }

    /** Whether one of its references leads nowhere, so that nobody knows yet what its scope is. */
    private static boolean dangles(ObjectNode node, PluginEntry entry) {
        return isLost(node, "route", entry.route())
                || isLost(node, "service", entry.service())
                || isLost(node, "consumer", entry.consumer())
                || isLost(node, "consumer_group", entry.consumerGroup());
    }

    private static boolean isLost(ObjectNode node, String field, @Nullable Object found) {
        return found == null && Index.written(node.path(field)) != null;
    }

    private boolean unique(PluginEntry entry) {
        String scope = entry.name() + ":"
                + (entry.route() == null ? "" : entry.route().id())
                + ":" + (entry.service() == null ? "" : entry.service().id())
                + ":" + (entry.consumer() == null ? "" : entry.consumer().id())
                + ":"
                + (entry.consumerGroup() == null ? "" : entry.consumerGroup().id());
        if (scopes.add(scope)) {
            return true;
        }
        load.reporter()
                .error(
                        "not-unique",
                        entry.pointer(),
                        entry.name(),
                        "uniqueness violation: 'plugins' entity with primary key set to '" + entry.id()
                                + "' already declared: the same name, route, service, consumer and consumer_group");
        return false;
    }

    /** Kong's key of a plugin; a parent counts by its id, a reference by its text. */
    private static UUID id(ObjectNode node, String name, Parent parent) {
        String route = parent.route() != null ? parent.route().id().toString() : Index.text(node.path("route"));
        String service = parent.service() != null ? parent.service().id().toString() : Index.text(node.path("service"));
        String consumer =
                parent.consumer() != null ? parent.consumer().id().toString() : Index.text(node.path("consumer"));
        String group =
                parent.group() != null ? parent.group().id().toString() : Index.text(node.path("consumer_group"));
        String key = "plugins:*:" + name + ":" + route + ":" + service + ":" + consumer;
        return Load.id("plugins", node, group.isEmpty() ? key : key + ":" + group);
    }
}
