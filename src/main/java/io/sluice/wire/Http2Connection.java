package io.sluice.wire;

import io.sluice.api.Handler;
import io.sluice.api.Headers;
import io.sluice.api.Log;
import io.sluice.http.Refusal;
import io.sluice.http.RequestHead;
import io.sluice.settings.ClientLimits;
import io.sluice.time.TimeKeeper;
import io.sluice.wire.http2.Breach;
import io.sluice.wire.http2.ErrorCode;
import io.sluice.wire.http2.Multiplexer;
import io.sluice.wire.http2.RequestFields;
import io.sluice.wire.http2.Stream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Requests and answers of one HTTP/2 connection: many at a time, each answered on a thread of its own. */
public final class Http2Connection implements Protocol, TimeKeeper.Watched {

    private static final Log LOG = Log.of("server");
    private static final Duration FOR_EVER = Duration.ofDays(365);
    /** How long a client gets to read its last answers, or why its connection ends. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final ClientConnection connection;
    private final ServerContext context;
    private final ClientLimits limits;
    private final ConnectionInput in;
    private final Multiplexer multiplexer;
    private final HandlerCall handler;
    private final AtomicBoolean finishing = new AtomicBoolean();
    /** Whether the client has been told that no more requests are taken. */
    private volatile boolean told;

    /** When the last answer was given, as nanoTime; 0 before. */
    private final AtomicLong ended = new AtomicLong();

    private int requests;

    public Http2Connection(
            ClientConnection connection, ServerContext context, ConnectionInput in, ClientOutput out, Handler handler) {
        this.connection = connection;
        this.context = context;
        this.limits = context.limits();
        this.in = in;
        int mostHeaderBytes = limits.head().requestLine() + limits.head().total();
        this.multiplexer = new Multiplexer(
                (target, length) -> in.readFully(target, 0, length, FOR_EVER), out, mostHeaderBytes, this::begin);
        this.handler = new HandlerCall(handler, limits.errorType());
    }

    @Override
    public void serve() {
        context.time().add(this);
        try {
            multiplexer.run();
        } catch (Breach e) {
            LOG.debug("HTTP/2 connection broken", "code", e.code(), "reason", e.getMessage());
            multiplexer.fail();
            goAway(e.code());
            connection.endOutput();
            in.drain(LINGER);
        } catch (IOException e) {
            LOG.debug("HTTP/2 connection ended", "reason", e.getMessage());
        } finally {
            context.time().remove(this);
            multiplexer.fail();
            connection.close();
            multiplexer.await();
        }
    }

    private Runnable begin(Stream stream, RequestFields fields) throws Breach {
        requests++;
        if (requests >= limits.requests()) {
            finish();
        }
        Seat.Ticket ticket = connection.seat().request();
        if (ticket == null) {
            throw Breach.of(stream.id(), ErrorCode.REFUSED_STREAM, "too many requests are being answered");
        }
        boolean begun = false;
        try {
            Http2Answering answering = begin(stream, fields, ticket);
            begun = true;
            return answering;
        } finally {
            if (!begun) {
                ticket.leave();
            }
        }
    }

    private Http2Answering begin(Stream stream, RequestFields fields, Seat.Ticket ticket) throws Breach {
        stream.keepIn(ticket::take);
        try {
            RequestHead head = Http2Head.of(stream.id(), fields, limits);
            stream.announce(head.bodyLength());
            if (!ticket.take(size(head.headers()))) {
                throw Breach.of(stream.id(), ErrorCode.REFUSED_STREAM, "too much is held for requests");
            }
            return Http2Answering.handled(this, stream, context, head, requests, ticket);
        } catch (Refusal e) {
            return Http2Answering.refused(this, stream, context, e, requests, ticket);
        }
    }

    /** What they take here: compressed they may be a few bytes. */
    private static int size(Headers headers) {
        int size = 0;
        for (int i = 0; i < headers.size(); i++) {
            size += headers.name(i).length() + headers.value(i).length();
        }
        return size;
    }

    LiveRequest request(String id, RequestHead head, Http2Body body, int sequence) {
        return connection.request(id, head, body, sequence);
    }

    HandlerCall handler() {
        return handler;
    }

    /** The last that the thread of a stream does. */
    void answered(Stream stream, boolean whole) {
        try {
            multiplexer.done(stream, whole);
        } catch (IOException e) {
            LOG.debug("client gone", "reason", e.getMessage());
        }
        endIfFinished();
    }

    /** Nothing more will be written: the client may read what was, and close. */
    private void endIfFinished() {
        if (told && multiplexer.isFinished() && ended.compareAndSet(0, Math.max(1, System.nanoTime()))) {
            connection.endOutput();
        }
    }

    private void goAway(ErrorCode code) {
        try {
            multiplexer.goAway(code);
        } catch (IOException e) {
            LOG.debug("client gone", "reason", e.getMessage());
        }
    }

    /** Does not wait for a client that takes nothing. */
    @Override
    public void finish() {
        if (finishing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("goaway").start(() -> {
                goAway(ErrorCode.NO_ERROR);
                told = true;
                endIfFinished();
            });
        }
    }

    /** A connection without requests is not kept for ever. */
    @Override
    public void look(long now) {
        ClientLimits.Patience patience = limits.patience();
        Duration quiet = multiplexer.isUsed() ? patience.idle() : patience.head();
        long end = ended.get();
        if (end != 0 && now - end > LINGER.toNanos()) {
            connection.close();
        } else if (end == 0 && told && multiplexer.isFinished()) { // by a stream that was no request
            Thread.ofVirtual().name("goaway").start(this::endIfFinished);
        } else if (now - multiplexer.quietSince(now) > quiet.toNanos()) {
            finish();
        }
    }
}
