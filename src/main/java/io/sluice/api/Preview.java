package io.sluice.api;

import java.util.Map;

/**
 * What a plugin would do with a request.
 *
 * @param summary one line for people, {@code would send to topic orders}
 * @param details the same for tools: texts, numbers, booleans, lists and maps of such; no secrets
 */
public record Preview(String summary, Map<String, Object> details) {

    public static Preview of(String summary) {
        return new Preview(summary, Map.of());
    }
}
