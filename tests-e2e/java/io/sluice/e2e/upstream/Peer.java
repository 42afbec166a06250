package io.sluice.e2e.upstream;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The other end of a connection that an upstream server answers on. */
public final class Peer {

    private final Socket plain;
    private final Socket socket;
    private final OutputStream out;

    /** {@code socket} is {@code plain} itself, or TLS over it. */
    Peer(Socket plain, Socket socket) throws IOException {
        this.plain = plain;
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    public void send(String bytes) throws IOException {
        send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** A response with Content-Length; to HEAD without its body. {@code fields} are whole lines with their CRLF. */
    public void respond(Recorded request, int status, String type, String fields, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        send("HTTP/1.1 " + status + " " + reason(status) + "\r\nContent-Type: " + type + "\r\n" + fields
                + "Content-Length: " + bytes.length + "\r\n\r\n");
        if (!request.method().equals("HEAD")) {
            send(bytes);
        }
    }

    private static String reason(int status) {
        return status == 200 ? "OK" : "Status " + status;
    }

    /** Closes as a server does that is done. */
    public void close() throws IOException {
        socket.close();
    }

    /** Ends the connection with RST. */
    public void reset() throws IOException {
        plain.setSoLinger(true, 0);
        plain.close();
    }

    public boolean isClosed() {
        return plain.isClosed() || socket.isClosed();
    }

    /** Says no more; ends when the other side does. */
    public void fallSilent() throws IOException {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        close();
    }
}
