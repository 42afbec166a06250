package io.sluice.config;

import io.sluice.problem.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What may be outside the file: the kinds of entities that decK would look up, and in a partial file whatever is missing, which is
 * collected. Not safe for concurrent use.
 */
final class Elsewhere {

    private final boolean partial;
    private final Set<String> lookedUp;
    private final Map<String, Map<String, List<Expected.Asked>>> asked = new TreeMap<>();

    /** Of a file with this {@code root}; {@code partial} if it is a part of what a gateway holds. */
    Elsewhere(JsonNode root, boolean partial) {
        this.partial = partial;
        this.lookedUp =
                Set.copyOf(root.path("_info").path("default_lookup_tags").propertyNames());
    }

    boolean isPartial() {
        return partial;
    }

    /** Whether decK would ask a gateway for it ({@code _info.default_lookup_tags}). */
    boolean isLookedUp(String kind) {
        return lookedUp.contains(kind);
    }

    void expect(String kind, String name, Place place, String pointer) {
        asked.computeIfAbsent(kind, _ -> new TreeMap<>())
                .computeIfAbsent(name, _ -> new ArrayList<>())
                .add(new Expected.Asked(place, pointer));
    }

    /** Each once, by kind and name. */
    List<Expected> expected() {
        List<Expected> all = new ArrayList<>();
        asked.forEach((kind, names) ->
                names.forEach((name, places) -> all.add(new Expected(kind, name, List.copyOf(places)))));
        return List.copyOf(all);
    }
}
