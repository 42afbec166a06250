package io.sluice.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts what plugins add into a log entry, by the rules of {@code kong.log.set_serialize_value}. */
final class LogFields {

    private LogFields() {}

    /**
     * Sets one member, making the objects around it.
     *
     * @param path a name; {@code a.b} is {@code b} inside {@code a}, {@code a\.b} a name with a dot
     */
    static void set(Map<String, Object> entry, String path, Object value) {
        List<String> names = names(path);
        Map<String, Object> object = entry;
        for (String name : names.subList(0, names.size() - 1)) {
            object = inside(object, name, path);
        }
        object.put(names.getLast(), plain(value));
    }

    private static List<String> names(String path) {
        List<String> names = new ArrayList<>(1);
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '\\' && i + 1 < path.length() && path.charAt(i + 1) == '.') {
                name.append('.');
                i++;
            } else if (c == '.') {
                names.add(name.toString());
                name.setLength(0);
            } else {
                name.append(c);
            }
        }
        names.add(name.toString());
        return names;
    }

    /** What is there may be shared with other requests, so it is copied. */
    private static Map<String, Object> inside(Map<String, Object> object, String name, String path) {
        Map<String, Object> copy = new LinkedHashMap<>();
        Object there = object.get(name);
        if (there instanceof Map<?, ?> members) {
            members.forEach((key, value) -> copy.put(String.valueOf(key), value));
        } else if (there != null) {
            throw new IllegalArgumentException("log field " + path + ": " + name + " is no object");
        }
        object.put(name, copy);
        return copy;
    }

    /** JSON has texts, numbers, booleans, lists and objects; all else is written as its text, and null is absent. */
    private static Object plain(Object value) {
        return switch (value) {
            case String text -> text;
            case Number number -> number;
            case Boolean flag -> flag;
            case Object[] array -> plain(Arrays.asList(array));
            case Iterable<?> list -> {
                List<Object> plain = new ArrayList<>();
                for (Object item : list) {
                    if (item != null) {
                        plain.add(plain(item));
                    }
                }
                yield plain;
            }
            case Map<?, ?> map -> {
                Map<String, Object> plain = new LinkedHashMap<>();
                map.forEach((key, item) -> {
                    if (item != null) {
                        plain.put(String.valueOf(key), plain(item));
                    }
                });
                yield plain;
            }
            default -> value.toString();
        };
    }
}
