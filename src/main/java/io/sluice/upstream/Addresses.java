package io.sluice.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The addresses of service hosts, in turn: each call begins with the next one, and so does each try. Safe for concurrent use. A balancer
 * over upstreams and targets takes its place here.
 */
final class Addresses implements AutoCloseable {

    /** Where each host's turn is. */
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

    private final Names names;

    Addresses(Names names) {
        this.names = names;
    }

    /**
     * The addresses to try, in order, over and over.
     *
     * @param millis to look a name up: they are part of the time for the first connection
     * @throws UpstreamFailure if there is none
     */
    Turn of(String host, int millis) throws UpstreamFailure {
        long start = System.nanoTime();
        List<InetAddress> all;
        try {
            all = names.find(host, Duration.ofMillis(millis));
        } catch (UnknownHostException _) {
            throw new UpstreamFailure(503, "name resolution failed", true);
        }
        int first = all.size() == 1
                ? 0
                : turns.computeIfAbsent(host, _ -> new AtomicInteger()).getAndIncrement();
        return new Turn(all, first, (int) ((System.nanoTime() - start) / 1_000_000));
    }

    @Override
    public void close() {
        names.close();
    }

    /** One call's walk over the addresses. */
    static final class Turn {
        private final List<InetAddress> addresses;
        private int next;
        private int spent;

        private Turn(List<InetAddress> addresses, int first, int spent) {
            this.addresses = addresses;
            this.next = first;
            this.spent = spent;
        }

        InetAddress next() {
            return addresses.get(Math.floorMod(next++, addresses.size()));
        }

        /** What is left of so many milliseconds for a connection: the first one has waited for its address already. At least 1. */
        int left(int millis) {
            int left = Math.max(1, millis - spent);
            spent = 0;
            return left;
        }
    }
}
