package io.sluice.cli;

import io.sluice.api.entity.Consumer;
import io.sluice.config.Declaration;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginEntry;
import io.sluice.config.PluginSchemas;
import io.sluice.config.source.Document;
import io.sluice.lint.SecretFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A loaded file in the form of Kong's own exports: one list per kind of entity, flat, sorted, with ids, what belongs to another
 * entity referring to it by name, else by id. What has no name is sorted by id. Server names stay in their certificates and groups in
 * their consumers, in order. Vault references stand as they were written.
 */
final class CanonicalFile {

    private static final String MASK = "****";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What may be nested, and the field that then refers to the parent. */
    private static final Map<String, Map<String, String>> NESTED = Map.of(
            "services", Map.of("routes", "service", "plugins", "service", "filter_chains", "service"),
            "routes", Map.of("plugins", "route", "filter_chains", "route"),
            "consumers",
                    Map.of(
                            "plugins", "consumer",
                            "keyauth_credentials", "consumer",
                            "basicauth_credentials", "consumer",
                            "hmacauth_credentials", "consumer",
                            "jwt_secrets", "consumer",
                            "oauth2_credentials", "consumer",
                            "mtls_auth_credentials", "consumer",
                            "acls", "consumer"),
            "certificates", Map.of("services", "client_certificate", "upstreams", "client_certificate"),
            "upstreams", Map.of("targets", "upstream"),
            "key_sets", Map.of("keys", "set"),
            "consumer_groups", Map.of("plugins", "consumer_group"));

    /** Fields that refer to an entity, and its kind. */
    private static final Map<String, String> REFERENCES = Map.of(
            "service", "services",
            "route", "routes",
            "consumer", "consumers",
            "consumer_group", "consumer_groups",
            "upstream", "upstreams",
            "set", "key_sets",
            "client_certificate", "certificates",
            "certificate", "certificates");

    /** Of these the order of the file matters: groups go out in it. */
    private static final Set<String> IN_FILE_ORDER = Set.of("acls");

    private static final List<String> NAMES = List.of("name", "username", "custom_id", "prefix", "target", "kid", "id");
    private static final Set<String> NO_ENTITY_FIELDS = Set.of("_comment", "_ignore", "_config");

    private final Document document;
    private final Declaration declaration;
    private final Map<String, String> vaultReferences;
    private final SecretFields secrets;
    private final Defaults defaults;
    private final boolean withDefaults;
    private final boolean withSecrets;
    private final Map<String, List<ObjectNode>> lists = new TreeMap<>();
    private final Map<String, PluginEntry> entries = new HashMap<>();
    private final Map<String, Labels> labels = new HashMap<>();
    private final Set<String> templatedTexts = new HashSet<>();
    private int masked;

    /** Names of the entities of one kind. */
    private record Labels(Map<String, String> byId, Map<String, String> idByName, Map<String, String> idByCustomId) {}

    CanonicalFile(DeclarationLoader.Loaded loaded, PluginSchemas schemas, boolean withDefaults, boolean withSecrets) {
        this.document = Objects.requireNonNull(loaded.document());
        this.declaration = Objects.requireNonNull(loaded.declaration());
        this.vaultReferences = loaded.references();
        this.secrets = new SecretFields(schemas);
        this.defaults = new Defaults(schemas);
        this.withDefaults = withDefaults;
        this.withSecrets = withSecrets;
        declaration.plugins().forEach(entry -> entries.put(entry.pointer(), entry));
        document.templated().forEach(pointer -> {
            JsonNode value = document.root().at(pointer);
            if (value.isString() || value.isNumber()) {
                templatedTexts.add(value.asString());
            }
        });
    }

    /** How many values {@link #tree} has put stars in place of. */
    int masked() {
        return masked;
    }

    ObjectNode tree() {
        JsonNode root = document.root();
        root.properties().forEach(e -> {
            if (!e.getKey().startsWith("_")) {
                collectLabels(e.getKey(), e.getValue());
            }
        });
        root.properties().forEach(e -> {
            if (!e.getKey().startsWith("_") && !e.getKey().equals("snis")) {
                take(e.getKey(), e.getValue(), "/" + e.getKey(), null, null);
            }
        });
        members(root.path("consumer_groups"));
        ObjectNode tree = JSON.objectNode();
        tree.put("_format_version", "3.0");
        head(root, tree);
        lists.forEach((kind, list) -> {
            if (!IN_FILE_ORDER.contains(kind)) {
                list.sort(Comparator.comparing(CanonicalFile::sortKey));
            }
            tree.putArray(kind).addAll(list);
        });
        return tree;
    }

