package io.sluice.e2e.wire;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;

/** One connection of an HTTP/1.1 client that hides nothing: it sends what it is given and tells what came. */
public final class Client implements AutoCloseable {

    /** How long an answer may take. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);
    /** How long a client waits for 100 Continue before it sends its body all the same. */
    private static final Duration CONTINUE = Duration.ofSeconds(1);

    private final Socket socket;
    private final OutputStream out;
    private final Deadline in;
    private final MessageReader reader;

    private Client(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.out = socket.getOutputStream();
        this.in = new Deadline(socket);
        this.reader = new MessageReader(in);
    }

    public static Client connect(int port) throws IOException {
        return new Client(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** After a handshake that believes any certificate; {@code serverName} null for none. */
    public static Client connectTls(int port, String serverName) throws IOException {
        return new Client(Tls.handshake(new Socket(InetAddress.getLoopbackAddress(), port), serverName));
    }

    /** One request on a connection of its own. */
    public static Reply call(int port, Call call) throws IOException, InterruptedException {
        try (Client client = connect(port)) {
            return client.exchange(call, PATIENCE);
        }
    }

    /** Sends a request and reads its answer, both at once, as an answer may come before the request's end. */
    public Reply exchange(Call call, Duration patience) throws IOException, InterruptedException {
        long start = System.nanoTime();
        send(call.head());
        List<Head> interim = new ArrayList<>();
        if (call.expectsContinue()) {
            in.until(start + CONTINUE.toNanos());
            try {
                reader.peek(1);
            } catch (SocketTimeoutException _) {
                // it goes on without
            }
        }
        Thread body = Thread.ofVirtual().start(() -> sendBody(call));
        try {
            return read(call.method(), start, patience, interim);
        } finally {
            body.interrupt();
            body.join();
        }
    }

    private void sendBody(Call call) {
        try {
            call.writeBody(out);
        } catch (IOException | InterruptedException _) {
            // answered before it was all sent
        }
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** The answer to a request that was sent before. */
    public Reply read(String method, Duration patience) throws IOException {
        return read(method, System.nanoTime(), patience, new ArrayList<>());
    }

    private Reply read(String method, long start, Duration patience, List<Head> interim) throws IOException {
        in.until(start + patience.toNanos());
        String beginning = begin();
        if (!beginning.equals("HTTP/")) {
            return withoutHead(interim, start);
        }
        Head head = reader.head();
        while (head != null && head.status() / 100 == 1 && head.status() != 101) {
            interim.add(head);
            head = reader.head();
        }
        if (head == null) {
            return withoutHead(interim, start);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Body body = reader.responseBody(method, head, bytes);
        long end = System.nanoTime();
        long first = reader.firstBodyByte() > start ? reader.firstBodyByte() : end;
        return new Reply(interim, head, bytes.toByteArray(), body, since(start, first), since(start, end));
    }

    private String begin() throws IOException {
        try {
            return reader.peek("HTTP/".length());
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException _) {
            return ""; // a reset is an end without an answer
        }
    }

    private Reply withoutHead(List<Head> interim, long start) {
        byte[] rest;
        try {
            rest = reader.rest();
        } catch (IOException _) {
            rest = new byte[0];
        }
        Duration now = since(start, System.nanoTime());
        return new Reply(interim, null, rest, new Body(rest.length, Fields.NONE, "no HTTP"), now, now);
    }

    private static Duration since(long start, long end) {
        return Duration.ofNanos(end - start);
    }

    /** Whether the server ends the connection within this time; what it sends before is lost. */
    public boolean closesWithin(Duration patience) throws IOException {
        in.until(System.nanoTime() + patience.toNanos());
        try {
            reader.rest();
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    public Socket socket() {
        return socket;
    }

    /** The session of a TLS connection. */
    public javax.net.ssl.SSLSession session() {
        return ((SSLSocket) socket).getSession();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Bounds the time of all reads together. */
    private static final class Deadline extends FilterInputStream {
        private final Socket socket;
        private volatile long end;

        Deadline(Socket socket) throws IOException {
            super(socket.getInputStream());
            this.socket = socket;
        }

        void until(long nanoTime) {
            end = nanoTime;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("no complete answer in time");
            }
            socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, left));
            return super.read(bytes, offset, length);
        }
    }
}
