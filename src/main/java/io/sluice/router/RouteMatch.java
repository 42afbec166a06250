package io.sluice.router;

import io.sluice.api.entity.Route;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The route that won.
 *
 * @param path the value of the route's {@code paths} that hit, or null if it has none
 * @param prefix the part of the request path that this value matched, decoded; null if the route has no {@code paths}
 * @param captures of a regular expression, by number ({@code "0"} is the part that matched) and by name; empty if it has no
 *     groups
 */
public record RouteMatch(
        Route route, @Nullable String path, @Nullable String prefix, Map<String, String> captures) {

    /** The captures as plugins see text: UTF-8 bytes as ISO-8859-1 characters. */
    public Map<String, String> captureBytes() {
        if (captures.values().stream().allMatch(value -> value.chars().allMatch(c -> c < 0x80))) {
            return captures;
        }
        Map<String, String> bytes = new LinkedHashMap<>();
        captures.forEach((name, value) ->
                bytes.put(name, new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)));
        return bytes;
    }
}
