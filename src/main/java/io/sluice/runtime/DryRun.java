package io.sluice.runtime;

import io.sluice.api.Headers;
import io.sluice.api.PluginEnv;
import io.sluice.api.Preview;
import io.sluice.api.Reply;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import io.sluice.api.StandardReplies;
import io.sluice.api.entity.Consumer;
import io.sluice.router.PathNormalizer;
import io.sluice.router.RouteMatch;
import io.sluice.router.Router;
import io.sluice.router.RoutingRequest;
import io.sluice.upstream.UpstreamCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Passage} would do with a request, with the same router, plugins and rules, but without an effect: plugins say what they
 * would do, and no upstream is called. The rewrite phase has no preview; global plugins that have one are named all the same. Safe for
 * concurrent use.
 */
public final class DryRun implements AutoCloseable {

    private final Snapshot snapshot;
    private final PhaseTimer timer;

    /** {@code phaseTime} is how long one preview may take. Closing it leaves the snapshot open. */
    public DryRun(Snapshot snapshot, Duration phaseTime) {
        this.snapshot = snapshot;
        this.timer = new PhaseTimer(phaseTime);
    }

    /**
     * What would happen.
     *
     * @param routing what the router looked at
     * @param match empty for a 404
     * @param reply the answer that no upstream gives, or null
     * @param plugins those that take part, in order
     * @param upstreamPath before it is escaped, without a query; empty without a match
     * @param upstreamUri path and query as they go, or would go, to a service; empty without a match
     * @param upstream what would be sent to the service; null if somebody else answers
     */
    public record Foresight(
            RoutingRequest routing,
            Optional<RouteMatch> match,
            @Nullable Reply reply,
            List<PluginTurn> plugins,
            Optional<Consumer> consumer,
            String upstreamPath,
            String upstreamUri,
            @Nullable UpstreamRequestLine upstream) {}

    /**
     * The part of a plugin.
     *
     * @param phases those it has, in Kong's words
     * @param late whether the request is answered before its access phase, so that only its later phases run
     * @param preview empty if it cannot tell
     */
    public record PluginTurn(
            String name,
            int priority,
            PluginEnv.Entry scope,
            List<String> phases,
            boolean late,
            Optional<Preview> preview) {}

    /** Where a request goes: {@code http://host:port}, and the Host it is sent with. */
    public record UpstreamRequestLine(String method, String address, String host, Headers headers) {}

    public Router router() {
        return snapshot.router();
    }

    /**
     * Foresees.
     *
     * @throws RequestBody.Broken if the body cannot be read
     */
    public Foresight of(Request request) throws RequestBody.Broken {
        LiveExchange exchange = new LiveExchange(request, PathNormalizer.normalize(request.rawPath()));
        IdentityHeaders.strip(exchange);
        RoutingRequest routing = Passage.routing(request, exchange.path());
        Optional<RouteMatch> match = snapshot.router().match(routing);
        List<PluginTurn> plugins = List.of();
        if (match.isEmpty()) {
            exchange.reply(error(request, 404, "no Route matched with those values"));
        } else {
            exchange.matched(match.get());
            Optional<Reply> refusal = ProtocolRule.check(match.get().route(), request);
            if (refusal.isPresent()) {
                exchange.reply(refusal.get());
            } else {
                PhaseRunner phases = new PhaseRunner(exchange, snapshot.chain(), timer);
                plugins = phases.preview(snapshot.chain(), match.get().route()).stream()
                        .map(DryRun::turn)
                        .toList();
            }
        }
        if (plugins.isEmpty() && exchange.reply() != null) {
            plugins = globals();
        }
        if (exchange.reply() == null && exchange.service().isEmpty()) {
            exchange.reply(error(request, 503, "no Service found with those values"));
        }
        return new Foresight(
                routing,
                match,
                exchange.reply(),
                plugins,
                exchange.consumer(),
                match.map(winner -> UpstreamRequest.plainPath(exchange, winner)).orElse(""),
                UpstreamRequest.uriOf(exchange),
                exchange.reply() == null ? upstream(exchange) : null);
    }

    private static Reply error(Request request, int status, String message) {
        return StandardReplies.error(status, message, request.headers(), request.id());
    }

    private static UpstreamRequestLine upstream(LiveExchange exchange) {
        UpstreamCall call = UpstreamRequest.of(exchange, false);
        return new UpstreamRequestLine(
                call.method(),
                call.service().protocol() + "://" + call.service().host() + ":"
                        + call.service().port(),
                call.headers().first("Host").orElse(""),
                call.headers());
    }

    /** No access phase runs for what routing answers; the later ones of global plugins do. */
    private List<PluginTurn> globals() {
        return snapshot.chain().globals().stream()
                .map(instance -> turn(new PhaseRunner.Foreseen(instance, true, null)))
                .filter(turn -> turn.phases().stream().anyMatch(phase -> !phase.equals("access")))
                .toList();
    }

    private static PluginTurn turn(PhaseRunner.Foreseen foreseen) {
        PluginInstance instance = foreseen.instance();
        return new PluginTurn(
                instance.name(),
                instance.priority(),
                instance.entry(),
                instance.phases().names(),
                foreseen.late(),
                Optional.ofNullable(foreseen.preview()));
    }

    @Override
    public void close() {
        timer.close();
    }
}
