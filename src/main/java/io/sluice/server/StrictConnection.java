package io.sluice.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a socket and Helidon's HTTP/1.1. Reads each request head itself and judges it, then shows Helidon a plain head
 * without a body in its place; the handler finds the true request in {@link #CURRENT}. The body is read by the handler straight
 * from here. So Helidon frames answers and keeps connections, and no byte of a client reaches its parser.
 */
final class StrictConnection implements ServerConnectionSelector {

    /** The request that Helidon's handler is being called for. */
    static final ScopedValue<Incoming> CURRENT = ScopedValue.newInstance();

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    /** How much of an unwanted body is read over to keep a connection, in bytes. */
    private static final long MOST_SKIPPED = 1 << 20;

    private final Http1ConnectionSelector http1;
    private final ServerLimits limits;
    private final Watchdog watchdog;

    StrictConnection(ServerLimits limits, Watchdog watchdog) {
        this.limits = limits;
        this.watchdog = watchdog;
        this.http1 = Http1ConnectionSelector.builder()
                .config(Http1Config.builder()
                        .validatePath(false)
                        .validatePrologue(false)
                        .validateRequestHeaders(false)
                        .sendKeepAliveHeader(false)
                        .build())
                .build();
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return Set.of();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        Incoming incoming = new Incoming(context);
        ServerConnection helidon = http1.connection(new Fronted(context, DataReader.create(incoming::nextForHelidon)));
        return new ServerConnection() {
            @Override
            public void handle(Limit limit) {
                ScopedValue.where(CURRENT, incoming).run(() -> {
                    try {
                        helidon.handle(limit);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }

            @Override
            public Duration idleTime() {
                return helidon.idleTime();
            }

            @Override
            public void close(boolean interrupt) {
                helidon.close(interrupt);
            }
        };
    }

    /** What comes in on one connection. Used by its thread alone. */
    final class Incoming {
        private final ConnectionContext context;
        private final ConnectionInput in;
        private @Nullable RequestHead head;
        private @Nullable Refusal refusal;
        private @Nullable Body body;
        private boolean last;

        Incoming(ConnectionContext context) {
            this.context = context;
            this.in = new ConnectionInput(context.dataReader(), watchdog);
        }

        /** Empty if the request was refused. */
        Optional<RequestHead> head() {
            return Optional.ofNullable(head);
        }

        Refusal refusal() {
            return refusal == null ? new Refusal(500, "no request") : refusal;
        }

        Body body() {
            if (body == null) {
                throw new IllegalStateException("no request");
            }
            return body;
        }

        /** No further request is read from this connection. */
        void closeAfterwards() {
            last = true;
        }

        boolean isLast() {
            return last;
        }

        /** Whether what is left of the body can be read over, so that the connection may live on. */
        boolean canGoOn() {
            return !last && body().isSkippable(MOST_SKIPPED);
        }

        /** Reads over what a refused client still sends, for a moment, so that it gets to read the answer. */
        void linger() {
            long until = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            byte[] waste = new byte[8192];
            long skipped = 0;
            while (skipped < MOST_SKIPPED && System.nanoTime() - until < 0) {
                int count = in.read(waste, 0, waste.length, Duration.ofMillis(50));
                if (count < 0) {
                    return;
                }
                skipped += count;
            }
        }

        /** The next request, as a head without a body; null ends the connection. */
        byte @Nullable [] nextForHelidon() {
            Body before = body;
            if (last || (before != null && !before.skip(MOST_SKIPPED)) || !in.hasMore(limits.idle())) {
                return null;
            }
            head = null;
            body = null;
            refusal = null;
            try {
                RequestHead next = new HeadReader(in, limits).read();
                head = next;
                body = new Body(next, in, limits, this::sendContinue);
                last = !next.keepAlive();
            } catch (Refusal e) {
                refusal = e;
                last = true;
            } catch (IOException e) {
                return null; // it went away inside its head
            }
            String method = head == null ? "GET" : head.method();
            String connection = last ? "Connection: close\r\n" : "";
            return (method + " / HTTP/1.1\r\nHost: sluice\r\n" + connection + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
        }

        private void sendContinue() {
            context.dataWriter().writeNow(BufferData.create(CONTINUE));
        }
    }

    /** The connection as Helidon sees it: its own, but for what there is to read. */
    private record Fronted(ConnectionContext context, DataReader dataReader) implements ConnectionContext {

        @Override
        public ListenerContext listenerContext() {
            return context.listenerContext();
        }

        @Override
        public ExecutorService executor() {
            return context.executor();
        }

        @Override
        public DataWriter dataWriter() {
            return context.dataWriter();
        }

        @Override
        public Router router() {
            return context.router();
        }

        @Override
        public Optional<ProxyProtocolData> proxyProtocolData() {
            return context.proxyProtocolData();
        }

        @Override
        public HelidonSocket serverSocket() {
            return context.serverSocket();
        }

        @Override
        public PeerInfo remotePeer() {
            return context.remotePeer();
        }

        @Override
        public PeerInfo localPeer() {
            return context.localPeer();
        }

        @Override
        public boolean isSecure() {
            return context.isSecure();
        }

        @Override
        public String socketId() {
            return context.socketId();
        }

        @Override
        public String childSocketId() {
            return context.childSocketId();
        }
    }
}
