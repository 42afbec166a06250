package io.sluice.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Listens where a broker should, and says the same to everybody who says anything. */
public final class Stranger implements AutoCloseable {

    /** What a web server says to Kafka's protocol. */
    public static final byte[] HTTP = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listening;
    private final byte[] says;

    /** On {@code port} of 127.0.0.1; 0 is a free one. */
    public Stranger(int port, byte[] says) throws IOException {
        this.says = says;
        this.listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        Thread.ofVirtual().start(this::accept);
    }

    /** What announces a frame of that many bytes, and begins it. */
    public static byte[] frame(int length) {
        return ByteBuffer.allocate(100).putInt(length).array();
    }

    public int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> answer(client));
            } catch (IOException _) {
                // closed, or a client that went away at once
            }
        }
    }

    private void answer(Socket client) {
        byte[] request = new byte[1024];
        try (client) {
            while (client.getInputStream().read(request) > 0) {
                client.getOutputStream().write(says);
            }
        } catch (IOException _) {
            // the client has heard enough
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
