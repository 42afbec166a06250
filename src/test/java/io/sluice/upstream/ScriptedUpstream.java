package io.sluice.upstream;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server whose n-th connection does what the n-th script says; the last script repeats. */
final class ScriptedUpstream implements Closeable {

    /** What one connection does. */
    interface Script {
        void run(Peer peer) throws IOException;
    }

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private final List<Script> scripts;

    ScriptedUpstream(Script... scripts) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), scripts);
    }

    /** {@code server} is bound; it may speak TLS. */
    ScriptedUpstream(ServerSocket server, Script... scripts) {
        this.scripts = List.of(scripts);
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.add(socket);
                Script script = scripts.get(Math.min(connections.size(), scripts.size()) - 1);
                Thread.ofVirtual().start(() -> serve(socket, script));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket, Script script) {
        try (socket) {
            script.run(new Peer(socket));
        } catch (IOException e) {
            // the other side has gone: what it got is what the test looks at
        }
    }

    /** The server's end of a connection. */
    final class Peer {
        private final Socket socket;
        private final InputStream in;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        /** The next request whole, as it came; recorded. */
        String request() throws IOException {
            String text = head();
            Matcher length = LENGTH.matcher(text);
            StringBuilder whole = new StringBuilder(text);
            if (length.find()) {
                whole.append(new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.ISO_8859_1));
            } else if (text.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
                while (!whole.toString().endsWith("\r\n0\r\n\r\n")) {
                    whole.append((char) byteOrFail());
                }
            }
            requests.add(whole.toString());
            return whole.toString();
        }

        /** Up to the blank line. */
        String head() throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            while (!out.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                out.write(byteOrFail());
            }
            return out.toString(StandardCharsets.ISO_8859_1);
        }

        private int byteOrFail() throws IOException {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended");
            }
            return next;
        }

        /** Everything until the other side closes. */
        String rest() throws IOException {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    static Script answering(String answer) {
        return peer -> {
            while (true) {
                peer.request();
                peer.send(answer);
            }
        };
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
