package io.sluice.e2e.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Header lines in their order; names compare without case. */
public record Fields(List<Field> lines) {

    public static final Fields NONE = new Fields(List.of());

    public Fields {
        lines = List.copyOf(lines);
    }

    public boolean has(String name) {
        return lines.stream().anyMatch(line -> line.name().equalsIgnoreCase(name));
    }

    public List<String> all(String name) {
        return lines.stream()
                .filter(line -> line.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** All lines of a name as one value; null if there is none. */
    public String joined(String name) {
        return has(name) ? String.join(", ", all(name)) : null;
    }

    /** Names in lower case, with all their lines as one value. */
    public Map<String, String> joined() {
        Map<String, String> joined = new LinkedHashMap<>();
        lines.forEach(line -> joined.merge(line.name().toLowerCase(Locale.ROOT), line.value(), (a, b) -> a + ", " + b));
        return joined;
    }

    @Override
    public String toString() {
        return lines.stream().map(line -> line.name() + ": " + line.value()).collect(Collectors.joining("\n"));
    }
}
