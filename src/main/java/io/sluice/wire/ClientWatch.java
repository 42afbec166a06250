package io.sluice.wire;

import io.sluice.api.Responder;
import java.time.Duration;

/**
 * Watches for the leaving of the client whose request is being answered. Costs nothing but a place in a set for answers that come
 * soon: only then a thread begins to read.
 */
final class ClientWatch implements Responder.Watch, Watchdog.Watched {

    private static final long SOON = Duration.ofMillis(100).toNanos();

    private final Watchdog watchdog;
    private final ReadAhead connection;
    private final Runnable action;
    private final long since = System.nanoTime();

    private ClientWatch(Watchdog watchdog, ReadAhead connection, Runnable action) {
        this.watchdog = watchdog;
        this.connection = connection;
        this.action = action;
    }

    /** Calls {@code action} once, on a thread of its own, if the connection ends before the watch is closed. */
    static ClientWatch start(Watchdog watchdog, ReadAhead connection, Runnable action) {
        ClientWatch watch = new ClientWatch(watchdog, connection, action);
        watchdog.add(watch);
        return watch;
    }

    @Override
    public void look(long now) {
        if (now - since > SOON && connection.watch(action)) {
            watchdog.remove(this);
        }
    }

    @Override
    public void close() {
        watchdog.remove(this);
        connection.unwatch();
    }
}
