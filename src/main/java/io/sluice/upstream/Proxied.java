package io.sluice.upstream;

import io.sluice.api.Completion.Latencies;
import io.sluice.api.Completion.Try;
import io.sluice.api.Headers;
import io.sluice.api.RequestBody;
import io.sluice.api.StandardReplies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One request to a service: tries until there is an answer, then hands on its body. Used by one thread; {@link #abort} may come from
 * another.
 *
 * <p>What is tried again, and when, is nginx's {@code proxy_next_upstream error timeout} as Kong configures it (proxy.md 1.3).
 */
public final class Proxied implements AutoCloseable {

    private final UpstreamCall call;
    private final ProxySettings settings;
    private final Addresses addresses;
    private final ConnectionPool pool;
    private final WriteWatch writes;
    private final List<Try> tries = new ArrayList<>(1);
    private final long started = System.nanoTime();
    private long answered;
    private long ended;
    private @Nullable Answer answer;
    private @Nullable Attempt current;
    private @Nullable RequestBytes body;
    private boolean aborted;
    private boolean complete;

    Proxied(UpstreamCall call, ProxySettings settings, Addresses addresses, ConnectionPool pool, WriteWatch writes) {
        this.call = call;
        this.settings = settings;
        this.addresses = addresses;
        this.pool = pool;
        this.writes = writes;
    }

    /**
     * Waits for the head of the answer.
     *
     * @throws UpstreamFailure if there will be none, with what to say instead
     * @throws IOException if the client does not send all of its body, or has gone
     */
    public void await() throws UpstreamFailure, IOException {
        Addresses.Turn turn = addresses.of(call.service().host(), call.service().connectTimeout());
        RequestBytes bytes = RequestBytes.of(call.body(), call.buffered(), settings.memoryBytes());
        body = bytes;
        int left = call.service().retries();
        while (true) {
            Attempt attempt = new Attempt(call, settings, turn, pool, writes);
            enter(attempt);
            try {
                answer = attempt.run(bytes);
                answered = System.nanoTime();
                tries.add(attempt.succeeded(answer.status()));
                return;
            } catch (Attempt.Failed e) {
                checkClient();
                tries.add(attempt.failed(e));
                boolean free = e.wasReused() && e.isRetryable();
                if (!e.isRetryable() || (!free && left == 0)) {
                    answered = System.nanoTime();
                    throw new UpstreamFailure(e.status(), StandardReplies.text(e.status()), false);
                }
                left -= free ? 0 : 1;
            } catch (RequestBytes.ClientBroken e) {
                attempt.abort();
                throw e.broken();
            }
        }
    }

    private synchronized void enter(Attempt attempt) throws IOException {
        checkClient();
        current = attempt;
    }

    private synchronized void checkClient() throws IOException {
        if (aborted) {
            throw new RequestBody.Broken("the client has gone", 499);
        }
    }

    /** Gives the call up: what waits for the upstream ends now. */
    public synchronized void abort() {
        aborted = true;
        if (current != null) {
            current.abort();
        }
    }

    private Answer answer() {
        return Objects.requireNonNull(answer, "there is no answer");
    }

    public int status() {
        return answer().status();
    }

    /** The status of the last try for logs and headers: the upstream's, or that of its failure; 0 if nothing was tried. */
    public int lastStatus() {
        if (tries.isEmpty()) {
            return 0;
        }
        Try last = tries.getLast();
        return last.status() != 0 ? last.status() : last.failureStatus();
    }

    public @Nullable String reason() {
        return answer().reason();
    }

    /** {@code 1.1} or {@code 1.0}; {@code 1.1} where there is no answer. */
    public String httpVersion() {
        return answer == null ? "1.1" : answer.httpVersion();
    }

    /** A copy of what may go to the client. */
    public Headers headers() {
        return answer().headersForClient(
                        call.trailersWanted(), call.headers().first("Upgrade").orElse(""));
    }

    /** The next part of the body; -1 at its end. */
    public int read(byte[] part) throws IOException {
        int count = answer().body().read(part);
        if (count < 0) {
            complete = true;
            ended = System.nanoTime();
        }
        return count;
    }

    /** Whether what was read should go to the client now: nothing more is there yet, or nobody shall wait. */
    public boolean shouldFlush() throws IOException {
        return !call.responseBuffered()
                || answer().wantsNoBuffering()
                || answer().body().available() == 0;
    }

    /**
     * All of the body.
     *
     * @param most bytes
     * @param reserve is asked before so many more bytes are kept
     * @throws IOException if it does not come whole, or is larger
     */
    public byte[] readAll(int most, IntPredicate reserve) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[16 * 1024];
        int count;
        while ((count = read(part)) >= 0) {
            if (all.size() + count > most || !reserve.test(count)) {
                throw new IOException("the answer is larger than may be held");
            }
            all.write(part, 0, count);
        }
        return all.toByteArray();
    }

    /** The attempts so far, in order. */
    public List<Try> tries() {
        return List.copyOf(tries);
    }

    /** From the first try to the head of the answer, in nanoseconds; to now while there is none. */
    public long waitedNanos() {
        return (answered == 0 ? System.nanoTime() : answered) - started;
    }

    /** When the first try began, as {@link System#nanoTime}. */
    public long startedNanos() {
        return started;
    }

    /** The latencies of a request that lasted from {@code start} to {@code end}. */
    public Latencies latencies(long start, long end) {
        long waited = waitedNanos();
        long receive = answer == null || answered == 0 ? 0 : (ended == 0 ? end : ended) - answered;
        return new Latencies(end - start, end - start - waited, waited, receive);
    }

    /** Ends the call; its connection lives on if the answer was read whole. */
    @Override
    public void close() {
        Attempt last;
        synchronized (this) {
            last = current;
            current = null;
        }
        if (last != null) {
            Answer got = answer;
            last.end(got != null && (complete || got.isBodiless()) && !aborted && got.keepsAlive());
        }
        if (body != null) {
            body.close();
        }
    }
}
