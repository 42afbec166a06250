package io.sluice.runtime;

import io.sluice.api.Log;
import io.sluice.router.Router;
import java.util.List;

/** All that serves requests under one declaration: the router and the plugins. Immutable; closes its plugins. */
public final class Snapshot implements AutoCloseable {

    private static final Log LOG = Log.of("runtime");

    private final Router router;
    private final PluginChain chain;
    private final List<PluginInstance> instances;

    Snapshot(Router router, List<PluginInstance> instances) {
        this.router = router;
        this.instances = List.copyOf(instances);
        this.chain = PluginChain.of(instances);
    }

    Router router() {
        return router;
    }

    PluginChain chain() {
        return chain;
    }

    /** Closes every plugin, the last made first; one that fails does not keep the others open. */
    @Override
    public void close() {
        close(instances);
    }

    static void close(List<PluginInstance> instances) {
        for (PluginInstance instance : instances.reversed()) {
            try {
                instance.plugin().close();
            } catch (RuntimeException e) {
                LOG.error("plugin failed to close", e, "plugin", instance.name());
            }
        }
    }
}
