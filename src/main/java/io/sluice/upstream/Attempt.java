package io.sluice.upstream;

import io.sluice.api.Completion.Try;
import io.sluice.api.Log;
import io.sluice.upstream.RequestBytes.ClientBroken;
import io.sluice.upstream.RequestBytes.EarlyAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.jspecify.annotations.Nullable;

/** One try at one address. Used by one thread; {@link #abort} may come from another. */
final class Attempt {

    private static final Log LOG = Log.of("proxy");

    /** What nginx does not send twice: it may have had an effect. */
    private static final Set<String> NOT_REPEATED = Set.of("POST", "PATCH", "LOCK");

    /** Interim answers in a row that are swallowed. */
    private static final int MOST_INTERIM = 16;

    private final UpstreamCall call;
    private final ConnectionPool pool;
    private final WriteWatch writes;
    private final Addresses.Turn turn;
    private final PoolKey key;
    private final Instant startedAt = Instant.now();
    private final long balancerNanos;
    private boolean reused;
    private boolean begun;
    private boolean cutShort;
    private @Nullable UpstreamConnection connection;
    private @Nullable SocketChannel opening;
    private boolean aborted;

    Attempt(UpstreamCall call, ProxySettings settings, Addresses.Turn turn, ConnectionPool pool, WriteWatch writes) {
        long start = System.nanoTime();
        this.call = call;
        this.pool = pool;
        this.writes = writes;
        this.turn = turn;
        InetAddress address = turn.next();
        this.key = PoolKey.of(address, call, settings);
        this.balancerNanos = System.nanoTime() - start;
    }

    /** There was no answer. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;
        private final String kind;
        private final boolean retryable;
        private final boolean reused;

        private Failed(String kind, boolean retryable, boolean reused, Throwable cause) {
            super(kind, cause);
            this.kind = kind;
            this.retryable = retryable;
            this.reused = reused;
        }

        /** 504 if time ran out, else 502. */
        int status() {
            return kind.equals("timeout") ? 504 : 502;
        }

        boolean isRetryable() {
            return retryable;
        }

        /** Whether it happened on a connection that had served before: such a failure uses up no try. */
        boolean wasReused() {
            return reused;
        }
    }

    /** Sends the request and waits for the head of its answer. */
    Answer run(RequestBytes body) throws Failed, ClientBroken {
        try {
            UpstreamConnection open = connect();
            send(open, body);
            return receive(open);
        } catch (ClientBroken e) {
            throw e;
        } catch (SocketTimeoutException e) {
            throw failed("timeout", body, e);
        } catch (HttpException | Answer.UnsafeHeader | Wire.TooMuch | MessageConstraintException e) {
            throw new Failed("invalid", false, false, e);
        } catch (IOException e) {
            throw failed(begun ? "closed" : "connect", body, e);
        }
    }

    private Failed failed(String kind, RequestBytes body, IOException cause) {
        boolean sent = begun && connection != null && connection.wire().takeWritten();
        boolean retryable = !sent || (body.canRepeat() && !NOT_REPEATED.contains(call.method()));
        LOG.debug(
                "no answer of the upstream",
                "service",
                call.service().label(),
                "address",
                key.address().getHostAddress() + ":" + key.port(),
                "failure",
                kind,
                "cause",
                cause.toString());
        return new Failed(kind, retryable, reused && !kind.equals("timeout"), cause);
    }

    private UpstreamConnection connect() throws IOException {
        UpstreamConnection waiting = pool.take(key);
        reused = waiting != null;
        UpstreamConnection open = waiting != null
                ? waiting
                : pool.dialer().dial(key, turn.left(call.service().connectTimeout()), this::opening);
        synchronized (this) {
            connection = open;
            opening = null;
            if (aborted) {
                open.abort();
            }
        }
        return open;
    }

    private synchronized void opening(SocketChannel channel) {
        opening = channel;
        if (aborted) {
            Channels.close(channel);
        }
    }

    private void send(UpstreamConnection open, RequestBytes body) throws IOException, HttpException {
        open.wire().takeWritten();
        begun = true;
        try (WriteWatch.Writing writing =
                writes.start(open::abort, call.service().writeTimeout())) {
            open.wire().watch(writing);
            try {
                open.send(call, body);
            } catch (EarlyAnswer _) {
                cutShort = true;
            } catch (ClientBroken e) {
                throw e;
            } catch (IOException e) {
                if (writing.isLate()) {
                    throw (SocketTimeoutException) new SocketTimeoutException("write_timeout").initCause(e);
                }
                if (!hasAnswer(open)) {
                    throw e;
                }
                cutShort = true;
            } finally {
                open.wire().watch(null);
            }
        }
    }

    /** An upstream that wants no more may have said why before it closed. */
    private static boolean hasAnswer(UpstreamConnection open) {
        try {
            return open.wire().hasInput();
        } catch (IOException _) {
            return false;
        }
    }

    private Answer receive(UpstreamConnection open) throws IOException, HttpException {
        for (int i = 0; i < MOST_INTERIM; i++) {
            ClassicHttpResponse head = open.receiveHead(call.service().readTimeout());
            if (head.getCode() == 101 || head.getCode() >= 200) {
                return new Answer(open, head, call.method());
            }
        }
        throw new HttpException("nothing but interim answers");
    }

    Try succeeded(int status) {
        return result(status, "", 0);
    }

    Try failed(Failed failure) {
        end(false);
        return result(0, failure.kind, failure.status());
    }

    private Try result(int status, String failure, int failureStatus) {
        return new Try(
                startedAt, balancerNanos, key.address().getHostAddress(), key.port(), status, failure, failureStatus);
    }

    synchronized void abort() {
        aborted = true;
        if (connection != null) {
            connection.abort();
        }
        if (opening != null) {
            Channels.close(opening);
        }
    }

    /** Lets go of the connection. */
    void end(boolean reusable) {
        UpstreamConnection last;
        synchronized (this) {
            last = connection;
            connection = null;
        }
        if (last == null) {
            return;
        }
        if (reusable && !cutShort) {
            pool.giveBack(last);
        } else {
            last.abort();
        }
    }
}
