package io.sluice.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.sluice.api.Completion;
import io.sluice.api.Handler;
import io.sluice.api.Headers;
import io.sluice.api.Log;
import io.sluice.api.Reply;
import io.sluice.api.RequestBody;
import io.sluice.api.Responder;
import io.sluice.api.StandardReplies;
import io.sluice.api.Version;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The listeners of a process, one web server each. Every request runs on a virtual thread of its own. Safe for concurrent use.
 */
public final class HttpServer implements AutoCloseable {

    private static final Log LOG = Log.of("server");

    private final Map<Binding, WebServer> servers = new LinkedHashMap<>();
    private final Watchdog watchdog = new Watchdog();
    private final ServerLimits limits;
    private volatile boolean stopping;

    /**
     * Where to listen, and who answers.
     *
     * @param name for messages, {@code proxy}
     * @param port 0 for any free one
     * @param backlog connections that may wait to be accepted
     */
    public record Binding(String name, String address, int port, int backlog, Handler handler) {}

    /** A listener could not be opened. The message names it and says what to do. */
    public static final class CannotListen extends IOException {
        private static final long serialVersionUID = 1L;

        CannotListen(String message) {
            super(message);
        }
    }

    private HttpServer(ServerLimits limits) {
        this.limits = limits;
    }

    /**
     * Opens all listeners, or none.
     *
     * @param grace how long {@link #close} lets requests in flight go on
     * @throws CannotListen if one cannot be opened
     */
    public static HttpServer start(List<Binding> bindings, ServerLimits limits, Duration grace) throws CannotListen {
        HttpServer server = new HttpServer(limits);
        for (Binding binding : bindings) {
            Optional<String> reason = whyNot(binding); // asked before, since the web server tells its log alone
            if (reason.isEmpty()) {
                WebServer opened = server.open(binding, grace);
                server.servers.put(binding, opened);
                reason = opened.isRunning() ? reason : Optional.of("the listener did not start");
            }
            if (reason.isPresent()) {
                server.close();
                throw new CannotListen("cannot listen on " + binding.address + ":" + binding.port + " (" + binding.name
                        + "): " + reason.get());
            }
        }
        return server;
    }