    private static void head(JsonNode root, ObjectNode tree) {
        boolean hashed = !root.path("_transform").asBoolean(true)
                || root.path("_info").path("skip_hash_for_basic_auth").asBoolean(false);
        if (hashed) {
            tree.put("_transform", false);
        }
    }

    private void collectLabels(String kind, JsonNode list) {
        Labels known = labels.computeIfAbsent(kind, _ -> new Labels(new HashMap<>(), new HashMap<>(), new HashMap<>()));
        for (JsonNode entity : list) {
            String id = entity.path("id").asString("");
            String name =
                    entity.path(kind.equals("consumers") ? "username" : "name").asString("");
            known.byId.put(id, name.isEmpty() || kind.equals("certificates") ? id : name);
            if (!name.isEmpty()) {
                known.idByName.put(name, id);
            }
            if (entity.path("custom_id").isString()) {
                known.idByCustomId.put(entity.get("custom_id").asString(), id);
            }
            NESTED.getOrDefault(kind, Map.of()).keySet().forEach(nested -> collectLabels(nested, entity.path(nested)));
            if (kind.equals("consumer_groups")) {
                collectLabels("consumers", entity.path("consumers"));
            }
        }
    }

    private void take(String kind, JsonNode list, String at, @Nullable String parentField, @Nullable String parent) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof ObjectNode entity) {
                take(kind, entity, at + "/" + i, parentField, parent);
            }
        }
    }

    private void take(
            String kind, ObjectNode entity, String at, @Nullable String parentField, @Nullable String parent) {
        Map<String, String> nested = NESTED.getOrDefault(kind, Map.of());
        ObjectNode flat = JSON.objectNode();
        entity.properties().forEach(e -> {
            boolean own = !nested.containsKey(e.getKey()) && !NO_ENTITY_FIELDS.contains(e.getKey());
            if (own && !e.getValue().isNull()) {
                flat.set(e.getKey(), e.getValue().deepCopy());
            }
        });
        String id = entity.path("id").asString("");
        special(kind, flat, id, at);
        REFERENCES.forEach((field, of) -> {
            if (flat.has(field)) {
                flat.put(field, label(of, flat.get(field)));
            }
        });
        if (parentField != null) {
            flat.put(parentField, parent);
        }
        lists.computeIfAbsent(kind, _ -> new ArrayList<>()).add(finished(kind, flat, at));
        nested.forEach((list, field) -> {
            String own = label(REFERENCES.getOrDefault(field, kind), JSON.stringNode(id));
            for (int i = 0; i < entity.path(list).size(); i++) {
                if (entity.path(list).get(i) instanceof ObjectNode child) {
                    take(list, child, at + "/" + list + "/" + i, field, own);
                }
            }
        });
    }

    private void special(String kind, ObjectNode flat, String id, String at) {
        switch (kind) {
            case "plugins" -> {
                PluginEntry entry = entries.get(at);
                if (entry != null) {
                    flat.set("config", entry.config().deepCopy());
                }
            }
            case "certificates" -> serverNames(flat, id);
            case "consumer_groups" -> flat.remove("consumers");
            case "consumers" -> groups(flat, id);
            default -> {}
        }
    }

    /** Those nested in a certificate, then those that refer to it. */
    private void serverNames(ObjectNode certificate, String id) {
        ArrayNode all = JSON.arrayNode();
        certificate
                .path("snis")
                .forEach(sni -> all.add(sni.isString() ? JSON.objectNode().set("name", sni) : sni.deepCopy()));
        for (JsonNode sni : document.root().path("snis")) {
            if (label("certificates", sni.path("certificate")).equals(id)) {
                all.add(sni.deepCopy());
            }
        }
        all.forEach(sni -> ((ObjectNode) sni).remove("certificate"));
        certificate.remove("snis");
        if (!all.isEmpty()) {
            certificate.set("snis", all);
        }
    }

    private void groups(ObjectNode consumer, String id) {
        consumer.remove("groups");
        declaration.consumers().stream()
                .filter(one -> one.id().toString().equals(id) && !one.groups().isEmpty())
                .map(Consumer::groups)
                .findFirst()
                .ifPresent(groups -> {
                    ArrayNode names = consumer.putArray("groups");
                    groups.forEach(group -> names.addObject().put("name", group.name()));
                });
    }

    /** Consumers that are declared in a group alone. */
    private void members(JsonNode groups) {
        Set<String> known = new HashSet<>();
        lists.getOrDefault("consumers", List.of())
                .forEach(consumer -> known.add(consumer.path("id").asString("")));
        Set<String> declared = new HashSet<>();
        declaration.consumers().forEach(consumer -> declared.add(consumer.id().toString()));
        for (int g = 0; g < groups.size(); g++) {
            JsonNode members = groups.get(g).path("consumers");
            for (int i = 0; i < members.size(); i++) {
                String id = members.get(i).path("id").asString("");
                if (members.get(i) instanceof ObjectNode member && declared.contains(id) && known.add(id)) {
                    take("consumers", member, "/consumer_groups/" + g + "/consumers/" + i, null, null);
                }
            }
        }
    }

    /** What a reference is written as: the name, else the id. */
    private String label(String kind, JsonNode reference) {
        Labels known = labels.getOrDefault(kind, new Labels(Map.of(), Map.of(), Map.of()));
        if (reference.path("custom_id").isString()) {
            String id =
                    known.idByCustomId.getOrDefault(reference.get("custom_id").asString(), "");
            return known.byId.getOrDefault(id, id);
        }
        String written = reference.isString() ? reference.asString() : "";
        for (String field : List.of("id", "name", "username")) {
            if (written.isEmpty() && reference.path(field).isString()) {
                written = reference.get(field).asString();
            }
        }
        String id = known.idByName.getOrDefault(written, written);
        return known.byId.getOrDefault(id, written);
    }

    private ObjectNode finished(String kind, ObjectNode flat, String at) {
        String definition = kind.substring(0, kind.length() - 1);
        String plugin = kind.equals("plugins") ? flat.path("name").asString("") : "";
        restore(flat, at);
        if (!withSecrets) {
            Set<String> pointers = new HashSet<>();
            secrets.ofEntity(definition, flat, (pointer, _) -> pointers.add(pointer));
            if (!plugin.isEmpty()) {
                secrets.hiddenOfPlugin(plugin, flat.path("config"), (pointer, _) -> pointers.add("/config" + pointer));
            }
            mask(flat, at, "", pointers);
        }
        if (!withDefaults) {
            defaults.removeFrom(definition, flat, pointer -> document.values().containsKey(at + pointer));
            if (flat.get("config") instanceof ObjectNode config && !plugin.isEmpty()) {
                defaults.removeFromPlugin(
                        plugin, config, pointer -> document.values().containsKey(at + "/config" + pointer));
            }
        }
        return sorted(flat);
    }

    /** Vault references instead of what they led to. */
    private void restore(ObjectNode flat, String at) {
        String config = at + "/config";
        vaultReferences.forEach((pointer, written) -> {
            if (pointer.startsWith(config + "/")) {
                replace(flat.path("config"), pointer.substring(config.length()), written);
            }
        });
    }

    private static void replace(JsonNode tree, String pointer, String text) {
        int last = pointer.lastIndexOf('/');
        JsonNode parent = tree.at(pointer.substring(0, last));
        String name = pointer.substring(last + 1).replace("~1", "/").replace("~0", "~");
        if (parent instanceof ObjectNode object) {
            object.put(name, text);
        } else if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(name), JSON.stringNode(text));
        }
    }

    private JsonNode mask(JsonNode node, String at, String pointer, Set<String> secretPointers) {
        if (node instanceof ObjectNode object) {
            object.propertyNames().forEach(name -> {
                String child = pointer + "/" + Document.escape(name);
                object.set(name, mask(object.get(name), at, child, secretPointers));
            });
            return object;
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, mask(array.get(i), at, pointer + "/" + i, secretPointers));
            }
            return array;
        }
        String text = node.asString("");
        boolean reference = text.startsWith("{vault://") && text.endsWith("}");
        boolean hidden = secretPointers.contains(pointer)
                || document.templated().contains(at + pointer)
                || (!node.isBoolean() && templatedTexts.contains(text));
        if (reference || !hidden) {
            return node;
        }
        masked++;
        return JSON.stringNode(MASK);
    }

    /** Names first, then by the alphabet. */
    private static ObjectNode sorted(ObjectNode node) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        NAMES.stream().filter(node::has).forEach(name -> members.put(name, node.get(name)));
        node.propertyNames().stream().sorted().forEach(name -> members.putIfAbsent(name, node.get(name)));
        ObjectNode sorted = JSON.objectNode();
        members.forEach((name, value) -> sorted.set(name, sortedValue(value)));
        return sorted;
    }

    private static JsonNode sortedValue(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return sorted(object);
        }
        if (value instanceof ArrayNode array) {
            ArrayNode sorted = JSON.arrayNode();
            array.forEach(item -> sorted.add(sortedValue(item)));
            return sorted;
        }
        return value;
    }

    private static String sortKey(ObjectNode entity) {
        StringBuilder key = new StringBuilder();
        for (String field : List.of("name", "username", "target", "prefix", "route", "service", "consumer", "id")) {
            key.append(entity.path(field).asString("")).append('\n');
        }
        return key.toString();
    }
}
