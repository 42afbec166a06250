package io.sluice.config;

import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks the entities that nothing is done with, each for what it refers to and for what must be unique, and lists them.
 *
 * <p>Which fields they have is the schema's to say; what must hold between fields, that of {@link KeyChecks} and {@link VaultChecks}.
 */
final class OtherEntities {

    /** Kinds that stand at the top of the file alone, with the field that is unique among them; none for {@code ""}. */
    private static final Map<String, String> FLAT = Map.ofEntries(
            Map.entry("parameters", "key"),
            Map.entry("workspaces", "name"),
            Map.entry("clustering_data_planes", ""),
            Map.entry("acme_storage", "key"),
            Map.entry("sessions", "session_id"),
            Map.entry("ratelimiting_metrics", ""),
            Map.entry("rbac_roles", "name"),
            Map.entry("partials", ""),
            Map.entry("licenses", ""),
            Map.entry("custom_entities", ""),
            Map.entry("cloned_plugins", "name"),
            Map.entry("custom_plugins", "name"),
            Map.entry("ai_models", "name"),
            Map.entry("degraphql_routes", ""),
            Map.entry("graphql_ratelimiting_cost_decorations", ""),
            Map.entry("service_packages", "name"));

    /** Kinds that belong to consumers, with their definitions and the fields that are unique. */
    private static final List<OfConsumers> OF_CONSUMERS = List.of(
            new OfConsumers("hmacauth_credentials", "hmacauth_credential", "username", true),
            new OfConsumers("jwt_secrets", "jwt_secret", "key", false),
            new OfConsumers("oauth2_credentials", "oauth2_credential", "client_id", false),
            new OfConsumers("mtls_auth_credentials", "mtls_auth_credential", "", false));

    private final Load load;
    private final ConsumerAssembly consumers;
    private final Index<Service> services;
    private final Index<Route> routes;
    private final KeyChecks checks;
    private final VaultChecks vaults;
    private final Map<String, Index<UUID>> indexes = new HashMap<>();
    private final List<Entity> entities = new ArrayList<>();

    private record OfConsumers(String kind, String definition, String unique, boolean keyed) {}

    OtherEntities(Load load, ConsumerAssembly consumers, Index<Service> services, Index<Route> routes) {
        this.load = load;
        this.consumers = consumers;
        this.services = services;
        this.routes = routes;
        this.checks = new KeyChecks(load.reporter());
        this.vaults = new VaultChecks(load);
    }

    List<Entity> assemble() {
        load.each("vaults", this::vault);
        load.each("key_sets", this::keySet);
        load.each("keys", (node, at) -> key(node, at, null));
        for (OfConsumers kind : OF_CONSUMERS) {
            for (Made<Consumer> made : consumers.made()) {
                Load.each(
                        made.node(),
                        kind.kind,
                        made.pointer(),
                        (node, at) -> credential(kind, node, at, made.entity()));
            }
            load.each(kind.kind, (node, at) -> credential(kind, node, at, null));
        }
        load.each("oauth2_tokens", (node, at) -> ofOauth2("oauth2_tokens", node, at, null));
        load.each("oauth2_authorization_codes", (node, at) -> ofOauth2("oauth2_authorization_codes", node, at, null));
        load.each("filter_chains", this::filterChain);
        FLAT.forEach((kind, unique) -> load.each(kind, (node, at) -> add(kind, node, at, unique, null, null)));
        return entities;
    }

    private void vault(ObjectNode node, String pointer) {
        vaults.check(node, pointer);
        String prefix = Fields.text(node, "prefix");
        add("vaults", node, pointer, "prefix", prefix == null ? null : "vaults:*:" + prefix, null);
    }

    private void keySet(ObjectNode node, String pointer) {
        UUID id = add("key_sets", node, pointer, "name", Fields.text(node, "name"), null);
        Load.each(node, "keys", pointer, (key, at) -> key(key, at, id));
    }

    private void key(ObjectNode node, String pointer, @Nullable UUID parent) {
        checks.key(node, pointer);
        UUID set = index("key_sets", "name").owner("set", node, pointer, parent);
        String of = parent != null ? parent.toString() : Index.text(node.path("set"));
        add("keys", node, pointer, "name", "keys:*:" + Fields.text(node, "kid", "") + ":" + of, set);
    }

    private void credential(OfConsumers kind, ObjectNode node, String pointer, @Nullable Consumer parent) {
        required(node, "consumer", pointer, parent);
        Consumer owner = consumers.consumers().owner("consumer", node, pointer, parent);
        load.defaults(kind.definition, node);
        if (kind.kind.equals("jwt_secrets")) {
            checks.jwt(node, pointer);
        }
        String key = Fields.text(node, kind.unique);
        UUID id = add(
                kind.kind,
                node,
                pointer,
                kind.unique,
                kind.keyed && key != null ? kind.kind + ":*:" + key : null,
                owner == null ? null : owner.id());
        for (String nested : List.of("oauth2_tokens", "oauth2_authorization_codes")) {
            Load.each(node, nested, pointer, (child, at) -> ofOauth2(nested, child, at, id));
        }
    }

    private void ofOauth2(String kind, ObjectNode node, String pointer, @Nullable UUID parent) {
        required(node, "credential", pointer, parent);
        UUID credential = index("oauth2_credentials", "client_id").owner("credential", node, pointer, parent);
        services.owner("service", node, pointer, null);
        add(kind, node, pointer, kind.equals("oauth2_tokens") ? "access_token" : "code", null, credential);
    }

    /** Those nested in services and routes are refused where they stand, as are these. */
    private void filterChain(ObjectNode node, String pointer) {
        services.owner("service", node, pointer, null);
        routes.owner("route", node, pointer, null);
        add("filter_chains", node, pointer, "name", null, null);
    }

    private void required(ObjectNode node, String field, String pointer, @Nullable Object parent) {
        if (parent == null && !node.has(field)) {
            load.reporter().error("required-field", pointer, null, "required field missing: '" + field + "'");
        }
    }

    private UUID add(
            String kind, ObjectNode node, String pointer, String unique, @Nullable String key, @Nullable UUID owner) {
        String name = unique.isEmpty() ? null : Fields.text(node, unique);
        UUID id = Load.id(kind, node, key);
        index(kind, unique).add(id, name, id, pointer);
        boolean secret = Set.of("access_token", "code").contains(unique);
        entities.add(new Entity(kind, id, secret ? null : name, owner, node, pointer));
        return id;
    }

    private Index<UUID> index(String kind, String unique) {
        return indexes.computeIfAbsent(kind, _ -> new Index<>(kind, unique, load.reporter()));
    }
}
