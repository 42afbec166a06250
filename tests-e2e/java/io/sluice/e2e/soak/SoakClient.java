package io.sluice.e2e.soak;

import io.sluice.e2e.wire.Body;
import io.sluice.e2e.wire.Head;
import io.sluice.e2e.wire.MessageReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** One client that sends planned requests one after the other, on one connection for as long as that lasts. */
final class SoakClient implements Runnable {

    private static final int PATIENCE_MILLIS = 90_000;

    private final int port;
    private final List<String> routes;
    private final long largest;
    private final long end;
    private final SplittableRandom random;
    private final AtomicLong ids;
    private final Tally tally;
    /** What the connection carried before, for messages. */
    private String before = "";

    /** {@code end} as {@link System#nanoTime}: no request begins after it. */
    SoakClient(
            int port,
            List<String> routes,
            long largest,
            long end,
            SplittableRandom random,
            AtomicLong ids,
            Tally tally) {
        this.port = port;
        this.routes = routes;
        this.largest = largest;
        this.end = end;
        this.random = random;
        this.ids = ids;
        this.tally = tally;
    }

    @Override
    public void run() {
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(PATIENCE_MILLIS);
                MessageReader reader = new MessageReader(socket.getInputStream());
                boolean open = true;
                before = "was new";
                while (open && System.nanoTime() < end) {
                    String route = routes.get(random.nextInt(routes.size()));
                    open = exchange(Plan.random(ids.incrementAndGet(), route, largest, random), socket, reader);
                }
            } catch (IOException e) {
                tally.count("connections that were not made: " + e.getMessage());
            }
        }
    }

    /** Whether the connection can carry another request. */
    private boolean exchange(Plan plan, Socket socket, MessageReader reader) throws IOException {
        tally.count("requests, cut by " + plan.cut());
        Thread writer = Thread.ofVirtual().start(() -> send(plan, socket));
        try {
            return receive(plan, reader);
        } catch (SocketTimeoutException e) {
            tally.wrong(plan, "hangs");
        } catch (IOException e) {
            if (plan.cut() != Plan.Cut.CLIENT_SENDING) {
                tally.wrong(plan, "the answer's head is broken: " + e.getMessage());
            }
        } finally {
            join(writer, socket);
        }
        return false;
    }

    private static void join(Thread writer, Socket socket) throws IOException {
        try {
            if (!writer.join(java.time.Duration.ofSeconds(5))) {
                socket.close(); // answered, and not read from any more
                writer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Plan plan, Socket socket) {
        try {
            boolean leave = plan.cut() == Plan.Cut.CLIENT_SENDING;
            boolean chunked = plan.up() > 0 && plan.chunkedUp();
            String framing = chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + plan.up() + "\r\n";
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 64 << 10);
            out.write((plan.method() + " " + plan.target() + " HTTP/1.1\r\nHost: soak.test\r\n"
                            + (plan.up() > 0 ? framing : "") + "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            boolean slow = plan.pace() == Plan.Pace.SLOW_CLIENT;
            PatternBody.write(out, plan.upId(), plan.up(), leave ? plan.at() : plan.up(), chunked, slow);
            if (leave) {
                socket.close();
            }
        } catch (IOException _) {
            // the answer tells
        }
    }

    private boolean receive(Plan plan, MessageReader reader) throws IOException {
        Head head = reader.head();
        if (head == null) {
            if (plan.cut() != Plan.Cut.CLIENT_SENDING) {
                tally.wrong(plan, "closed without an answer, a connection that " + before + ":");
            }
            return false;
        }
        boolean ours = head.status() == 200;
        boolean leave = plan.cut() == Plan.Cut.CLIENT_READING;
        PatternBody.Check check = new PatternBody.Check(
                plan.downId(),
                plan.down(),
                plan.pace() == Plan.Pace.SLOW_CLIENT,
                leave ? plan.at() + 1 : Long.MAX_VALUE);
        Body body = reader.responseBody(plan.method(), head, ours ? check : OutputStream.nullOutputStream());
        tally.bytes(body.length());
        if (ours) {
            judge(plan, head, body, check);
        } else if (!body.whole() || !mayFail(plan, head.status())) {
            tally.wrong(plan, "answered " + head.startLine() + " " + body + ", on a connection that " + before + ":");
        }
        tally.count("answered " + head.status() + (body.whole() ? "" : ", cut"));
        before = "had carried " + plan + " -> " + head.status();
        return body.whole() && !"close".equalsIgnoreCase(head.fields().joined("Connection"));
    }

    private static boolean mayFail(Plan plan, int status) {
        return switch (plan.cut()) {
            case UPSTREAM_READING, UPSTREAM_SILENT, UPSTREAM_ANSWERING -> status == 502;
            case CLIENT_SENDING -> status == 400; // it may still be told that its body ended early
            case NONE, CLIENT_READING -> false;
        };
    }

    private void judge(Plan plan, Head head, Body body, PatternBody.Check check) {
        if (!Long.toString(plan.id()).equals(head.fields().joined("X-Soak-Id"))) {
            tally.wrong(plan, "another's answer: " + head.fields().joined("X-Soak-Id"));
        }
        if (check.wrongAt() >= 0) {
            tally.wrong(plan, "response body differs at " + check.wrongAt());
        }
        boolean left = plan.cut() == Plan.Cut.UPSTREAM_ANSWERING;
        if (plan.cut() == Plan.Cut.NONE && !body.whole()) {
            tally.wrong(plan, "cut for no reason: " + body.fault());
        }
        if (body.whole() && (left || body.length() != plan.down())) {
            tally.wrong(plan, "whole, with " + body.length() + " bytes");
        }
    }
}
