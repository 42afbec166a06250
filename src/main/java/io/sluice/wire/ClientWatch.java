package io.sluice.wire;

import io.sluice.api.Responder;
import io.sluice.time.TimeKeeper;
import java.time.Duration;

/**
 * Watches for the leaving of the client whose request is being answered. Costs nothing but a place in a set for answers that come
 * soon: only then a thread begins to read.
 */
final class ClientWatch implements Responder.Watch, TimeKeeper.Watched {

    private static final long SOON = Duration.ofMillis(100).toNanos();

    private final TimeKeeper time;
    private final ReadAhead connection;
    private final Runnable action;
    private final long since = System.nanoTime();

    private ClientWatch(TimeKeeper time, ReadAhead connection, Runnable action) {
        this.time = time;
        this.connection = connection;
        this.action = action;
    }

    /** Calls {@code action} once, on a thread of its own, if the connection ends before the watch is closed. */
    static ClientWatch start(TimeKeeper time, ReadAhead connection, Runnable action) {
        ClientWatch watch = new ClientWatch(time, connection, action);
        time.add(watch);
        return watch;
    }

    @Override
    public void look(long now) {
        if (now - since > SOON && connection.watch(action)) {
            time.remove(this);
        }
    }

    @Override
    public void close() {
        time.remove(this);
        connection.unwatch();
    }
}
