package io.sluice.config;

import io.sluice.problem.Nearest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The entities of one kind, by id, by name and by what else is unique: keeps them unique and resolves references.
 *
 * @param <E> the entity
 */
final class Index<E> {

    private static final String[] WAYS_TO_REFER = {"id", "name", "username", "custom_id"};

    private final String kind;
    private final String nameField;
    private final Reporter reporter;
    private final Map<UUID, E> byId = new LinkedHashMap<>();
    private final Map<String, E> byName = new HashMap<>();
    private final Map<String, Map<String, E>> byOther = new HashMap<>();

    /** {@code kind} is Kong's plural, {@code nameField} what its name is called. */
    Index(String kind, String nameField, Reporter reporter) {
        this.kind = kind;
        this.nameField = nameField;
        this.reporter = reporter;
    }

    void add(UUID id, @Nullable String name, E entity, String pointer) {
        boolean newId = byId.putIfAbsent(id, entity) == null;
        boolean newName = name == null || byName.putIfAbsent(name, entity) == null;
        if (!newName) {
            violation(nameField + " set to '" + name + "'", name, pointer + "/" + nameField);
        } else if (!newId) {
            violation("primary key set to '" + id + "'", id.toString(), pointer);
        }
    }

    /** Another field that is unique. */
    void also(String field, String value, E entity, String pointer) {
        if (byOther.computeIfAbsent(field, _ -> new HashMap<>()).putIfAbsent(value, entity) != null) {
            violation(field + " set to '" + value + "'", value, pointer + "/" + field);
        }
    }

    private void violation(String what, @Nullable String value, String pointer) {
        reporter.error(
                "not-unique",
                pointer,
                value,
                "uniqueness violation: '" + kind + "' entity with " + what + " already declared");
    }

    /** In the order of the file. */
    List<E> all() {
        return List.copyOf(byId.values());
    }

    /** The entity that a name, an id, or a map with one of them refers to; null, and a problem, if there is none. */
    @Nullable
    E resolve(String field, JsonNode reference, String at) {
        String written = written(reference);
        if (written == null) {
            return null; // the schema has said what is wrong with it
        }
        E found = find(reference, written);
        if (found == null) {
            missing(field, written, at, "");
        }
        return found;
    }

    /** Whether there is an entity of this name or id. */
    boolean has(String written) {
        return byName.containsKey(written) || (isUuid(written) && byId.containsKey(UUID.fromString(written)));
    }

    private @Nullable E find(JsonNode reference, String written) {
        if (reference.path("custom_id").isString()) {
            return byOther.getOrDefault("custom_id", Map.of()).get(written);
        }
        E named = byName.get(written);
        return named != null ? named : isUuid(written) ? byId.get(UUID.fromString(written)) : null;
    }

    private void missing(String field, String written, String at, String before) {
        String near = Nearest.to(written, byName.keySet()).orElse(null);
        if (reporter.elsewhere().isPartial() && before.isEmpty()) {
            reporter.expect(kind, field, written, at, near);
            return;
        }
        String hint = near == null ? null : "did you mean '" + near + "'?";
        if (reporter.elsewhere().isLookedUp(kind)) {
            reporter.startError(
                    "outside-the-file",
                    at,
                    written,
                    "'" + field + ": " + written
                            + "' is looked up by decK's default_lookup_tags; no gateway is asked here",
                    hint);
            return;
        }
        reporter.error(
                "no-such-entity",
                at,
                written,
                before + "invalid reference '" + field + ": " + written + "' (no such entry in '" + kind + "')",
                hint);
    }

    /** Whom an entity belongs to: the one it is nested in, else the one it refers to. Nested, it may say the same once more. */
    @Nullable
    E owner(String field, JsonNode node, String pointer, @Nullable E parent) {
        JsonNode reference = node.path(field);
        String at = pointer + "/" + field;
        if (parent == null) {
            return reference.isMissingNode() ? null : resolve(field, reference, at);
        }
        String written = written(reference);
        if (written != null) {
            E named = find(reference, written);
            if (named == null) {
                missing(field, written, at, "value must be null: ");
            } else if (!named.equals(parent)) {
                String message = "value must be null: it is nested in another " + field;
                reporter.error("between-fields", at, written, message);
            }
        }
        return parent;
    }

    /** The text of a reference as the user wrote it. */
    static @Nullable String written(JsonNode reference) {
        if (reference.isString()) {
            return reference.asString();
        }
        for (String key : WAYS_TO_REFER) {
            if (reference.path(key).isString()) {
                return reference.path(key).asString();
            }
        }
        return null;
    }

    /** The same, {@code ""} where there is none. */
    static String text(JsonNode reference) {
        String written = written(reference);
        return written == null ? "" : written;
    }

    static boolean isUuid(String text) {
        return text.toLowerCase(Locale.ROOT).matches("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    }
}
