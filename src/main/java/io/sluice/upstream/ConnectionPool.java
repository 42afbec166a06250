package io.sluice.upstream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Idle connections by what they may be used for; the one used last goes first. Safe for concurrent use. */
final class ConnectionPool implements AutoCloseable {

    private final ProxySettings settings;
    private final Dialer dialer;
    private final Map<PoolKey, Deque<UpstreamConnection>> idle = new ConcurrentHashMap<>();
    private volatile boolean closed;

    ConnectionPool(ProxySettings settings, Dialer dialer) {
        this.settings = settings;
        this.dialer = dialer;
    }

    Dialer dialer() {
        return dialer;
    }

    /** An idle connection whose other end has not closed it, as far as one can know; null if there is none. */
    @Nullable
    UpstreamConnection take(PoolKey key) {
        while (true) {
            AtomicReference<@Nullable UpstreamConnection> found = new AtomicReference<>();
            idle.computeIfPresent(key, (_, waiting) -> {
                found.set(waiting.pollLast());
                return waiting.isEmpty() ? null : waiting;
            });
            UpstreamConnection connection = found.get();
            if (connection == null) {
                return null;
            }
            if (!isExpired(connection) && connection.isQuiet()) {
                return connection;
            }
            connection.abort();
        }
    }

    /** Gives back a connection whose last answer was read to its end. */
    void giveBack(UpstreamConnection connection) {
        boolean used = settings.maxRequests() > 0 && connection.requests() >= settings.maxRequests();
        if (closed || used || settings.idlePerKey() == 0) {
            connection.abort();
            return;
        }
        connection.rests();
        AtomicReference<@Nullable UpstreamConnection> surplus = new AtomicReference<>();
        idle.compute(connection.key(), (_, waiting) -> {
            Deque<UpstreamConnection> all = waiting == null ? new ArrayDeque<>(4) : waiting;
            all.addLast(connection);
            surplus.set(all.size() > settings.idlePerKey() ? all.pollFirst() : null);
            return all;
        });
        UpstreamConnection oldest = surplus.get();
        if (oldest != null) {
            oldest.abort();
        }
        if (closed) {
            close();
        }
    }

    private boolean isExpired(UpstreamConnection connection) {
        return !settings.idle().isZero()
                && connection.idleNanos() > settings.idle().toNanos();
    }

    void closeExpired() {
        for (PoolKey key : Set.copyOf(idle.keySet())) {
            idle.computeIfPresent(key, (_, waiting) -> {
                waiting.removeIf(connection -> {
                    boolean gone = isExpired(connection) || !connection.isQuiet();
                    if (gone) {
                        connection.abort();
                    }
                    return gone;
                });
                return waiting.isEmpty() ? null : waiting;
            });
        }
    }

    @Override
    public void close() {
        closed = true;
        for (PoolKey key : Set.copyOf(idle.keySet())) {
            Deque<UpstreamConnection> waiting = idle.remove(key);
            if (waiting != null) {
                waiting.forEach(UpstreamConnection::abort);
            }
        }
    }
}
