package io.sluice.config;

import io.sluice.problem.Nearest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The entities of one kind, by id and by name: keeps both unique and resolves references.
 *
 * @param <E> the entity
 */
final class Index<E> {

    private final String kind;
    private final String nameField;
    private final Reporter reporter;
    private final Map<UUID, E> byId = new HashMap<>();
    private final Map<String, E> byName = new HashMap<>();

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

    private void violation(String what, @Nullable String value, String pointer) {
        reporter.error(
                "not-unique",
                pointer,
                value,
                "uniqueness violation: '" + kind + "' entity with " + what + " already declared");
    }

    /** The entity that a name, an id, or a map with one of them refers to; null, and a problem, if there is none. */
    @Nullable
    E resolve(String field, JsonNode reference, String pointer) {
        String written = written(reference);
        if (written == null) {
            return null; // the schema has said what is wrong with it
        }
        E named = byName.get(written);
        E found = named != null ? named : isUuid(written) ? byId.get(UUID.fromString(written)) : null;
        if (found == null) {
            String hint = Nearest.to(written, byName.keySet())
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse(null);
            reporter.error(
                    "no-such-entity",
                    pointer + "/" + field,
                    written,
                    "invalid reference '" + field + ": " + written + "' (no such entry in '" + kind + "')",
                    hint);
        }
        return found;
    }

    /** The text of a reference as the user wrote it. */
    static @Nullable String written(JsonNode reference) {
        if (reference.isString()) {
            return reference.asString();
        }
        for (String key : new String[] {"id", "name", "username", "custom_id"}) {
            if (reference.path(key).isString()) {
                return reference.path(key).asString();
            }
        }
        return null;
    }

    static boolean isUuid(String text) {
        return text.toLowerCase(Locale.ROOT).matches("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    }
}
