package io.sluice.listen;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.spi.ServerConnection;
import io.sluice.api.ConnectionInfo;
import io.sluice.api.Log;
import io.sluice.api.RequestBody;
import io.sluice.api.TlsInfo;
import io.sluice.http.AddressText;
import io.sluice.http.ClientAddress;
import io.sluice.http.RequestHead;
import io.sluice.time.TimeKeeper;
import io.sluice.tls.ServerTls;
import io.sluice.wire.ClientConnection;
import io.sluice.wire.ClientOutput;
import io.sluice.wire.ConnectionInput;
import io.sluice.wire.Http1Connection;
import io.sluice.wire.Http2Connection;
import io.sluice.wire.LiveRequest;
import io.sluice.wire.Protocol;
import io.sluice.wire.ProxyHeader;
import io.sluice.wire.Seat;
import io.sluice.wire.ServerContext;
import io.sluice.wire.http2.Multiplexer;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One accepted connection, on the virtual thread that the web server gives it: PROXY header, TLS handshake, then HTTP. */
final class Connection implements ServerConnection, ClientConnection, Closeable {

    private static final Log LOG = Log.of("server");
    private static final int TLS_HANDSHAKE = 22;
    /** How long saying goodbye may take. */
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final Socket socket;
    private final HttpServer.Binding binding;
    private final ServerContext context;
    private final Admission.Place seat;
    private @Nullable SSLSocket secure;
    private @Nullable ConnectionInfo info;
    private @Nullable ClientAddress proxied;
    private boolean finishing;
    private @Nullable Protocol protocol;

    /** {@code seat} is left at the end. */
    Connection(Socket socket, HttpServer.Binding binding, ServerContext context, Admission.Place seat) {
        this.socket = socket;
        this.binding = binding;
        this.context = context;
        this.seat = seat;
    }

    @Override
    public Seat seat() {
        return seat;
    }

    @Override
    public void handle(Limit limit) {
        try {
            Protocol spoken = open();
            if (begin(spoken)) {
                spoken.serve();
            }
            endOutput();
        } catch (IOException e) {
            LOG.debug("connection not established", "listener", binding.name(), "reason", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("connection failed", e, "listener", binding.name());
        } finally {
            close();
            seat.leave();
        }
    }

    /** None that the web server shall count: see the limits of {@link ServerContext}. */
    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    /** The web server stops; {@code interrupt} is true when its grace is over. Called by another thread. */
    @Override
    public void close(boolean interrupt) {
        if (interrupt) {
            close();
        } else {
            finish();
        }
    }

    private Protocol open() throws IOException {
        Duration patience = context.limits().patience().head();
        TimeKeeper.Wait wait = context.time().enter(ConnectionInput.deadline(patience), socket);
        try {
            if (binding.listener().proxyProtocol()) {
                proxied = ProxyHeader.read(socket.getInputStream());
            }
            if (binding.tls() != null) {
                secure = shakeHands(binding.tls());
            }
        } finally {
            context.time().leave(wait);
        }
        info = describe();
        Socket spoken = secure == null ? socket : secure;
        ConnectionInput in = new ConnectionInput(spoken.getInputStream(), socket, context.time());
        ClientOutput out = new ClientOutput(
                spoken.getOutputStream(),
                socket,
                context.time(),
                context.limits().patience().sendGap());
        return isHttp2(in)
                ? new Http2Connection(this, context, in, out, binding.handler())
                : new Http1Connection(this, context, in, out, binding.handler());
    }

    /** Agreed on in the handshake; a client that agreed on nothing just begins, where HTTP/2 is spoken. */
    private boolean isHttp2(ConnectionInput in) {
        String agreed = secure == null ? "" : secure.getApplicationProtocol();
        return agreed.equals("h2")
                || (agreed.isEmpty()
                        && context.http2().contains(binding.name())
                        && in.startsWith(
                                Multiplexer.preface(),
                                context.limits().patience().head()));
    }

    private SSLSocket shakeHands(ServerTls tls) throws IOException {
        InputStream in = socket.getInputStream();
        int first = in.read();
        if (first < 0) {
            throw new EOFException("closed before a TLS handshake");
        }
        if (first != TLS_HANDSHAKE) {
            socket.getOutputStream().write(PlainOnTls.answer(context.date()));
            endOutput();
            linger(in);
            throw new IOException("no TLS on a TLS listener");
        }
        return tls.handshake(
                socket,
                new ByteArrayInputStream(new byte[] {TLS_HANDSHAKE}),
                binding.listener().http2());
    }

    /** Closing at once would take the answer from a client that still sends. */
    private void linger(InputStream in) throws IOException {
        TimeKeeper.Wait wait = context.time().enter(ConnectionInput.deadline(GOODBYE), socket);
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } finally {
            context.time().leave(wait);
        }
    }

    private ConnectionInfo describe() {
        String peer = AddressText.of(socket.getInetAddress());
        int port = socket.getLocalPort();
        TlsInfo tls = secure == null ? null : ServerTls.info(secure);
        return new ConnectionInfo(
                context.serials().incrementAndGet(),
                peer,
                socket.getPort(),
                context.clients().trusted().contains(peer),
                AddressText.of(socket.getLocalAddress()),
                port,
                context.clients().outsidePorts().getOrDefault(port, port),
                tls);
    }

    @Override
    public LiveRequest request(String id, RequestHead head, RequestBody body, int sequence) {
        ConnectionInfo connection = info;
        if (connection == null) {
            throw new IllegalStateException("no request before the connection is established");
        }
        ClientAddress client = ClientAddress.of(connection, proxied, head.headers(), context.clients());
        return new LiveRequest(id, head, body, connection, client.address(), client.port(), sequence);
    }

    private synchronized boolean begin(Protocol spoken) {
        protocol = spoken;
        return !finishing;
    }

    /** Ends it as soon as what is being answered is answered. */
    private synchronized void finish() {
        finishing = true;
        if (protocol == null) {
            close();
        } else {
            protocol.finish();
        }
    }

    @Override
    public void endOutput() {
        TimeKeeper.Wait wait = context.time().enter(ConnectionInput.deadline(GOODBYE), socket);
        try {
            (secure == null ? socket : secure).shutdownOutput();
        } catch (IOException | UnsupportedOperationException _) {
            // it is closed already
        } finally {
            context.time().leave(wait);
        }
    }

    @Override
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException _) {
            // it is closed already
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // it is closed all the same
        }
    }
}
