package io.sluice.e2e.upstream;

import io.sluice.e2e.wire.Body;
import io.sluice.e2e.wire.Broken;
import io.sluice.e2e.wire.Head;
import io.sluice.e2e.wire.MessageReader;
import io.sluice.e2e.wire.Tls;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/**
 * A server for the gateway to talk to, on a free port of the loopback interface: it records every request, then does what its
 * behaviour says. What breaks the rules of HTTP is recorded as a fault, and its connection closed.
 */
public final class UpstreamServer implements AutoCloseable {

    private final Closeable listener;
    private final int port;
    private final List<Recorded> requests = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private UpstreamServer(Closeable listener, int port) {
        this.listener = listener;
        this.port = port;
    }

    /** {@code tls} null for plain text. */
    public static UpstreamServer start(Behaviour behaviour, SSLContext tls) throws IOException {
        ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        UpstreamServer server = new UpstreamServer(listener, listener.getLocalPort());
        Thread.ofVirtual().start(() -> server.accept(listener, behaviour, tls));
        return server;
    }

    /** A port of its own that nobody listens on. */
    public static UpstreamServer refusing() throws IOException {
        Socket bound = new Socket();
        bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return new UpstreamServer(bound, bound.getLocalPort());
    }

    private void accept(ServerSocket listener, Behaviour behaviour, SSLContext tls) {
        for (int number = 1; !listener.isClosed(); number++) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                int connection = number;
                Thread.ofVirtual().start(() -> serve(connection, socket, behaviour, tls));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(int connection, Socket plain, Behaviour behaviour, SSLContext tls) {
        try (plain) {
            plain.setTcpNoDelay(true);
            Socket socket = tls == null ? plain : Tls.accepted(plain, tls);
            Peer peer = new Peer(plain, socket);
            MessageReader reader = new MessageReader(socket.getInputStream());
            while (!peer.isClosed()) {
                Recorded request = read(connection, reader);
                if (request == null) {
                    return;
                }
                requests.add(request);
                behaviour.answer(request, peer);
            }
        } catch (IOException | InterruptedException _) {
            // the gateway has gone
        } finally {
            open.remove(plain);
        }
    }

    /** Null at the end of the connection, and after a request that is none. */
    private Recorded read(int connection, MessageReader reader) throws IOException {
        Head head;
        try {
            head = reader.head();
        } catch (Broken e) {
            faults.add(e.getMessage());
            return null;
        }
        if (head == null) {
            return null;
        }
        if (!head.startLine().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+ [^\\x00-\\x20\\x7f]+ HTTP/1\\.[01]")) {
            faults.add("no request line: " + head.startLine());
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Body body = reader.requestBody(head, bytes);
        if (!body.whole()) {
            faults.add(head.startLine() + ": " + body.fault());
            return null;
        }
        return new Recorded(connection, head, bytes.toByteArray(), body);
    }

    public int port() {
        return port;
    }

    /** Every complete request so far, in the order of their ends. */
    public List<Recorded> requests() {
        return List.copyOf(requests);
    }

    /** What came and was no complete, well-framed request. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
