package io.sluice.wire.http2;

import io.sluice.api.RequestBody;
import io.sluice.api.Responder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer: the connection brings what the client sends, and the thread that answers takes it. No more than the
 * window is in between. Safe for concurrent use.
 */
public final class Stream {

    /** What a client may send that was not read yet, in bytes. */
    static final int WINDOW = 65_535;

    private final int id;
    private final Multiplexer connection;
    private final OutboundWindow.OfStream outbound;
    private final InboundWindow inbound = new InboundWindow(WINDOW);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final RingBuffer unread = new RingBuffer(WINDOW);
    private IntPredicate memory = _ -> true;
    private long announced = -1;
    private long received;
    private boolean ended;
    private boolean gone;
    private boolean abandoned;
    /** Whether the end of the answer is on its way: the client may know before the thread that answers has ended. */
    private volatile boolean answered;

    private @Nullable Runnable whenGone;

    Stream(int id, Multiplexer connection, OutboundWindow.OfStream outbound) {
        this.id = id;
        this.connection = connection;
        this.outbound = outbound;
    }

    public int id() {
        return id;
    }

    OutboundWindow.OfStream outbound() {
        return outbound;
    }

    /** Who is asked for room for so many bytes of a body that nobody has read yet. */
    public void keepIn(IntPredicate asked) {
        memory = asked;
    }

    /** What its Content-Length says: a body of another length is malformed. */
    public void announce(long length) {
        announced = length;
    }

    /**
     * A part of the body has come, all of it kept, or none if this throws.
     *
     * @param padding what came with it and means nothing
     * @param last it ends the body
     */
    void receive(byte[] bytes, int offset, int length, int padding, boolean last) throws IOException, Breach {
        int back = padding;
        lock.lock();
        try {
            if (ended) {
                throw Breach.of(id, ErrorCode.STREAM_CLOSED, "data behind the end of the body");
            }
            if (!inbound.take(length + padding)) {
                throw Breach.of(id, ErrorCode.FLOW_CONTROL_ERROR, "more data than the window allows");
            }
            received += length;
            checkLength(last);
            if (abandoned) {
                back += length;
            } else if (!memory.test(unread.growthFor(length))) {
                throw Breach.of(id, ErrorCode.ENHANCE_YOUR_CALM, "there is no room for the body now");
            } else {
                unread.put(bytes, offset, length);
            }
            ended = last;
            changed.signal();
        } finally {
            lock.unlock();
        }
        connection.giveBack(back);
        giveBack(back);
    }

    /** The body has ended without another part. */
    void end() throws Breach {
        lock.lock();
        try {
            checkLength(true);
            ended = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void checkLength(boolean last) throws Breach {
        if (announced >= 0 && (received > announced || (last && received < announced))) {
            throw Breach.malformed(id, "the body is not as long as its Content-Length says");
        }
    }

    /** Whether the client has sent all of it. */
    public boolean isEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing more is sent or taken on it. */
    boolean isOver() {
        return answered && isEnded();
    }

    /**
     * Reads the body: at least one byte, -1 at its end.
     *
     * @throws RequestBody.Broken if nothing comes for that long, or the stream or its connection ends before the body does
     */
    public int read(byte[] target, int offset, int length, Duration gap) throws RequestBody.Broken {
        int count;
        lock.lock();
        try {
            await(gap);
            if (gone) {
                throw new RequestBody.Broken("the client has gone, or broken the protocol", 499);
            }
            count = unread.take(target, offset, length);
        } finally {
            lock.unlock();
        }
        try {
            connection.giveBack(count);
            giveBack(count);
        } catch (IOException e) {
            throw new RequestBody.Broken("the client has gone: " + e.getMessage(), 499);
        }
        return count == 0 ? -1 : count;
    }

    private void await(Duration gap) throws RequestBody.Broken {
        try {
            long left = gap.toNanos();
            while (unread.size() == 0 && !ended && !gone) {
                if (left <= 0) {
                    throw new RequestBody.Broken("the body did not come in time", 408);
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new RequestBody.Broken("interrupted");
        }
    }

    private void giveBack(int bytes) throws IOException {
        int due = inbound.giveBack(bytes);
        if (due > 0 && !isEnded()) {
            connection.output().windowUpdate(id, due);
        }
    }

    /** Nobody will read any more; answers how many bytes were not. */
    int abandon() {
        lock.lock();
        try {
            abandoned = true;
            int left = unread.size();
            unread.clear();
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** The client wants no answer any more, or cannot get one. What is read from here on breaks. */
    void fail() {
        outbound.cut();
        lock.lock();
        try {
            gone = true;
            changed.signal();
            if (whenGone != null) {
                Thread.startVirtualThread(whenGone);
                whenGone = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Calls {@code action} once, on a thread of its own, if the client leaves before the watch is closed. */
    public Responder.Watch watch(Runnable action) {
        lock.lock();
        try {
            if (gone) {
                Thread.startVirtualThread(action);
            } else {
                whenGone = action;
            }
        } finally {
            lock.unlock();
        }
        return this::unwatch;
    }

    private void unwatch() {
        lock.lock();
        try {
            whenGone = null;
        } finally {
            lock.unlock();
        }
    }

    /** Sends a header block; with {@code end} it is the last of the answer. Answers its size on the wire. */
    public long sendHeaders(List<HeaderField> fields, boolean end, boolean flush) throws IOException {
        if (end) {
            answered = true;
        }
        return connection.output().headers(id, fields, end, flush);
    }

    /**
     * Sends a part of the body, as the client's windows allow. What came before it goes out before it waits.
     *
     * @param end it is the last of the answer, and goes out at once
     * @param patience with a client that allows nothing
     */
    public void sendData(byte[] bytes, int offset, int length, boolean end, Duration patience) throws IOException {
        int sent = 0;
        do {
            int part = Math.min(length - sent, Frame.LARGEST);
            if (part > 0) {
                if (!outbound.isOpen()) {
                    connection.output().flush();
                }
                part = outbound.take(part, patience);
            }
            boolean last = end && sent + part == length;
            if (last) {
                answered = true;
            }
            connection.output().data(id, bytes, offset + sent, part, last, last);
            connection.sent(part);
            sent += part;
        } while (sent < length);
    }

    public void flush() throws IOException {
        connection.output().flush();
    }
}
