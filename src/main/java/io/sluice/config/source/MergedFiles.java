package io.sluice.config.source;

import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Several files as one, merged as decK does: lists are appended, maps are united, of anything else the first counts. Every value keeps
 * its place in its own file.
 */
final class MergedFiles {

    private final Map<String, Place> values = new HashMap<>();
    private final Map<String, Place> keys = new HashMap<>();
    private final Set<String> oddKeys = new HashSet<>();
    private final Set<String> templated = new HashSet<>();
    private final List<Problem> problems;

    private MergedFiles(List<Problem> problems) {
        this.problems = problems;
    }

    /** Merges at least one document; what cannot be merged is a problem. */
    static Document of(List<Document> documents, List<Problem> problems) {
        Document first = documents.getFirst();
        MergedFiles merged = new MergedFiles(problems);
        merged.values.putAll(first.values());
        merged.keys.putAll(first.keys());
        merged.oddKeys.addAll(first.oddKeys());
        merged.templated.addAll(first.templated());
        for (Document next : documents.subList(1, documents.size())) {
            merged.add(next.root(), "", first.root(), "", next);
        }
        return new Document(first.file(), first.root(), merged.values, merged.keys, merged.oddKeys, merged.templated);
    }

    /** Adds what stands at {@code from} in the next document to what stands at {@code to}. */
    private void add(JsonNode next, String from, JsonNode into, String to, Document document) {
        for (var member : next.properties()) {
            String name = "/" + Document.escape(member.getKey());
            JsonNode mine = into.path(member.getKey());
            JsonNode its = member.getValue();
            if (mine.isMissingNode() || mine.isNull()) {
                ((ObjectNode) into).set(member.getKey(), its);
                take(its, from + name, to + name, document);
            } else if (mine instanceof ArrayNode list && its.isArray()) {
                for (int i = 0; i < its.size(); i++) {
                    take(its.get(i), from + name + "/" + i, to + name + "/" + list.size(), document);
                    list.add(its.get(i));
                }
            } else if (mine.isObject() && its.isObject()) {
                add(its, from + name, mine, to + name, document);
            } else if (!its.isNull() && !its.equals(mine)) {
                differ(member.getKey(), from + name, to + name, document);
            }
        }
    }

    private void differ(String key, String from, String to, Document document) {
        Place before = values.getOrDefault(to, Place.of(""));
        boolean workspace = key.equals("_workspace") || key.equals("control_plane_name");
        String message = workspace
                ? "it seems like you are trying to sync multiple workspaces at the same time; the first is in " + before
                : "'" + key + "' differs between the files; the one in " + before + " counts";
        problems.add(new Problem(
                workspace ? Problem.Severity.ERROR : Problem.Severity.WARNING,
                workspace ? "several-workspaces" : "files-differ",
                document.place(from),
                to,
                null,
                message,
                null));
    }

    /** The places of a value that moves. */
    private void take(JsonNode value, String from, String to, Document document) {
        Place place = document.values().get(from);
        if (place != null) {
            values.put(to, place);
        }
        Place key = document.keys().get(from);
        if (key != null) {
            keys.put(to, key);
        }
        if (document.oddKeys().contains(from)) {
            oddKeys.add(to);
        }
        if (document.templated().contains(from)) {
            templated.add(to);
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                take(value.get(i), from + "/" + i, to + "/" + i, document);
            }
        } else {
            for (String name : new ArrayList<>(value.propertyNames())) {
                String step = "/" + Document.escape(name);
                take(value.get(name), from + step, to + step, document);
            }
        }
    }
}
