package io.sluice.config;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** decK's {@code _info}: what may not be a default, and the tags that every entity is given. */
final class Info {

    private static final Map<String, List<String>> RESTRICTED = Map.of(
            "service", List.of("id", "name"),
            "route", List.of("id", "name"),
            "upstream", List.of("id", "name"),
            "target", List.of("id", "target"));

    /** Entities that stand inside others. */
    private static final List<String> NESTED = List.of(
            "routes",
            "plugins",
            "targets",
            "snis",
            "keys",
            "filter_chains",
            "keyauth_credentials",
            "basicauth_credentials",
            "hmacauth_credentials",
            "jwt_secrets",
            "acls",
            "oauth2_credentials",
            "mtls_auth_credentials");

    private Info() {}

    static void check(ObjectNode root, Reporter reporter) {
        RESTRICTED.forEach((kind, fields) -> {
            JsonNode defaults = root.at("/_info/defaults/" + kind);
            List<String> set = fields.stream().filter(defaults::has).toList();
            if (!set.isEmpty()) {
                reporter.error(
                        "bad-default",
                        "/_info/defaults/" + kind + "/" + set.getFirst(),
                        null,
                        kind + " defaults: cannot have these restricted fields set: " + String.join(", ", set));
            }
        });
    }

    /** {@code select_tags} are tags of all entities, as decK gives them. */
    static void tag(ObjectNode root) {
        List<String> tags = Fields.list(root.path("_info"), "select_tags");
        if (!tags.isEmpty()) {
            root.properties().forEach(e -> {
                if (!e.getKey().startsWith("_")) {
                    tag(e.getValue(), tags);
                }
            });
        }
    }

    private static void tag(JsonNode entities, List<String> tags) {
        if (!entities.isArray()) {
            return;
        }
        for (JsonNode entity : entities) {
            if (entity instanceof ObjectNode node) {
                NESTED.forEach(list -> tag(node.path(list), tags));
                add(node, tags);
            }
        }
    }

    private static void add(ObjectNode entity, List<String> tags) {
        if (entity.has("tags") && !entity.path("tags").isArray()) {
            return; // the schema says what is wrong
        }
        ArrayNode its = entity.withArray("tags");
        List<String> known = Fields.list(entity, "tags");
        tags.stream().filter(tag -> !known.contains(tag)).forEach(its::add);
    }
}
