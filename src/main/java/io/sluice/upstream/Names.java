package io.sluice.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up with the system's resolver, which may take long and blocks in native code, where it would hold one of the few threads
 * that all requests run on. So it has threads of its own, each caller waits no longer than it wants to, and each zone has a few look-ups
 * at a time: names whose zone does not answer hold up no others. Addresses wait for nothing. Safe for concurrent use.
 *
 * <p>What was found is kept for a moment and then asked for anew; meanwhile, and while the resolver fails, what was known still counts.
 */
final class Names implements AutoCloseable {

    private static final int THREADS = 64;
    private static final int LOOKUPS_PER_ZONE = 4;
    private static final long FRESH = Duration.ofSeconds(2).toNanos();
    private static final long STALE = Duration.ofMinutes(5).toNanos();
    /** So long a failure is not tried again. */
    private static final long FAILED = Duration.ofSeconds(1).toNanos();

    /** The resolver. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final Resolver resolver;
    private final Map<String, Name> names = new ConcurrentHashMap<>();
    private final Map<String, Zone> zones = new HashMap<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("resolver-", 0).factory());

    Names(Resolver resolver) {
        this.resolver = resolver;
        threads.allowCoreThreadTimeOut(true);
    }

    /** With the system's. */
    static Names ofSystem() {
        return new Names(InetAddress::getAllByName);
    }

    /** A name that was asked for. Guarded by itself. */
    private static final class Name {
        private @Nullable List<InetAddress> known;
        private long since;
        private long failedAt = System.nanoTime() - FAILED;
        private @Nullable CompletableFuture<List<InetAddress>> asking;
    }

    /** Names that share their last two labels. Guarded by the map of all. */
    private static final class Zone {
        private int busy;
        private final Deque<Runnable> waiting = new ArrayDeque<>();
    }

    /**
     * The addresses of a name or address; Kong's resolver asks for no AAAA records by default, so IPv4 alone where there is any.
     *
     * @throws UnknownHostException if there is none, or none was found within {@code limit}
     */
    List<InetAddress> find(String host, Duration limit) throws UnknownHostException {
        InetAddress literal = literal(host);
        if (literal != null) {
            return List.of(literal);
        }
        CompletableFuture<List<InetAddress>> asking;
        Name name = names.computeIfAbsent(host.toLowerCase(Locale.ROOT), _ -> new Name());
        synchronized (name) {
            long now = System.nanoTime();
            boolean fresh = name.known != null && now - name.since < FRESH;
            if (!fresh && name.asking == null && now - name.failedAt >= FAILED) {
                name.asking = ask(host, name);
            }
            if (name.known != null && now - name.since < STALE) {
                return name.known;
            }
            asking = name.asking;
        }
        if (asking == null) {
            throw new UnknownHostException(host);
        }
        try {
            return asking.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException _) {
            throw new UnknownHostException(host);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        }
    }

    private static @Nullable InetAddress literal(String host) {
        boolean possible =
                host.indexOf(':') >= 0 || (!host.isEmpty() && Character.digit(host.charAt(host.length() - 1), 10) >= 0);
        try {
            return possible ? InetAddress.ofLiteral(host) : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private CompletableFuture<List<InetAddress>> ask(String host, Name name) {
        CompletableFuture<List<InetAddress>> asked = new CompletableFuture<>();
        String zone = zoneOf(host);
        Runnable lookup = () -> {
            try {
                lookUp(host, name, asked);
            } finally {
                ended(zone);
            }
        };
        begin(zone, lookup);
        return asked;
    }

    private void lookUp(String host, Name name, CompletableFuture<List<InetAddress>> asked) {
        List<InetAddress> found = null;
        Exception failure = null;
        try {
            found = preferred(resolver.resolve(host));
        } catch (UnknownHostException | RuntimeException e) {
            failure = e;
        }
        synchronized (name) {
            name.asking = null;
            long now = System.nanoTime();
            if (found == null) {
                name.failedAt = now;
            } else {
                name.known = found;
                name.since = now;
            }
        }
        if (found == null) {
            asked.completeExceptionally(failure);
        } else {
            asked.complete(found);
        }
    }

    private static List<InetAddress> preferred(InetAddress[] all) {
        List<InetAddress> ipv4 = new ArrayList<>();
        for (InetAddress address : all) {
            if (address.getAddress().length == 4) {
                ipv4.add(address);
            }
        }
        return ipv4.isEmpty() ? List.of(all) : List.copyOf(ipv4);
    }

    /** The last two labels: names beyond are mostly answered by one server. */
    private static String zoneOf(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int last = name.lastIndexOf('.', name.length() - 2);
        int second = last < 0 ? -1 : name.lastIndexOf('.', last - 1);
        return name.substring(second + 1);
    }

    private synchronized void begin(String name, Runnable lookup) {
        Zone zone = zones.computeIfAbsent(name, _ -> new Zone());
        if (zone.busy < LOOKUPS_PER_ZONE) {
            zone.busy++;
            threads.execute(lookup);
        } else {
            zone.waiting.add(lookup);
        }
    }

    private synchronized void ended(String name) {
        Zone zone = zones.get(name);
        if (zone == null) {
            return;
        }
        Runnable next = zone.waiting.poll();
        if (next != null && !threads.isShutdown()) {
            threads.execute(next);
        } else if (--zone.busy == 0) {
            zones.remove(name);
        }
    }

    @Override
    public synchronized void close() {
        threads.shutdownNow();
        zones.clear();
    }
}
