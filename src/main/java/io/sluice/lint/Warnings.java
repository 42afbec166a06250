package io.sluice.lint;

import io.sluice.config.source.Document;
import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Collects warnings about one document, and knows where its entities stand. Not safe for concurrent use. */
final class Warnings {

    private final Document document;
    private final Map<String, String> pointers = new HashMap<>();
    private final List<Problem> all = new ArrayList<>();

    Warnings(Document document) {
        this.document = document;
        collect(document.root(), "");
    }

    /** Every entity has an id by now. */
    private void collect(JsonNode node, String pointer) {
        if (node.isObject()) {
            if (node.path("id").isString()) {
                pointers.putIfAbsent(node.get("id").asString(), pointer);
            }
            node.properties().forEach(e -> {
                if (e.getValue().isContainer() && !e.getKey().equals("config")) {
                    collect(e.getValue(), pointer + "/" + Document.escape(e.getKey()));
                }
            });
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), pointer + "/" + i);
            }
        }
    }

    /** Where an entity stands, {@code ""} if nowhere. */
    String pointer(UUID id) {
        return pointers.getOrDefault(id.toString(), "");
    }

    /** The node at a pointer; a missing one if there is none. */
    JsonNode node(String pointer) {
        return document.root().at(pointer);
    }

    Place place(UUID id) {
        return document.place(pointer(id));
    }

    /** Whether a value was written by the user: it is no default. */
    boolean isWritten(String pointer) {
        return document.values().containsKey(pointer);
    }

    /** Whether a value came from the environment. */
    boolean isTemplated(String pointer) {
        return document.templated().contains(pointer);
    }

    void add(String code, String pointer, @Nullable String value, String message, @Nullable String hint) {
        String shown = isTemplated(pointer) ? null : value;
        all.add(new Problem(Problem.Severity.WARNING, code, document.place(pointer), pointer, shown, message, hint));
    }

    /** The same of another severity, and of no value. */
    void add(Problem.Severity severity, String code, String pointer, String message, String hint) {
        all.add(new Problem(severity, code, document.place(pointer), pointer, null, message, hint));
    }

    List<Problem> all() {
        return all;
    }
}
