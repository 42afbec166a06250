package io.sluice.api;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Header fields in order, repeats kept, names compared without case. Values are the bytes of the wire as ISO-8859-1
 * characters, so that nothing is lost. Not safe for concurrent use while it is changed.
 */
public final class Headers {

    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    public static Headers of(String... namesAndValues) {
        Headers headers = new Headers();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    public int size() {
        return names.size();
    }

    /** The name of the field at {@code index}, as it was given. */
    public String name(int index) {
        return names.get(index);
    }

    /** The value of the field at {@code index}. */
    public String value(int index) {
        return values.get(index);
    }

    /** The first value of {@code name}. */
    public Optional<String> first(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return Optional.of(values.get(i));
            }
        }
        return Optional.empty();
    }

    /** All values of {@code name}, in order. */
    public List<String> all(String name) {
        List<String> found = new ArrayList<>(2);
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                found.add(values.get(i));
            }
        }
        return found;
    }

    public boolean contains(String name) {
        return first(name).isPresent();
    }

    /** The names, lower-cased, each once, in the order of their first appearance. */
    public Set<String> names() {
        Set<String> distinct = new LinkedHashSet<>();
        for (String name : names) {
            distinct.add(name.toLowerCase(Locale.ROOT));
        }
        return distinct;
    }

    /** Every field in order, names as they were given. */
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < names.size(); i++) {
            action.accept(names.get(i), values.get(i));
        }
    }

    public Headers add(String name, String value) {
        names.add(name);
        values.add(value);
        return this;
    }

    /** Replaces every value of {@code name} by this one. */
    public Headers set(String name, String value) {
        remove(name);
        return add(name, value);
    }

    public Headers remove(String name) {
        for (int i = names.size() - 1; i >= 0; i--) {
            if (names.get(i).equalsIgnoreCase(name)) {
                names.remove(i);
                values.remove(i);
            }
        }
        return this;
    }

    public Headers copy() {
        Headers copy = new Headers();
        forEach(copy::add);
        return copy;
    }

    /** Names alone: values may be secrets. */
    @Override
    public String toString() {
        return names.toString();
    }
}
