package io.sluice.runtime;

import io.sluice.api.Completion;
import io.sluice.api.Completion.Latencies;
import io.sluice.api.Completion.Source;
import io.sluice.api.Headers;
import io.sluice.api.Reply;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import io.sluice.api.Responder;
import io.sluice.api.Responder.Written;
import io.sluice.api.StandardReplies;
import io.sluice.router.PathNormalizer;
import io.sluice.router.RouteMatch;
import io.sluice.router.RoutingRequest;
import io.sluice.upstream.Proxied;
import io.sluice.upstream.UpstreamFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request from its head to its log phase. Used by one thread, once. */
final class Passage {

    private static final int PART = 16 * 1024;
    /** The largest answer that is held for a plugin's response phase, in bytes. */
    private static final int MOST_HELD = 64 << 20;

    private final Instant startedAt = Instant.now();
    private final long start = System.nanoTime();
    private final Gateway gateway;
    private final Responder responder;
    private final Snapshot snapshot;
    private final GatewayHeaders gatewayHeaders;
    private final LiveExchange exchange;
    private final PhaseRunner phases;
    private @Nullable Proxied proxied;
    private int status = 499;
    private Headers sent = new Headers();
    private Written written = new Written(0, 0, 0);
    private Source source = Source.GATEWAY;
    private boolean begun;

    Passage(Gateway gateway, Request request, Responder responder) {
        this.gateway = gateway;
        this.responder = responder;
        this.snapshot = gateway.snapshot();
        this.gatewayHeaders = gateway.style().headers();
        this.exchange = new LiveExchange(request, PathNormalizer.normalize(request.rawPath()));
        this.phases = new PhaseRunner(exchange, snapshot.chain(), gateway.timer());
    }

    void run() throws IOException {
        try {
            handle();
        } catch (RequestBody.Broken e) {
            if (begun || e.status() == 499) {
                throw e;
            }
            respond(refusal(e.status()));
        } catch (RuntimeException e) {
            if (!begun) {
                respond(refusal(500));
            }
            throw e;
        } finally {
            if (proxied != null) {
                proxied.close();
            }
            complete();
        }
    }

    /** The same for one that is refused: nothing happens to it but its log phase. */
    void refuse(Reply reply) throws IOException {
        try {
            respond(reply);
        } finally {
            complete();
        }
    }

    private void handle() throws IOException {
        IdentityHeaders.strip(exchange);
        phases.rewrite();
        if (exchange.reply() == null) {
            route();
        }
        Reply reply = exchange.reply();
        if (reply != null) {
            send(reply);
        } else if (exchange.service().isEmpty()) {
            send(error(503, "no Service found with those values"));
        } else {
            proxy();
        }
    }

    /** What HTTP itself has to say: the plugins have no part in it. */
    private Reply refusal(int code) {
        Request request = exchange.received();
        return StandardReplies.refusal(code, request.headers(), gateway.style().errorType(), request.id());
    }

    private void respond(Reply reply) throws IOException {
        source = Source.GATEWAY;
        begin(reply.status(), reply.headers());
        written = responder.respond(reply.status(), reply.headers(), reply.body());
    }

    /** From here on this is the answer, whatever the client gets of it. */
    private void begin(int code, Headers headers) {
        begun = true;
        status = code;
        sent = headers;
    }

    private void route() throws RequestBody.Broken {
        Request request = exchange.received();
        Optional<RouteMatch> match = snapshot.router().match(routing(request, exchange.path()));
        if (match.isEmpty()) {
            exchange.reply(error(404, "no Route matched with those values"));
            return;
        }
        exchange.matched(match.get());
        Optional<Reply> refusal = ProtocolRule.check(match.get().route(), request);
        if (refusal.isPresent()) {
            exchange.reply(refusal.get());
            return;
        }
        phases.access(snapshot.chain(), match.get().route());
    }

    static RoutingRequest routing(Request request, String path) {
        return new RoutingRequest(
                request.method(),
                request.host(),
                path,
                request.headers(),
                request.sni(),
                request.scheme(),
                request.connection().outsidePort(),
                request.clientAddress(),
                request.clientPort(),
                request.connection().listenerAddress());
    }

    private void proxy() throws IOException {
        Proxied call = gateway.proxy().open(UpstreamRequest.of(exchange, gatewayHeaders.requestIdUpstream()));
        proxied = call;
        try (Responder.Watch _ = responder.onClientGone(call::abort)) {
            call.await();
            if (call.status() == 101) {
                send(error(501, "upgraded connections are not hosted by this version"));
                return;
            }
            source = Source.UPSTREAM;
            if (phases.needsWholeAnswer()) {
                sendWhole(call);
            } else {
                sendStreamed(call);
            }
        } catch (UpstreamFailure e) {
            if (e.isGatewayError()) {
                send(error(e.status(), e.getMessage()));
            } else {
                sendFailure(call, e);
            }
        }
    }

