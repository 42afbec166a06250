package io.sluice.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The addresses of service hosts, by the system's resolver, in turn: each call begins with the next one, and so does each try. Safe
 * for concurrent use. A balancer over upstreams and targets takes its place here.
 *
 * <p>The resolver blocks in native code, where it would hold one of the few threads that all requests run on. So it has threads of its
 * own, and what it finds is kept for a moment.
 */
final class Addresses implements AutoCloseable {

    private static final int RESOLVERS = 8;
    private static final long KEPT_NANOS = 2_000_000_000L;

    /** Where each host's turn is. */
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

    private final Map<String, Found> found = new ConcurrentHashMap<>();
    private final ExecutorService resolvers = Executors.newFixedThreadPool(
            RESOLVERS, Thread.ofPlatform().daemon().name("resolver-", 0).factory());

    private record Found(CompletableFuture<List<InetAddress>> addresses, long since) {
        boolean isFresh() {
            return !addresses.isDone() || System.nanoTime() - since < KEPT_NANOS;
        }
    }

    /**
     * The addresses to try, in order, over and over.
     *
     * @throws UpstreamFailure if there is none
     */
    Turn of(String host) throws UpstreamFailure {
        List<InetAddress> all = resolve(host);
        int start = all.size() == 1
                ? 0
                : turns.computeIfAbsent(host, _ -> new AtomicInteger()).getAndIncrement();
        return new Turn(all, start);
    }

    private List<InetAddress> resolve(String host) throws UpstreamFailure {
        Found known = found.compute(host, (_, before) -> before != null && before.isFresh() ? before : ask(host));
        try {
            return known.addresses.join();
        } catch (CompletionException e) {
            throw new UpstreamFailure(503, "name resolution failed", true);
        }
    }

    private Found ask(String host) {
        return new Found(CompletableFuture.supplyAsync(() -> lookUp(host), resolvers), System.nanoTime());
    }

    /** Kong's resolver asks for no AAAA records by default, so IPv4 goes first, and alone where there is any. */
    private static List<InetAddress> lookUp(String host) {
        try {
            InetAddress[] all = InetAddress.getAllByName(host);
            List<InetAddress> ipv4 = new ArrayList<>();
            for (InetAddress address : all) {
                if (address.getAddress().length == 4) {
                    ipv4.add(address);
                }
            }
            return ipv4.isEmpty() ? List.of(all) : ipv4;
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    @Override
    public void close() {
        resolvers.shutdownNow();
    }

    /** One call's walk over the addresses. */
    static final class Turn {
        private final List<InetAddress> addresses;
        private int next;

        private Turn(List<InetAddress> addresses, int start) {
            this.addresses = addresses;
            this.next = start;
        }

        InetAddress next() {
            return addresses.get(Math.floorMod(next++, addresses.size()));
        }
    }
}
