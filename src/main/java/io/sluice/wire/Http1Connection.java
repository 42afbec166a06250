package io.sluice.wire;

import io.sluice.api.Handler;
import io.sluice.api.Responder;
import io.sluice.http.Refusal;
import io.sluice.http.RequestHead;
import io.sluice.settings.ClientLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Requests and answers of one HTTP/1.1 connection, one after the other, on one thread. */
public final class Http1Connection implements Protocol {

    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    /** How much of an unwanted body is read over to keep a connection, in bytes. */
    private static final long MOST_SKIPPED = 1 << 20;
    /** How long a client that is not read any more gets to read its answer. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private enum State {
        IDLE,
        BUSY,
        CLOSED
    }

    private final ClientConnection connection;
    private final ServerContext context;
    private final ClientLimits limits;
    private final ConnectionInput in;
    private final ClientOutput out;
    private final HandlerCall handler;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private boolean last;
    private @Nullable Http1Answer current;

    public Http1Connection(
            ClientConnection connection, ServerContext context, ConnectionInput in, ClientOutput out, Handler handler) {
        this.connection = connection;
        this.context = context;
        this.limits = context.limits();
        this.in = in;
        this.out = out;
        this.handler = new HandlerCall(handler, limits.errorType());
    }

    @Override
    public void serve() {
        int sequence = 1;
        while (!last && isNextComing(sequence)) {
            try {
                answer(sequence);
            } catch (IOException _) {
                return; // it went away inside a head, or before its refusal
            }
            sequence++;
        }
    }

    private boolean isNextComing(int sequence) {
        Duration patience =
                sequence == 1 ? limits.patience().head() : limits.patience().idle();
        state.set(State.IDLE);
        if (context.stopping().get() && sequence > 1) {
            return false;
        }
        return in.hasMore(patience) && state.compareAndSet(State.IDLE, State.BUSY);
    }

    private void answer(int sequence) throws IOException {
        String id = LiveRequest.newId();
        RequestHead head;
        try {
            head = new HeadReader(in, limits).read();
        } catch (Refusal e) {
            refuse(e, id, sequence);
            return;
        }
        Seat.Ticket ticket = connection.seat().request();
        if (ticket == null) {
            refuse(full(head), id, sequence);
            return;
        }
        try {
            if (ticket.take((int) head.bytes())) {
                answer(head, id, sequence, ticket);
            } else {
                refuse(full(head), id, sequence);
            }
        } finally {
            ticket.leave();
        }
    }

    private static Refusal full(RequestHead head) {
        return new Refusal(503, "too much is held for requests").after(head.withoutBody());
    }

    private void answer(RequestHead head, String id, int sequence, Memory memory) throws IOException {
        last = !head.keepAlive()
                || sequence >= limits.requests()
                || limits.patience().idle().isZero();
        Http1Body body = new Http1Body(head, in, limits, this::sendContinue, memory);
        Http1Answer answer = new Http1Answer(this, context.date(), out, head, body, memory);
        current = answer;
        handler.run(connection.request(id, head, body, sequence), answer);
        last = last || !answer.keepsConnection() || !body.skip(MOST_SKIPPED);
        if (answer.isCutUnseen()) {
            connection.reset();
        } else if (last && !body.isEnded()) {
            connection.endOutput();
            in.drain(LINGER);
        }
    }

    private void refuse(Refusal refusal, String id, int sequence) {
        last = true;
        Http1Body body = new Http1Body(refusal.seen(), in, limits, () -> {}, Memory.PLENTY);
        Http1Answer answer = new Http1Answer(this, context.date(), out, refusal.seen(), body, Memory.PLENTY);
        handler.refuse(connection.request(id, refusal.seen(), body, sequence), refusal.status(), answer);
        connection.endOutput();
        in.drain(LINGER);
    }

    /** Whether the answer to be written is the last one: {@code body} is what its request may still have to send. */
    boolean isLast(Http1Body body) {
        last |= context.stopping().get() || !body.isSkippable(MOST_SKIPPED);
        return last;
    }

    Responder.Watch watch(Runnable action) {
        return ClientWatch.start(context.time(), in.ahead(), action);
    }

    private void sendContinue() {
        if (current != null && current.isBegun()) {
            return; // too late: the final answer is on its way
        }
        try {
            out.writeAscii(CONTINUE);
            out.flush();
        } catch (IOException _) {
            // the client has gone, as the read of the body will find
        }
    }

    @Override
    public void finish() {
        if (state.compareAndSet(State.IDLE, State.CLOSED)) {
            connection.close();
        }
    }
}
