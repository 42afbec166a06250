package io.sluice.config.source;

import io.sluice.problem.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A file, or several that were merged, as a JSON tree with positions.
 *
 * @param file as the user named it; the first of several
 * @param values where each value starts, by JSON pointer
 * @param keys where the key of each member stands, by the member's pointer
 * @param oddKeys pointers of members whose key is a number, a boolean or a null without quotes: texts to decK, none to Kong
 * @param templated pointers of values that come from the environment: they may be secrets
 * @param origins pointers of values that were made of others, with the pointers of those
 */
public record Document(
        String file,
        JsonNode root,
        Map<String, Place> values,
        Map<String, Place> keys,
        Set<String> oddKeys,
        Set<String> templated,
        Map<String, String> origins) {

    /** A document as it was written. */
    Document(
            String file,
            JsonNode root,
            Map<String, Place> values,
            Map<String, Place> keys,
            Set<String> oddKeys,
            Set<String> templated) {
        this(file, root, values, keys, oddKeys, templated, new HashMap<>());
    }

    /** Line and column, both from 1. */
    public record Position(int line, int column) {}

    /** Where a value stands; for one that is not there, its nearest ancestor. */
    public Place place(String pointer) {
        return nearest(pointer);
    }

    /** Where the key of a member stands; the value's place if it has none. */
    public Place keyPlace(String pointer) {
        Place key = keys.get(pointer);
        return key == null ? place(pointer) : key;
    }

    /** Notes that what stands at {@code from} counts at {@code to} too, and has its place there. */
    public void repeat(String from, String to, JsonNode value) {
        Place place = values.get(from);
        if (place != null) {
            values.putIfAbsent(to, place);
        }
        Place key = keys.get(from);
        if (key != null) {
            keys.putIfAbsent(to, key);
        }
        if (templated.contains(from)) {
            templated.add(to);
        }
        value.properties()
                .forEach(e -> repeat(from + "/" + escape(e.getKey()), to + "/" + escape(e.getKey()), e.getValue()));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            repeat(from + "/" + i, to + "/" + i, value.get(i));
        }
    }

    /** Notes that the value at {@code to} was made of what the user wrote at {@code from}. */
    public void move(String from, String to) {
        Place place = values.get(from);
        if (place != null) {
            values.put(to, place);
            keys.put(to, keys.getOrDefault(from, place));
        }
        if (templated.contains(from)) {
            templated.add(to);
        }
        origins.put(to, from);
    }

    /** The pointer of what the user wrote, of which the value at {@code pointer} was made. */
    public String written(String pointer) {
        return origins.getOrDefault(pointer, pointer);
    }

    /** The places of all values below {@code base}, by pointer relative to it; {@code ""} is {@code base} itself. */
    public Map<String, Place> placesBelow(String base, JsonNode node) {
        Map<String, Place> places = new HashMap<>();
        collect(base, "", node, places);
        return places;
    }

    private void collect(String base, String relative, JsonNode node, Map<String, Place> places) {
        places.put(relative, place(base + relative));
        if (node.isObject()) {
            node.properties().forEach(e -> collect(base, relative + "/" + escape(e.getKey()), e.getValue(), places));
        }
    }

    private Place nearest(String pointer) {
        String at = pointer;
        while (true) {
            Place place = values.get(at);
            if (place != null) {
                return place;
            }
            if (at.isEmpty()) {
                return Place.of(file);
            }
            at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
        }
    }

    /** A member name as a JSON pointer token (RFC 6901). */
    public static String escape(String name) {
        return name.indexOf('~') < 0 && name.indexOf('/') < 0
                ? name
                : name.replace("~", "~0").replace("/", "~1");
    }
}
