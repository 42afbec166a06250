package io.sluice.time;

import io.sluice.api.Log;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks ten times a second at what waits, and ends what takes too long: a blocking socket knows no limit for writes, and one for reads
 * costs a timer each. Safe for concurrent use.
 *
 * <p>It has a thread of the system's, which needs no turn among virtual ones. A look that throws is told and hurts no other; what ends
 * something may be slow, so other threads do that.
 */
public final class TimeKeeper implements AutoCloseable {

    private static final Log LOG = Log.of("time");
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final int ENDING_THREADS = 4;

    /** Something to look at now and then; must not block. */
    @FunctionalInterface
    public interface Watched {
        /** {@code now} is a {@link System#nanoTime}. */
        void look(long now);
    }

    private final Set<Watched> all = ConcurrentHashMap.newKeySet();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("time-keeper").start(this::run);
    private final ThreadPoolExecutor ending = new ThreadPoolExecutor(
            ENDING_THREADS,
            ENDING_THREADS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("ending-", 0).factory());

    public TimeKeeper() {
        ending.allowCoreThreadTimeOut(true);
    }

    /** A read or write under way. */
    public final class Wait implements Watched {
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
                TimeKeeper.this.end(() -> TimeKeeper.close(connection)); // wakes the thread that waits on it
            }
        }

        private synchronized boolean end() {
            over = true;
            return expired;
        }
    }

    private static void close(Closeable connection) {
        try {
            connection.close();
        } catch (IOException _) {
            // it is closed all the same
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

    /** Has something ended that a look found too late; it may block. */
    public void end(Runnable action) {
        try {
            ending.execute(action);
        } catch (RejectedExecutionException _) {
            action.run(); // at the end
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                long now = System.nanoTime();
                all.forEach(watched -> look(watched, now));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void look(Watched watched, long now) {
        try {
            watched.look(now);
        } catch (RuntimeException e) {
            LOG.error("a time limit could not be looked after", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        ending.shutdown();
    }
}
