package io.sluice.listen;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that writes and reads bytes as ISO-8859-1 text, and waits for none of them longer than ten seconds. */
final class RawClient implements AutoCloseable {

    private static final int PATIENCE = 10_000;

    private final Socket socket;
    private boolean reset;

    RawClient(Socket socket) {
        this.socket = socket;
    }

    static RawClient connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE);
        return new RawClient(socket);
    }

    /** Sends all of it, whatever is answered meanwhile, and reads to the end. */
    static String exchange(int port, String request) throws IOException {
        try (RawClient client = connect(port)) {
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    client.write(request);
                } catch (UncheckedIOException _) {
                    // refused before it was all sent
                }
            });
            String answer = client.rest();
            writer.interrupt();
            return answer;
        }
    }

    Socket socket() {
        return socket;
    }

    RawClient write(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All up to and including {@code end}; less if the connection ends before. */
    String readTo(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        int b = 0;
        while (text.indexOf(end) < 0 && b >= 0) {
            b = socket.getInputStream().read();
            if (b >= 0) {
                text.append((char) b);
            }
        }
        return text.toString();
    }

    /** All up to the end of the connection. */
    String rest() throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[8192];
        InputStream in = socket.getInputStream();
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                text.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException _) {
            reset = true; // an end, too
        }
        return text.toString();
    }

    /** Whether {@link #rest} met a reset. */
    boolean wasReset() {
        return reset;
    }

    /** Ends the connection without a goodbye. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
