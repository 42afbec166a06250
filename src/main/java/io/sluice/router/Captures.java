package io.sluice.router;

import io.sluice.api.ByteText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a regular expression captured.
 *
 * @param groups by number, {@code "0"} being all of it, and by name; only groups that took part
 * @param unmatched groups that took no part: null in the flavor {@code traditional}, not there at all in the default one
 */
public record Captures(Map<String, String> groups, Set<String> unmatched) {

    public static final Captures NONE = new Captures(Map.of(), Set.of());

    Captures matched() {
        return unmatched.isEmpty() ? this : new Captures(groups, Set.of());
    }

    /** UTF-8 bytes as ISO-8859-1 characters, as plugins see text. */
    Captures bytes() {
        Map<String, String> bytes = new LinkedHashMap<>(groups);
        bytes.replaceAll((_, text) -> ByteText.of(text));
        return new Captures(bytes, unmatched);
    }

    Captures withWhole(String path) {
        Map<String, String> whole = new LinkedHashMap<>(groups);
        whole.put("0", path);
        return new Captures(whole, unmatched);
    }
}
