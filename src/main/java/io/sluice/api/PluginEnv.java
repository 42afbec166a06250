package io.sluice.api;

import io.sluice.api.produce.Producers;

/** What the host offers to one plugin entry. Safe for concurrent use; everything leased here is closed by the plugin. */
public interface PluginEnv {

    /**
     * A name of the entry for logs and metrics: its instance name, else the route, service or consumer it is scoped to,
     * else {@code global}.
     */
    String scope();

    Producers producers();

    Metrics metrics();

    Log log();

    /** Host-wide settings, such as the body limit that plugins hold themselves to. */
    HostLimits limits();
}
