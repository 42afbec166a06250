package io.sluice.runtime;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;

/**
 * One configured plugin, made. Holds of its entry only what requests need.
 *
 * @param entry its scope
 */
record PluginInstance(String name, int priority, PluginEnv.Entry entry, Plugin plugin, Phases phases) {

    /** @throws IllegalStateException if the plugin breaks the contract */
    static PluginInstance of(String name, int priority, PluginEnv.Entry entry, Plugin plugin) {
        return new PluginInstance(name, priority, entry, plugin, Phases.of(plugin));
    }
}
