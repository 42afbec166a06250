package io.sluice.upstream;

import io.sluice.upstream.PoolKey.TlsDemand;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Opens connections: TCP, then TLS where the key asks for it. Safe for concurrent use. */
final class Dialer {

    private final TlsContexts contexts = new TlsContexts();
    private final int headBytes;

    Dialer(ProxySettings settings) {
        this.headBytes = settings.headerBytes();
    }

    /**
     * Opens a connection.
     *
     * @param millis for TCP to connect, and again for the TLS handshake
     * @param opening told of the channel before it connects, so that it can be closed from elsewhere
     * @throws IOException if it cannot be had; a {@link java.net.SocketTimeoutException} if not in time
     */
    UpstreamConnection dial(PoolKey key, int millis, Consumer<SocketChannel> opening) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            opening.accept(channel);
            Socket socket = channel.socket();
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(key.address(), key.port()), millis);
            TlsDemand tls = key.tls();
            Socket used = tls == null ? socket : secured(socket, key.port(), tls, millis);
            return new UpstreamConnection(key, channel, used, headBytes);
        } catch (IOException | RuntimeException e) {
            Channels.close(channel);
            throw e;
        }
    }

    /** The name asked for is the name verified, as Kong does: the Host towards the upstream. */
    private Socket secured(Socket plain, int port, TlsDemand demand, int millis) throws IOException {
        SSLSocket socket =
                (SSLSocket) contexts.of(demand).getSocketFactory().createSocket(plain, demand.serverName(), port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        parameters.setServerNames(ServerNames.of(demand.serverName()));
        if (demand.verify()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(millis);
        socket.startHandshake();
        return socket;
    }
}
