package io.sluice.upstream;

import io.sluice.time.TimeKeeper;

/** Ends writes that make no progress: blocking sockets have no timeout for them. Safe for concurrent use. */
final class WriteWatch implements AutoCloseable {

    private static final long NEVER = Long.MAX_VALUE;

    private final TimeKeeper time = new TimeKeeper();

    /** Sending of one request. Its connection is closed when a single write takes too long. */
    final class Writing implements TimeKeeper.Watched, AutoCloseable {
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

        @Override
        public void look(long now) {
            long begun = since;
            if (!late && begun != NEVER && now - begun > limitNanos) {
                late = true;
                time.end(abort);
            }
        }

        @Override
        public void close() {
            time.remove(this);
        }
    }

    /** Watches until closed; {@code millis} is the longest a write may take, {@code abort} unblocks it. */
    Writing start(Runnable abort, int millis) {
        Writing writing = new Writing(abort, millis * 1_000_000L);
        time.add(writing);
        return writing;
    }

    @Override
    public void close() {
        time.close();
    }
}
