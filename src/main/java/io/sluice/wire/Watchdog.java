package io.sluice.wire;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks ten times a second at what waits, and closes the connection of a read or write that takes too long: a blocking socket knows
 * no limit for writes, and one for reads costs a timer each. Safe for concurrent use.
 */
public final class Watchdog implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofMillis(100);

    /** Something to look at now and then; must not block. */
    public interface Watched {
        /** {@code now} is a {@link System#nanoTime}. */
        void look(long now);
    }

    private final Set<Watched> all = ConcurrentHashMap.newKeySet();
    private final Thread thread = Thread.ofVirtual().name("watchdog").start(this::run);

    /** A read or write under way. */
    public static final class Wait implements Watched {
        private final long until;
        private final Closeable connection;
        private boolean over;
        private boolean expired;

        private Wait(long until, Closeable connection) {
            this.until = until;
            this.connection = connection;
        }

        @Override
        public synchronized void look(long now) {
            if (!over && now - until > 0) {
                over = true;
                expired = true;
                try {
                    connection.close(); // wakes the thread that waits on it
                } catch (IOException _) {
                    // it is closed all the same
                }
            }
        }

        private synchronized boolean end() {
            over = true;
            return expired;
        }
    }

    /** Something that may block begins; after {@code until}, a {@link System#nanoTime}, its {@code connection} is closed. */
    public Wait enter(long until, Closeable connection) {
        Wait wait = new Wait(until, connection);
        all.add(wait);
        return wait;
    }

    /** It has ended: from here on nothing is closed for it. Answers whether it was too late. */
    public boolean leave(Wait wait) {
        all.remove(wait);
        return wait.end();
    }

    public void add(Watched watched) {
        all.add(watched);
    }

    public void remove(Watched watched) {
        all.remove(watched);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                long now = System.nanoTime();
                all.forEach(watched -> watched.look(now));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
