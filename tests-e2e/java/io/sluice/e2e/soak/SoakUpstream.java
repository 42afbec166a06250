package io.sluice.e2e.soak;

import io.sluice.e2e.wire.Body;
import io.sluice.e2e.wire.Head;
import io.sluice.e2e.wire.MessageReader;
import io.sluice.e2e.wire.Tls;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** The upstream's part of every plan: checks each request to the byte, and answers, dawdles or leaves as it is told. */
final class SoakUpstream implements AutoCloseable {

    private final ServerSocket listener;
    private final SSLContext tls;
    private final Tally tally;
    private final AtomicInteger open = new AtomicInteger();

    /** {@code tls} null for plain text. */
    SoakUpstream(SSLContext tls, Tally tally) throws IOException {
        this.listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        this.tls = tls;
        this.tally = tally;
        Thread.ofPlatform().daemon().name("soak-upstream").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Connections that are open now. */
    int open() {
        return open.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Socket plain) {
        try (plain) {
            plain.setTcpNoDelay(true);
            Socket socket = tls == null ? plain : Tls.accepted(plain, tls);
            MessageReader reader = new MessageReader(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 64 << 10);
            for (Head head = reader.head(); head != null; head = reader.head()) {
                Plan plan = Plan.of(head.target());
                if (!receive(plan, head, reader) || !answer(plan, out)) {
                    plain.setSoLinger(true, 0);
                    return;
                }
            }
        } catch (IOException _) {
            tally.count("upstream connections that broke");
        } finally {
            open.decrementAndGet();
        }
    }

    /** Whether to go on to the answer. */
    private boolean receive(Plan plan, Head head, MessageReader reader) throws IOException {
        boolean leave = plan.cut() == Plan.Cut.UPSTREAM_READING;
        boolean slow = plan.pace() == Plan.Pace.SLOW_UPSTREAM;
        PatternBody.Check check =
                new PatternBody.Check(plan.upId(), plan.up(), slow, leave ? plan.at() + 1 : Long.MAX_VALUE);
        Body body = reader.requestBody(head, check);
        tally.bytes(body.length());
        if (check.wrongAt() >= 0) {
            tally.wrong(plan, "request body differs at " + check.wrongAt());
        }
        if (leave) {
            return false;
        }
        if (!body.whole()) {
            tally.count("requests that reached the upstream cut");
            if (plan.cut() != Plan.Cut.CLIENT_SENDING) {
                tally.wrong(plan, "request came cut: " + body.fault());
            }
            return false;
        }
        if (body.length() != plan.up()) {
            tally.wrong(plan, "request came as whole with " + body.length() + " bytes");
        }
        return plan.cut() != Plan.Cut.UPSTREAM_SILENT;
    }

    /** Whether the connection can go on. */
    private static boolean answer(Plan plan, OutputStream out) throws IOException {
        String framing = plan.chunkedDown() ? "Transfer-Encoding: chunked" : "Content-Length: " + plan.down();
        out.write(("HTTP/1.1 200 OK\r\nX-Soak-Id: " + plan.id() + "\r\n" + framing + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        boolean leave = plan.cut() == Plan.Cut.UPSTREAM_ANSWERING;
        boolean slow = plan.pace() == Plan.Pace.SLOW_UPSTREAM;
        PatternBody.write(out, plan.downId(), plan.down(), leave ? plan.at() : plan.down(), plan.chunkedDown(), slow);
        return !leave;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
