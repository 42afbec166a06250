package io.sluice.listen;

import io.helidon.common.socket.SocketOptions;
import io.sluice.settings.SoKeepalive;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The options of accepted sockets. The web server hands each one here before anything else happens to it, and to nobody afterwards:
 * so this keeps it until its connection asks for it. Safe for concurrent use.
 */
final class AcceptedSockets implements SocketOptions {

    private final Map<SocketAddress, Socket> waiting = new ConcurrentHashMap<>();
    private final SoKeepalive keepalive;

    AcceptedSockets(SoKeepalive keepalive) {
        this.keepalive = keepalive;
    }

    @Override
    public void configureSocket(SocketChannel channel) {
        Socket socket = channel.socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, keepalive.on());
            if (keepalive.on()) {
                set(socket, "TCP_KEEPIDLE", keepalive.idle());
                set(socket, "TCP_KEEPINTERVAL", keepalive.interval());
                set(socket, "TCP_KEEPCOUNT", keepalive.count());
            }
        } catch (IOException _) {
            return; // it has gone again, and will not be asked for
        }
        waiting.put(socket.getRemoteSocketAddress(), socket);
    }

    @SuppressWarnings("unchecked") // the options of these names are numbers
    private static void set(Socket socket, String name, int value) throws IOException {
        for (SocketOption<?> option : socket.supportedOptions()) {
            if (value > 0 && option.name().equals(name)) {
                socket.setOption((SocketOption<Integer>) option, value);
            }
        }
    }

    /** The socket of a connection from there; empty if it has gone. */
    Optional<Socket> take(SocketAddress peer) {
        return Optional.ofNullable(waiting.remove(peer));
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return Map.of();
    }

    @Override
    public Duration connectTimeout() {
        return Duration.ZERO;
    }

    @Override
    public Duration readTimeout() {
        return Duration.ZERO;
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return Optional.empty();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return Optional.empty();
    }

    @Override
    public boolean socketReuseAddress() {
        return true;
    }

    @Override
    public boolean socketKeepAlive() {
        return keepalive.on();
    }

    @Override
    public boolean tcpNoDelay() {
        return true;
    }
}
