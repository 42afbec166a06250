package io.sluice.listen;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.sluice.api.Headers;
import io.sluice.settings.Listener;
import io.sluice.wire.HeadBytes;
import io.sluice.wire.ServerContext;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One listening socket: a web server of Helidon's, whose connections all speak what {@link Connection} speaks. A socket on {@code [::]}
 * takes IPv4 connections too, as Java has it: they belong to the listener on {@code 0.0.0.0} with the same port, or to nobody.
 */
final class Listening implements ServerConnectionSelector, AutoCloseable {

    /** Connections end by our own time limits, which know what they wait for. */
    private static final Duration HELIDONS_IDLE = Duration.ofDays(365);

    private final HttpServer.Binding binding;
    private final HttpServer.@Nullable Binding forIpv4;
    private final ServerContext context;
    private final Admission admission;
    private final AcceptedSockets accepted;
    private final Duration grace;
    private final int port;
    private final WebServer server;

    private Listening(
            HttpServer.Binding binding,
            HttpServer.@Nullable Binding forIpv4,
            ServerContext context,
            Admission admission,
            Duration grace)
            throws IOException {
        this.binding = binding;
        this.forIpv4 = forIpv4;
        this.context = context;
        this.admission = admission;
        this.accepted = new AcceptedSockets(binding.listener().soKeepalive());
        this.grace = grace;
        probe(binding.listener());
        this.server = listen(binding.listener().port());
        this.port = server.port();
    }

    /**
     * Opens it.
     *
     * @param forIpv4 gets the IPv4 connections, or null for none
     * @param grace how long requests in flight may go on at the end
     */
    static Listening open(
            HttpServer.Binding binding,
            HttpServer.@Nullable Binding forIpv4,
            ServerContext context,
            Admission admission,
            Duration grace)
            throws IOException {
        return new Listening(binding, forIpv4, context, admission, grace);
    }

    /** Fails with the system's reason against listening there: the web server tells its log alone. */
    private static void probe(Listener listener) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(listener.address(), listener.port()));
        }
    }

    private WebServer listen(int wanted) throws IOException {
        WebServer started = WebServer.builder()
                .host(binding.listener().address())
                .port(wanted)
                .backlog(binding.listener().backlog())
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .protocolsDiscoverServices(false)
                .shutdownGracePeriod(grace)
                .idleConnectionTimeout(HELIDONS_IDLE)
                .maxTcpConnections(admission.limits().connections())
                .connectionOptions(accepted)
                .addConnectionSelector(this)
                .build()
                .start();
        if (!started.isRunning()) {
            throw new IOException("the listener did not start");
        }
        return started;
    }

    int port() {
        return port;
    }

    HttpServer.Binding binding() {
        return binding;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    /** TLS is a matter of {@link Connection}, and with it what is agreed on there. */
    @Override
    public Set<String> supportedApplicationProtocols() {
        return Set.of();
    }

    @Override
    public ServerConnection connection(ConnectionContext helidons) {
        SocketAddress peer = helidons.remotePeer().address();
        InetAddress address = ((InetSocketAddress) peer).getAddress();
        HttpServer.Binding owner = address instanceof Inet4Address ? forIpv4 : binding;
        Optional<Socket> socket = accepted.take(peer);
        if (owner == null || socket.isEmpty()) {
            return new Nobody();
        }
        Admission.Place seat = admission.connect(address);
        return seat == null
                ? new TurnedAway(socket.get(), owner.tls() == null)
                : new Connection(socket.get(), owner, context, seat);
    }

    /** A connection that is not wanted. */
    private static class Nobody implements ServerConnection {
        @Override
        public void handle(Limit limit) {
            // the web server closes what nobody serves
        }

        @Override
        public Duration idleTime() {
            return Duration.ZERO;
        }

        @Override
        public void close(boolean interrupt) {
            // it is closing
        }
    }

    /** A connection that there is no place for. Who speaks plainly is told so, before it has said anything. */
    private static final class TurnedAway extends Nobody {

        private static final byte[] ANSWER =
                HeadBytes.of(503, null, Headers.of("Retry-After", "1", "Content-Length", "0", "Connection", "close"));

        private final Socket socket;
        private final boolean plain;

        TurnedAway(Socket socket, boolean plain) {
            this.socket = socket;
            this.plain = plain;
        }

        @Override
        public void handle(Limit limit) {
            try (socket) {
                if (plain) {
                    socket.getOutputStream().write(ANSWER); // fits into the empty buffer of a new socket
                    socket.shutdownOutput();
                }
            } catch (IOException _) {
                // it has gone by itself
            }
        }
    }

    /** No more connections; those there are may end within the grace period. */
    @Override
    public synchronized void close() {
        server.stop();
    }
}
