package io.sluice.config;

import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.ConsumerGroup;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import io.sluice.problem.Place;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One entry of a plugin: what to run, with which configuration, for whom.
 *
 * @param name of a known plugin; it may not be hosted here
 * @param route the scope, or null for any
 * @param service the scope, or null for any
 * @param consumer the scope, or null for any
 * @param consumerGroup the scope, or null for any
 * @param config checked, defaults filled in
 * @param places where each value of {@code config} stands, by JSON pointer inside it
 * @param place where the entry stands
 * @param pointer JSON pointer of the entry in the file
 */
public record PluginEntry(
        UUID id,
        String name,
        @Nullable String instanceName,
        @Nullable Route route,
        @Nullable Service service,
        @Nullable Consumer consumer,
        @Nullable ConsumerGroup consumerGroup,
        ObjectNode config,
        Set<String> protocols,
        boolean enabled,
        Set<String> tags,
        Map<String, Place> places,
        Place place,
        String pointer) {

    /** Without the configuration: it holds secrets as they are. */
    @Override
    public String toString() {
        return "PluginEntry[" + name + " at " + place + "]";
    }
}
