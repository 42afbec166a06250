package io.sluice.wire.http2;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The streams of one connection. Safe for concurrent use. */
final class Streams {

    /** Requests that are being answered at a time; further ones are refused. */
    static final int MOST = 128;
    /** Streams that are over and still known. */
    private static final int REMEMBERED = 256;
    /** Requests that end in a reset before they are answered, more than those that are answered. */
    private static final int MOST_RESETS = 2 * MOST;

    private final Map<Integer, Stream> open = new HashMap<>();
    /** Streams that are over, and whether the client may still send on them, not knowing that yet. */
    private final Map<Integer, Boolean> over = new LinkedHashMap<>();

    /** The newest that the client has begun. */
    private int newest;
    /** The newest that is or will be answered. */
    private int accepted;

    private int busy;
    private int resets;
    private boolean finishing;
    private long quietSince = System.nanoTime();

    /** The stream, if it is open. */
    synchronized @Nullable Stream get(int id) {
        return open.get(id);
    }

    synchronized List<Stream> all() {
        return new ArrayList<>(open.values());
    }

    /** Whether the client has not begun it yet. */
    synchronized boolean isIdle(int id) {
        return id > newest;
    }

    /**
     * Whether frames on a stream that is not open any more are to be read over: one that was reset here, or that was begun when the
     * client could not know yet that it would be refused (RFC 9113 6.8).
     */
    synchronized boolean isReadOver(int id) {
        return over.getOrDefault(id, false) || (finishing && id > accepted);
    }

    synchronized boolean isRemembered(int id) {
        return over.containsKey(id);
    }

    /**
     * A request begins: {@link #add} or {@link #giveUp} is next.
     *
     * @throws Breach if there is no place for it: it has no effect then, and its stream is over
     */
    synchronized void begin(int id) throws Breach {
        newest = id;
        if (finishing) {
            throw Breach.of(id, ErrorCode.REFUSED_STREAM, "the connection is being closed");
        }
        if (busy == MOST) {
            throw Breach.of(id, ErrorCode.REFUSED_STREAM, "too many requests at a time");
        }
        accepted = id;
        busy++;
    }

    /** It will be answered by a thread that ends with {@link #done}. */
    synchronized void add(Stream stream) {
        open.put(stream.id(), stream);
    }

    /** It was no request: nobody will answer it. */
    synchronized void giveUp() {
        busy--;
        notifyAll();
    }

    /** It was reset; its thread finds out. {@code byUs}: the client may not know yet, and still send on it. */
    synchronized @Nullable Stream reset(int id, boolean byUs) throws Breach {
        Stream stream = open.remove(id);
        remember(id, byUs);
        if (stream != null) {
            stream.fail();
            if (++resets > MOST_RESETS) {
                throw Breach.ofConnection(ErrorCode.ENHANCE_YOUR_CALM, "too many requests are reset");
            }
        }
        return stream;
    }

    /** Its thread has ended; answers whether it had been open until now. */
    synchronized boolean done(Stream stream) {
        busy--;
        quietSince = System.nanoTime();
        notifyAll();
        boolean wasOpen = open.remove(stream.id()) != null;
        if (wasOpen) {
            remember(stream.id(), !stream.isEnded());
            resets = Math.max(0, resets - 1);
        }
        return wasOpen;
    }

    private void remember(int id, boolean readOver) {
        over.put(id, readOver);
        if (over.size() > REMEMBERED) {
            over.remove(over.keySet().iterator().next());
        }
    }

    /** No more are begun; gives the newest that is answered. */
    synchronized int finish() {
        finishing = true;
        return accepted;
    }

    /** Whether no request is being answered, and none will be begun. */
    synchronized boolean isFinished() {
        return finishing && busy == 0;
    }

    /** Since when no request is being answered, as nanoTime; {@code now} if one is. */
    synchronized long quietSince(long now) {
        return busy == 0 ? quietSince : now;
    }

    /** Whether there was a request yet. */
    synchronized boolean isUsed() {
        return newest > 0;
    }

    /** The connection has ended: every thread is told. */
    synchronized void fail() {
        finishing = true;
        open.values().forEach(Stream::fail);
        open.clear();
    }

    /** Waits until no thread answers any more. */
    synchronized void await() {
        try {
            while (busy > 0) {
                wait();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