    /** A plugin wants to see all of it first. */
    private void sendWhole(Proxied call) throws IOException, UpstreamFailure {
        byte[] body;
        try {
            body = call.readAll(MOST_HELD, responder::reserve);
        } catch (IOException e) {
            throw new UpstreamFailure(502, StandardReplies.text(502), false);
        }
        Reply answer = phases.response(new Reply(call.status(), call.headers(), body));
        if (answer == null) {
            send(PhaseRunner.failed());
            return;
        }
        Head head = new Head(answer.status(), answer.headers().copy());
        head.headers.remove("Content-Length");
        sendProxied(call, head, answer.body());
    }

    private void sendStreamed(Proxied call) throws IOException {
        Head head = new Head(call.status(), call.headers());
        if (!filter(head, true)) {
            return;
        }
        boolean filtered = phases.filtersBody();
        if (filtered) {
            head.headers.remove("Content-Length");
        }
        finish(head.headers, call);
        begin(head.status, head.headers);
        String reason = head.status == call.status() ? call.reason() : null;
        written = responder.respond(head.status, reason, head.headers, out -> copy(call, out, filtered));
    }

    private void copy(Proxied call, OutputStream out, boolean filtered) throws IOException {
        byte[] part = new byte[PART];
        int count;
        while ((count = call.read(part)) >= 0) {
            if (filtered) {
                out.write(phases.bodyFilter(Arrays.copyOf(part, count), false));
            } else {
                out.write(part, 0, count);
            }
            if (call.shouldFlush()) {
                out.flush();
            }
        }
        if (filtered) {
            out.write(phases.bodyFilter(new byte[0], true));
        }
    }

    /** What stands for an answer of the upstream counts as proxied: it passes the filters, and carries its latencies. */
    private void sendFailure(Proxied call, UpstreamFailure failure) throws IOException {
        source = Source.GATEWAY;
        Request request = exchange.received();
        Reply reply = GrpcReply.shaped(
                StandardReplies.httpError(
                        failure.status(), request.headers(), gateway.style().errorType(), request.id()),
                request);
        sendProxied(call, new Head(reply.status(), reply.headers().copy()), reply.body());
    }

    private void sendProxied(Proxied call, Head head, byte[] body) throws IOException {
        if (filter(head, true)) {
            finish(head.headers, call);
            write(head, body);
        }
    }

    /** Behind the plugins, which see a head as the service sent it. */
    private void finish(Headers headers, Proxied call) {
        gatewayHeaders.addToProxied(headers, exchange, call, start);
        gateway.style().charset().addTo(headers);
    }

    private void send(Reply made) throws IOException {
        source = Source.GATEWAY;
        Reply reply = GrpcReply.shaped(made, exchange.received());
        Head head = new Head(reply.status(), reply.headers().copy());
        if (filter(head, false)) {
            sendOwn(head, reply.body());
        }
    }

    private void sendOwn(Head head, byte[] body) throws IOException {
        gatewayHeaders.addTo(head.headers, exchange, System.nanoTime() - start);
        write(head, body);
    }

    /** Lets plugins change a head; false if one failed, and the client has been told. */
    private boolean filter(Head head, boolean fromUpstream) throws IOException {
        exchange.addResponseHeaders(head.headers, fromUpstream);
        if (phases.headerFilter(head)) {
            return true;
        }
        source = Source.GATEWAY;
        Reply failed = PhaseRunner.failed();
        sendOwn(new Head(failed.status(), failed.headers().copy()), failed.body());
        return false;
    }

    private void write(Head head, byte[] body) throws IOException {
        begin(head.status, head.headers);
        byte[] filtered = phases.filtersBody() ? phases.bodyFilter(body, true) : body;
        written = responder.respond(head.status, head.headers, filtered);
    }

    private void complete() throws IOException {
        long end = System.nanoTime();
        Proxied call = proxied;
        Latencies latencies =
                call == null ? new Latencies(end - start, end - start, -1, 0) : call.latencies(start, end);
        Completion completion = new Completion(
                startedAt,
                status,
                sent,
                written.requestBytes(),
                written.responseBytes(),
                written.bodyBytes(),
                source,
                phases.logs() ? UpstreamRequest.uriOf(exchange) : "",
                call == null ? List.of() : call.tries(),
                latencies);
        phases.log(completion);
        gateway.listeners().forEach(listener -> listener.completed(exchange, completion));
    }

    private Reply error(int code, String message) {
        Request request = exchange.request();
        return StandardReplies.error(code, message, request.headers(), request.id());
    }
}
