package io.sluice.runtime;

import io.sluice.api.Completion;
import io.sluice.api.Handler;
import io.sluice.api.Headers;
import io.sluice.api.Reply;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import io.sluice.api.Responder;
import io.sluice.api.ResponseHead;
import io.sluice.api.StandardReplies;
import io.sluice.api.entity.Route;
import io.sluice.router.PathNormalizer;
import io.sluice.router.RouteMatch;
import io.sluice.router.RoutingRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Answers the requests of the proxy listeners: rewrite, routing, access, header filter, write, log, all on the request's own
 * virtual thread. Safe for concurrent use.
 */
public final class Gateway implements Handler {

    private final Snapshot snapshot;
    private final GatewayHeaders headers;
    private final List<CompletionListener> listeners;

    public Gateway(Snapshot snapshot, GatewayHeaders headers, List<CompletionListener> listeners) {
        this.snapshot = snapshot;
        this.headers = headers;
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void handle(Request request, Responder responder) throws IOException {
        long start = System.nanoTime();
        Instant startedAt = Instant.now();
        LiveExchange exchange = new LiveExchange(request);
        PhaseRunner phases = new PhaseRunner(exchange, snapshot.chain());
        Completion completion = null;
        try {
            Reply reply = answer(exchange, phases);
            Head head = new Head(reply.status(), reply.headers().copy());
            phases.headerFilter(head);
            headers.addTo(head.headers, request.id(), System.nanoTime() - start);
            completion = responder.respond(head.status, head.headers, reply.body());
        } finally {
            Completion ended =
                    completion != null ? completion : Completion.clientGone(startedAt, System.nanoTime() - start);
            phases.log(ended);
            listeners.forEach(listener -> listener.completed(exchange, ended));
        }
    }

    private Reply answer(LiveExchange exchange, PhaseRunner phases) throws RequestBody.Broken {
        phases.rewrite();
        if (exchange.reply() == null) {
            route(exchange, phases);
        }
        Reply reply = exchange.reply();
        return reply != null ? reply : unanswered(exchange);
    }

    private void route(LiveExchange exchange, PhaseRunner phases) throws RequestBody.Broken {
        Request request = exchange.request();
        Optional<RouteMatch> match = snapshot.router().match(routing(request));
        if (match.isEmpty()) {
            exchange.reply(error(404, "no Route matched with those values", request));
            return;
        }
        Route route = match.get().route();
        exchange.matched(route);
        Optional<Reply> refusal = ProtocolRule.check(route, request);
        if (refusal.isPresent()) {
            exchange.reply(refusal.get());
            return;
        }
        phases.access(snapshot.chain(), route);
    }

    /** No plugin answered. The reverse proxy has its place here. */
    private static Reply unanswered(LiveExchange exchange) {
        String message = exchange.service().isEmpty()
                ? "no Service found with those values"
                : "proxying to a Service is not hosted by this version";
        return error(503, message, exchange.request());
    }

    private static RoutingRequest routing(Request request) {
        return new RoutingRequest(
                request.method(),
                request.host(),
                PathNormalizer.normalize(request.rawPath()),
                request.headers(),
                request.sni(),
                request.scheme(),
                request.listenerPort());
    }

    private static Reply error(int status, String message, Request request) {
        return StandardReplies.error(status, message, request.headers(), request.id());
    }

    private static final class Head implements ResponseHead {
        private int status;
        private final Headers headers;

        Head(int status, Headers headers) {
            this.status = status;
            this.headers = headers;
        }

        @Override
        public int status() {
            return status;
        }

        @Override
        public void status(int changed) {
            status = changed;
        }

        @Override
        public Headers headers() {
            return headers;
        }
    }
}
