package io.sluice.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads a connection for one of two: its reader, or, while a request is being answered, a watch for the client's leaving, which
 * shows in a read alone. What the watch reads is kept for the reader; once begun its read goes on until bytes come, on a virtual
 * thread, and the reader waits for it in place of reading itself. Safe for concurrent use.
 */
final class ReadAhead {

    /** How much is kept at the most; with that much sent ahead a client is not watched any more. */
    private static final int MOST = 65_536;

    private enum Turn {
        FREE,
        READER,
        WATCH,
        ENDED
    }

    private final InputStream source;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> kept = new ArrayDeque<>();
    private int size;
    private Turn turn = Turn.FREE;
    private @Nullable Runnable gone;

    ReadAhead(InputStream source) {
        this.source = source;
    }

    /** For the reader: at least one byte, or -1 at the end. */
    int read(byte[] target, int offset, int length) throws IOException {
        lock.lock();
        try {
            while (kept.isEmpty() && turn == Turn.WATCH) {
                changed.await();
            }
            if (!kept.isEmpty()) {
                return take(target, offset, length);
            }
            if (turn == Turn.ENDED) {
                return -1;
            }
            turn = Turn.READER;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } finally {
            lock.unlock();
        }
        try {
            return source.read(target, offset, length);
        } finally {
            leave();
        }
    }

    private void leave() {
        lock.lock();
        try {
            turn = Turn.FREE;
        } finally {
            lock.unlock();
        }
    }

    private int take(byte[] target, int offset, int length) {
        byte[] first = kept.removeFirst();
        int count = Math.min(length, first.length);
        System.arraycopy(first, 0, target, offset, count);
        if (count < first.length) {
            kept.addFirst(Arrays.copyOfRange(first, count, first.length));
        }
        size -= count;
        return count;
    }

    /**
     * Has {@code action} run, once, when the connection ends, until {@link #unwatch}.
     *
     * @return false if that cannot be seen now, since its reader is reading or has much to read: ask again
     */
    boolean watch(Runnable action) {
        lock.lock();
        try {
            if (turn == Turn.READER || size >= MOST) {
                return false;
            }
            if (turn == Turn.ENDED) {
                Thread.startVirtualThread(action);
                return true;
            }
            gone = action;
            if (turn == Turn.FREE) {
                turn = Turn.WATCH;
                Thread.ofVirtual().name("client-watch").start(this::run);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    void unwatch() {
        lock.lock();
        try {
            gone = null;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        byte[] part = new byte[4096];
        Turn next = Turn.WATCH;
        while (next == Turn.WATCH) {
            int count;
            try {
                count = source.read(part);
            } catch (IOException _) {
                count = -1;
            }
            next = received(part, count);
        }
    }

    private Turn received(byte[] part, int count) {
        lock.lock();
        try {
            if (count >= 0) {
                kept.addLast(Arrays.copyOf(part, count));
                size += count;
                turn = gone == null || size >= MOST ? Turn.FREE : Turn.WATCH;
            } else {
                turn = Turn.ENDED;
                if (gone != null) {
                    Thread.startVirtualThread(gone);
                }
            }
            changed.signal();
            return turn;
        } finally {
            lock.unlock();
        }
    }
}
