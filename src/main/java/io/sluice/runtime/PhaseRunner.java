package io.sluice.runtime;

import io.sluice.api.Completion;
import io.sluice.api.Exchange;
import io.sluice.api.Log;
import io.sluice.api.Plugin;
import io.sluice.api.Preview;
import io.sluice.api.Reply;
import io.sluice.api.RequestBody;
import io.sluice.api.ResponseHead;
import io.sluice.api.StandardReplies;
import io.sluice.api.entity.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs the phases of one request, plugin by plugin.
 *
 * <p>Which configuration of a plugin runs is asked when its turn comes in access, since a plugin before it may have
 * authenticated a consumer. Later phases use what was collected then, plugins behind an early answer included (Kong's runloop).
 */
final class PhaseRunner {

    private static final Log LOG = Log.of("runtime");

    private final LiveExchange exchange;
    private final PhaseTimer timer;
    private List<PluginInstance> collected;

    /** Starts with the global entries: they are all that applies until a route is known. */
    PhaseRunner(LiveExchange exchange, PluginChain chain, PhaseTimer timer) {
        this.exchange = exchange;
        this.timer = timer;
        this.collected = chain.globals();
    }

    void rewrite() throws RequestBody.Broken {
        for (PluginInstance instance : collected) {
            if (exchange.reply() != null) {
                return;
            }
            if (instance.phases().rewrite()) {
                ask(instance, "rewrite", Plugin::rewrite);
            }
        }
    }

    void access(PluginChain chain, Route route) throws RequestBody.Broken {
        walk(chain, route, instance -> {
            if (exchange.reply() == null && instance.phases().access()) {
                ask(instance, "access", Plugin::access);
            }
        });
    }

    /** The same walk as {@link #access}, asking each plugin what it would do. */
    List<Foreseen> preview(PluginChain chain, Route route) throws RequestBody.Broken {
        List<Foreseen> foreseen = new ArrayList<>();
        walk(chain, route, instance -> {
            boolean answered = exchange.reply() != null && instance.phases().access();
            @Nullable Preview[] told = new Preview[1];
            if (!answered) {
                ask(
                        instance,
                        "preview",
                        (plugin, seen) -> told[0] = plugin.preview(seen).orElse(null));
            }
            foreseen.add(new Foreseen(instance, answered, told[0]));
        });
        return foreseen;
    }

    /** Every plugin that applies, in order; chosen when its turn comes. */
    private void walk(PluginChain chain, Route route, Turn turn) throws RequestBody.Broken {
        List<PluginInstance> applying = new ArrayList<>(chain.byPriority().size());
        collected = applying;
        for (Scopes scopes : chain.byPriority()) {
            PluginInstance instance =
                    scopes.choose(route, route.service(), exchange.consumer().orElse(null));
            if (instance != null) {
                applying.add(instance);
                turn.of(instance);
            }
        }
    }

    private interface Turn {
        void of(PluginInstance instance) throws RequestBody.Broken;
    }

    /**
     * What a plugin would do.
     *
     * @param late whether the request is answered before its access phase
     * @param preview null if it cannot tell, or its turn does not come
     */
    record Foreseen(
            PluginInstance instance, boolean late, @Nullable Preview preview) {}

    /** Whether an upstream's answer must be here whole before anything is written. */
    boolean needsWholeAnswer() {
        return any(instance -> instance.phases().response());
    }

    /** Null if a plugin failed. */
    @Nullable
    Reply response(Reply upstream) throws RequestBody.Broken {
        Reply answer = upstream;
        for (PluginInstance instance : collected) {
            if (instance.phases().response()) {
                Reply before = answer;
                Reply[] after = {before};
                if (!run(
                        instance, "response", () -> after[0] = instance.plugin().response(exchange, before))) {
                    return null;
                }
                answer = after[0];
            }
        }
        return answer;
    }

    /** False if a plugin failed, so that nothing of this answer may go out. */
    boolean headerFilter(ResponseHead head) throws RequestBody.Broken {
        for (PluginInstance instance : collected) {
            if (instance.phases().headerFilter()
                    && !run(instance, "header_filter", () -> instance.plugin().headerFilter(exchange, head))) {
                return false;
            }
        }
        return true;
    }

    boolean filtersBody() {
        return any(instance -> instance.phases().bodyFilter());
    }

    /** A part of a body as the plugins want it; what one throws cuts the answer. */
    byte[] bodyFilter(byte[] part, boolean last) throws IOException {
        byte[] filtered = part;
        for (PluginInstance instance : collected) {
            if (instance.phases().bodyFilter()) {
                byte[][] passed = {filtered};
                if (!run(
                        instance,
                        "body_filter",
                        () -> passed[0] = instance.plugin().bodyFilter(exchange, passed[0], last))) {
                    throw new IOException("body filter of " + instance.name() + " failed");
                }
                filtered = passed[0];
            }
        }
        return filtered;
    }

    boolean logs() {
        return any(instance -> instance.phases().log());
    }

    void log(Completion completion) throws RequestBody.Broken {
        for (PluginInstance instance : collected) {
            if (instance.phases().log()) {
                run(instance, "log", () -> instance.plugin().log(exchange, completion));
            }
        }
    }

    private boolean any(Predicate<PluginInstance> has) {
        for (PluginInstance instance : collected) {
            if (has.test(instance)) {
                return true;
            }
        }
        return false;
    }

    private interface Step {
        void run(Plugin plugin, Exchange exchange) throws Exception;
    }

    private interface Action {
        void run() throws Exception;
    }

    /** A phase that may answer; a plugin that fails has answered with 500 (decision P5). */
    private void ask(PluginInstance instance, String phase, Step step) throws RequestBody.Broken {
        if (!run(instance, phase, () -> step.run(instance.plugin(), exchange))) {
            exchange.overrule(failed());
        }
    }

    /** False if it failed; a request that breaks off is nobody's fault. */
    private boolean run(PluginInstance instance, String phase, Action action) throws RequestBody.Broken {
        try (PhaseTimer.Running _ = timer.start(instance.name());
                ContextLoader _ = ContextLoader.of(instance.plugin().getClass())) {
            action.run();
            return true;
        } catch (RequestBody.Broken e) {
            throw e;
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            report(instance, phase, e);
            return false;
        }
    }

    static Reply failed() {
        return StandardReplies.message(500, "An unexpected error occurred");
    }

    private void report(PluginInstance instance, String phase, Throwable e) {
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
                exchange.received().id());
    }
}
