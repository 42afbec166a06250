package io.sluice.upstream;

import io.sluice.api.Log;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends writes that make no progress: blocking sockets have no timeout for them. Looks five times a second. Safe for concurrent use.
 */
final class WriteWatch implements AutoCloseable {

    private static final Log LOG = Log.of("proxy");
    private static final Duration PERIOD = Duration.ofMillis(200);
    private static final long NEVER = Long.MAX_VALUE;

    private final Set<Writing> writings = ConcurrentHashMap.newKeySet();
    private final Thread thread = Thread.ofVirtual().name("write-watch").start(this::watch);

    /** Sending of one request. Its connection is closed when a single write takes too long. */
    final class Writing implements AutoCloseable {
        private final Runnable abort;
        private final long limitNanos;
        private volatile long since = NEVER;
        private volatile boolean late;

        private Writing(Runnable abort, long limitNanos) {
            this.abort = abort;
            this.limitNanos = limitNanos;
        }

        /** A write begins. */
        void begin() {
            since = System.nanoTime();
        }

        /** It is done: whatever is waited for now is not the upstream. */
        void end() {
            since = NEVER;
        }

        /** Whether this is why the connection is closed. */
        boolean isLate() {
            return late;
        }

        private void check(long now) {
            long begun = since;
            if (!late && begun != NEVER && now - begun > limitNanos) {
                late = true;
                abort.run();
            }
        }

        @Override
        public void close() {
            writings.remove(this);
        }
    }

    /** Watches until closed; {@code millis} is the longest a write may take, {@code abort} unblocks it. */
    Writing start(Runnable abort, int millis) {
        Writing writing = new Writing(abort, millis * 1_000_000L);
        writings.add(writing);
        return writing;
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                long now = System.nanoTime();
                writings.forEach(writing -> writing.check(now));
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer watching writes");
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
