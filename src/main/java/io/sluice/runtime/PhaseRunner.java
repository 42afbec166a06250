package io.sluice.runtime;

import io.sluice.api.Completion;
import io.sluice.api.Exchange;
import io.sluice.api.Log;
import io.sluice.api.Plugin;
import io.sluice.api.Reply;
import io.sluice.api.RequestBody;
import io.sluice.api.ResponseHead;
import io.sluice.api.StandardReplies;
import io.sluice.api.entity.Route;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the phases of one request, plugin by plugin.
 *
 * <p>Which configuration of a plugin runs is asked when its turn comes in access, since a plugin before it may have
 * authenticated a consumer. Later phases use what was collected then, plugins behind an early answer included (Kong's runloop).
 */
final class PhaseRunner {

    private static final Log LOG = Log.of("runtime");

    private final LiveExchange exchange;
    private List<PluginInstance> collected;

    /** Starts with the global entries: they are all that applies until a route is known. */
    PhaseRunner(LiveExchange exchange, PluginChain chain) {
        this.exchange = exchange;
        this.collected = chain.globals();
    }

    void rewrite() throws RequestBody.Broken {
        for (PluginInstance instance : collected) {
            if (exchange.reply() != null) {
                return;
            }
            guarded(instance, "rewrite", Plugin::rewrite);
        }
    }

    void access(PluginChain chain, Route route) throws RequestBody.Broken {
        List<PluginInstance> applying = new ArrayList<>(chain.byPriority().size());
        collected = applying;
        for (Scopes scopes : chain.byPriority()) {
            PluginInstance instance =
                    scopes.choose(route, route.service(), exchange.consumer().orElse(null));
            if (instance == null) {
                continue;
            }
            applying.add(instance);
            if (exchange.reply() == null) {
                guarded(instance, "access", Plugin::access);
            }
        }
    }

    void headerFilter(ResponseHead head) {
        for (PluginInstance instance : collected) {
            try {
                instance.plugin().headerFilter(exchange, head);
            } catch (Exception e) {
                report(instance, "header_filter", e);
            }
        }
    }

    void log(Completion completion) {
        for (PluginInstance instance : collected) {
            try {
                instance.plugin().log(exchange, completion);
            } catch (Exception e) {
                report(instance, "log", e);
            }
        }
    }

    private interface Step {
        void run(Plugin plugin, Exchange exchange) throws Exception;
    }

    /** What a plugin throws is a 500 for this request (decision P5); a request that breaks off is nobody's fault. */
    private void guarded(PluginInstance instance, String phase, Step step) throws RequestBody.Broken {
        try {
            step.run(instance.plugin(), exchange);
        } catch (RequestBody.Broken e) {
            throw e;
        } catch (Exception e) {
            report(instance, phase, e);
            Reply failed = StandardReplies.message(500, "An unexpected error occurred");
            exchange.overrule(failed);
        }
    }

    private void report(PluginInstance instance, String phase, Exception e) {
        LOG.error(
                "plugin failed",
                e,
                "plugin",
                instance.name(),
                "phase",
                phase,
                "route",
                exchange.route().map(Route::label).orElse(null),
                "request_id",
                exchange.request().id());
    }
}
