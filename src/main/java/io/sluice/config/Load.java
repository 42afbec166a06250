package io.sluice.config;

import io.sluice.config.source.Document;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One load of one document: what all its steps share.
 *
 * @param schema of the whole file
 * @param now the time of the load
 * @param references collects the vault references that are replaced in {@code root}, by pointer
 */
record Load(
        Document document,
        ObjectNode root,
        SchemaFile schema,
        Reporter reporter,
        Vaults vaults,
        Dialect dialect,
        Instant now,
        Map<String, String> references) {

    /** Takes an entity and its pointer. */
    interface Visitor {
        void visit(ObjectNode node, String pointer);
    }

    /** Visits a list at the top of the file. */
    void each(String list, Visitor visitor) {
        each(root, list, "", visitor);
    }

    /** Visits a list nested in an entity, whose pointer is {@code base}. */
    static void each(JsonNode parent, String list, String base, Visitor visitor) {
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

    /** The file's own value wins over {@code _info.defaults}, and that over the schema's. */
    void defaults(String kind, ObjectNode node) {
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

    /** The id of the file, else the one that follows from Kong's {@code key}, else a random one; the node has it from then on. */
    static UUID id(String kind, JsonNode node, @Nullable String key) {
        String written = Fields.text(node, "id");
        if (written != null && Index.isUuid(written)) {
            return UUID.fromString(written);
        }
        UUID id = key == null ? UUID.randomUUID() : Ids.of(kind, key);
        if (node instanceof ObjectNode object && written == null) {
            object.put("id", id.toString());
        }
        return id;
    }

    /**
     * A field that may be a vault reference; null where there is none to be had. A reference that leads nowhere is reported.
     */
    @Nullable
    String secret(ObjectNode node, String field, String pointer) {
        String written = Fields.text(node, field);
        if (written == null || !Vaults.isReference(written)) {
            return written;
        }
        try {
            return vaults.resolve(written);
        } catch (Vaults.Unresolved e) {
            reporter.startError(
                    "unresolved-reference", pointer + "/" + field, null, String.valueOf(e.getMessage()), null);
            return null;
        }
    }

    /** Filter chains are programs for WebAssembly; they may guard what they stand at. */
    void refuseFilterChains(JsonNode owner, String pointer) {
        if (!EntityChecks.isEmpty(owner.path("filter_chains"))) {
            reporter.startError(
                    "not-hosted",
                    pointer + "/filter_chains",
                    null,
                    "filter chains (WebAssembly) are not hosted by this version",
                    null);
        }
    }
}
