package io.sluice.wire.http2;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How much a client allows to be sent (RFC 9113 5.2): on the connection, and on each stream, of what its connection allows. Safe
 * for concurrent use.
 */
final class OutboundWindow {

    static final int INITIAL = 65_535;

    private static final long MOST = Integer.MAX_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long connection = INITIAL;
    private long initial = INITIAL;
    private boolean closed;

    /** The part of one stream. */
    final class OfStream {
        private long left;
        private boolean cut;

        private OfStream() {
            left = initial;
        }

        /**
         * Waits until something may be sent, and takes up to {@code wanted} bytes of it.
         *
         * @throws IOException if the stream or the connection ends, or nothing may be sent for that long
         */
        int take(int wanted, Duration patience) throws IOException {
            lock.lock();
            try {
                long nanos = patience.toNanos();
                while (!cut && !closed && Math.min(left, connection) <= 0) {
                    if (nanos <= 0) {
                        throw new IOException("the client takes nothing");
                    }
                    nanos = changed.awaitNanos(nanos);
                }
                if (cut || closed) {
                    throw new IOException("the client has gone");
                }
                int taken = (int) Math.min(wanted, Math.min(left, connection));
                left -= taken;
                connection -= taken;
                return taken;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            } finally {
                lock.unlock();
            }
        }

        /** Whether something may be sent now. */
        boolean isOpen() {
            lock.lock();
            try {
                return Math.min(left, connection) > 0;
            } finally {
                lock.unlock();
            }
        }

        /** More may be sent; false if that is more than there can be. */
        boolean add(long more) {
            lock.lock();
            try {
                left += more;
                changed.signalAll();
                return left <= MOST;
            } finally {
                lock.unlock();
            }
        }

        /** Nothing may be sent any more. */
        void cut() {
            lock.lock();
            try {
                cut = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    OfStream ofStream() {
        lock.lock();
        try {
            return new OfStream();
        } finally {
            lock.unlock();
        }
    }

    /** More may be sent on the connection; false if that is more than there can be. */
    boolean add(long more) {
        lock.lock();
        try {
            connection += more;
            changed.signalAll();
            return connection <= MOST;
        } finally {
            lock.unlock();
        }
    }

    /** What streams begin with from now on; answers by how much it changes for those there are. */
    long initial(long size) {
        lock.lock();
        try {
            long difference = size - initial;
            initial = size;
            return difference;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
