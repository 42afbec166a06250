package io.sluice.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends reads that take too long: the web server has no read timeout of its own. A reader says until when it will wait; one that
 * is overdue is interrupted, which closes its channel. Looks ten times a second.
 */
final class Watchdog implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofMillis(100);

    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    Watchdog() {
        thread = Thread.ofVirtual().name("watchdog").start(this::watch);
    }

    /** A read under way. */
    static final class Wait {
        private final Thread reader = Thread.currentThread();
        private final long until;

        private boolean over;

        Wait(long until) {
            this.until = until;
        }

        private synchronized void interruptIfOverdue(long now) {
            if (!over && now - until > 0) {
                over = true;
                reader.interrupt();
            }
        }

        private synchronized void end() {
            over = true;
        }
    }

    /** The calling thread is about to read, at the most until that {@link System#nanoTime}. */
    Wait enter(long until) {
        Wait wait = new Wait(until);
        waits.add(wait);
        return wait;
    }

    void leave(Wait wait) {
        wait.end(); // from here on nobody interrupts this thread for it
        waits.remove(wait);
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                long now = System.nanoTime();
                waits.forEach(wait -> wait.interruptIfOverdue(now));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