    /** The system's reason against listening there; empty if there is none. */
    private static Optional<String> whyNot(Binding binding) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(binding.address, binding.port));
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private WebServer open(Binding binding, Duration grace) {
        return WebServer.builder()
                .host(binding.address)
                .port(binding.port)
                .backlog(binding.backlog)
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .shutdownGracePeriod(grace)
                .protocolsDiscoverServices(false)
                .addConnectionSelector(new StrictConnection(limits, watchdog))
                .routing(routing -> routing.any((request, response) -> handle(binding, request, response)))
                .build()
                .start();
    }

    /** The ports that were bound, in the order of the bindings. */
    public List<Integer> ports() {
        List<Integer> ports = new ArrayList<>();
        servers.values().forEach(server -> ports.add(server.port()));
        return ports;
    }

    private void handle(Binding binding, ServerRequest request, ServerResponse response) {
        Instant startedAt = Instant.now();
        long start = System.nanoTime();
        StrictConnection.Incoming incoming = StrictConnection.CURRENT.get();
        Optional<RequestHead> head = incoming.head();
        String id = LiveRequest.newId();
        if (head.isEmpty()) {
            refuse(response, incoming.refusal().status(), new Headers(), id);
            incoming.linger();
            return;
        }
        InetSocketAddress peer = (InetSocketAddress) request.remotePeer().address();
        LiveRequest live = new LiveRequest(
                id,
                head.get(),
                incoming.body(),
                peer.getAddress().getHostAddress(),
                peer.getPort(),
                ((InetSocketAddress) request.localPeer().address()).getPort());
        Writer writer = new Writer(response, incoming, live, startedAt, start);
        try {
            binding.handler.handle(live, writer);
        } catch (RequestBody.Broken e) {
            incoming.closeAfterwards();
            if (!writer.written) {
                refuse(
                        response,
                        incoming.body().isTooLarge() ? 413 : 400,
                        head.get().headers(),
                        id);
                incoming.linger();
            }
        } catch (IOException e) {
            incoming.closeAfterwards();
        } catch (RuntimeException e) {
            LOG.error("handler failed", e, "listener", binding.name, "request_id", id);
            incoming.closeAfterwards();
            if (!writer.written) {
                refuse(response, 500, head.get().headers(), id);
            }
        }
    }

    /** Answers as nginx would, and ends the connection. */
    private void refuse(ServerResponse response, int status, Headers request, String id) {
        Reply reply = StandardReplies.httpError(status, request, limits.errorType(), id);
        reply.headers()
                .set("Server", Version.PRODUCT)
                .set("X-Kong-Request-Id", id)
                .set("Connection", "close");
        try {
            send(response, reply.status(), reply.headers(), reply.body());
        } catch (RuntimeException e) {
            LOG.debug("client gone before its refusal", "request_id", id);
        }
    }

    private static void send(ServerResponse response, int status, Headers headers, byte[] body) {
        head(response, status, headers);
        response.send(body);
    }

    /** Names go out as they were written here; HTTP does not care, people who read do. */
    private static void head(ServerResponse response, int status, Headers headers) {
        response.status(Status.create(status));
        headers.forEach((name, value) -> response.headers()
                .add(HeaderValues.create(HeaderNames.create(name.toLowerCase(Locale.ROOT), name), value)));
    }

    /** Writes one answer through Helidon. */
    private final class Writer implements Responder {
        private final ServerResponse response;
        private final StrictConnection.Incoming incoming;
        private final LiveRequest request;
        private final Instant startedAt;
        private final long start;
        private boolean written;

        Writer(
                ServerResponse response,
                StrictConnection.Incoming incoming,
                LiveRequest request,
                Instant startedAt,
                long start) {
            this.response = response;
            this.incoming = incoming;
            this.request = request;
            this.startedAt = startedAt;
            this.start = start;
        }

        @Override
        public Completion respond(int status, Headers headers, byte[] body) throws IOException {
            boolean bodiless = status == 204 || status == 304 || status < 200;
            boolean head = request.method().equals("HEAD");
            if (!bodiless) {
                headers.set("Content-Length", Integer.toString(body.length));
            }
            if (stopping || !incoming.canGoOn()) {
                incoming.closeAfterwards();
                headers.set("Connection", "close");
            }
            written = true;
            byte[] sent = bodiless || head ? new byte[0] : body;
            try {
                if (sent.length == 0) {
                    sendHead(status, headers);
                } else {
                    send(response, status, headers, sent);
                }
            } catch (RuntimeException e) {
                throw new IOException("client gone", e);
            }
            if (!incoming.body().isEnded() && incoming.isLast()) {
                incoming.linger();
            }
            long received = request.head().bytes() + request.live().taken();
            return new Completion(
                    startedAt, status, headers, received, size(headers) + sent.length, System.nanoTime() - start);
        }

        private void sendHead(int status, Headers headers) {
            head(response, status, headers);
            response.send();
        }

        private static long size(Headers headers) {
            long[] bytes = {"HTTP/1.1 200 OK\r\n\r\n".length()};
            headers.forEach((name, value) -> bytes[0] += name.length() + value.length() + 4);
            return bytes[0];
        }
    }

    /** New connections are refused, and answers from now on end their connections. */
    public void stopAccepting() {
        stopping = true;
    }

    /** Stops listening, lets requests in flight end within the grace period, then closes what is left. */
    @Override
    public void close() {
        stopping = true;
        List<Thread> stops = servers.values().stream()
                .map(server -> Thread.ofVirtual().start(server::stop))
                .toList();
        for (Thread stop : stops) {
            try {
                stop.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        watchdog.close();
    }
}
