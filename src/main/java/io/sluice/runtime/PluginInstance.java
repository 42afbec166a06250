package io.sluice.runtime;

import io.sluice.api.Plugin;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One configured plugin, made. Holds of its entry only what requests need.
 *
 * @param route the scope, or null for any; likewise service and consumer
 */
record PluginInstance(
        String name,
        int priority,
        @Nullable UUID route,
        @Nullable UUID service,
        @Nullable UUID consumer,
        Plugin plugin) {}
