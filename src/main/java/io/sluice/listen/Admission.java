package io.sluice.listen;

import com.sun.management.UnixOperatingSystemMXBean;
import io.sluice.api.Metrics;
import io.sluice.settings.AdmissionSettings;
import io.sluice.wire.Memory;
import io.sluice.wire.Seat;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What clients may hold of this process at a time: connections, requests, and the bytes of what is kept for those. It is asked before
 * memory is taken, and given back by whoever asked. One address gets three quarters of each at the most, so that a client that fills its
 * share leaves some to others. Safe for concurrent use.
 */
public final class Admission {

    private static final int MOST_CONNECTIONS = 16_384;
    private static final int MOST_REQUESTS = 16_384;
    /** Heap that a connection and a request cost at the most, in bytes: buffers, head, the free part of a body and what is made of it. */
    private static final long PER_CONNECTION = 128 * 1024;

    private static final long PER_REQUEST = 96 * 1024;
    /** A body becomes a record of twice its size, and both are copied once: a twelfth of the heap is a third, then. */
    private static final long BYTES_SHARE = 12;
    /** File descriptors that are left for upstreams, brokers and files. */
    private static final long LEFT = 64;

    private final Limits limits;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong refusedConnections = new AtomicLong();
    private final AtomicLong refusedRequests = new AtomicLong();
    private final AtomicLong refusedBodies = new AtomicLong();
    private final Map<InetAddress, Share> shares = new ConcurrentHashMap<>();

    /**
     * The budgets.
     *
     * @param connections of all clients together
     * @param perClient connections of one address
     * @param requests being answered
     * @param bytes of bodies and answers that are kept, beyond 16 KiB each
     */
    public record Limits(int connections, int perClient, int requests, long bytes) {

        /** What somebody chose; for the rest what the heap and the file limit of this process allow. */
        public static Limits of(AdmissionSettings chosen) {
            long heap = Runtime.getRuntime().maxMemory();
            int most = chosen.connections() > 0
                    ? chosen.connections()
                    : Math.clamp(Math.min(heap / PER_CONNECTION, descriptors()), 16, MOST_CONNECTIONS);
            return new Limits(
                    most,
                    chosen.perClient() > 0 ? chosen.perClient() : share(most),
                    chosen.requests() > 0 ? chosen.requests() : Math.clamp(heap / PER_REQUEST, 64, MOST_REQUESTS),
                    chosen.bytes() > 0 ? chosen.bytes() : heap / BYTES_SHARE);
        }

        /** For a listener that people and their tools look at now and then. */
        public static Limits small() {
            return new Limits(256, 256, 256, 1 << 20);
        }
    }

    /** What one address holds. Guarded by the map, but for the counters. */
    private static final class Share {
        private int connections;
        private final AtomicInteger requests = new AtomicInteger();
        private final AtomicLong bytes = new AtomicLong();
    }

    public Admission(Limits limits) {
        this.limits = limits;
    }

    private static int share(int all) {
        return Math.max(1, all / 4 * 3);
    }

    /** Connections that the file limit leaves room for: upstreams need some, too. */
    private static long descriptors() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            long free = unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount();
            return free - LEFT - Math.min(free / 4, 1024);
        }
        return MOST_CONNECTIONS;
    }

    /** Those in force. */
    public Limits limits() {
        return limits;
    }

    public int connections() {
        return connections.get();
    }

    public int requests() {
        return requests.get();
    }

    public long bytes() {
        return bytes.get();
    }

    /** Shows what is held, and counts what was refused. */
    public void measure(Metrics metrics) {
        gauge(metrics, "sluice_client_connections", "Connections of clients", connections::get);
        gauge(metrics, "sluice_client_connections_limit", "The most there may be", limits::connections);
        gauge(metrics, "sluice_requests_in_flight", "Requests being answered", requests::get);
        gauge(metrics, "sluice_requests_in_flight_limit", "The most there may be", limits::requests);
        gauge(
                metrics,
                "sluice_bytes_held",
                "Bytes of bodies and answers that are kept, beyond 16 KiB each",
                bytes::get);
        gauge(metrics, "sluice_bytes_held_limit", "The most there may be", limits::bytes);
        refused(metrics, "connections", refusedConnections);
        refused(metrics, "requests", refusedRequests);
        refused(metrics, "bytes", refusedBodies);
    }

    private static void gauge(Metrics metrics, String name, String help, LongSupplier value) {
        metrics.gauge(name, help, new String[] {}, new String[] {}, value::getAsLong);
    }

    private static void refused(Metrics metrics, String limit, AtomicLong count) {
        metrics.gauge(
                "sluice_admission_refused",
                "What was not let in since it was over a limit of this process",
                new String[] {"limit"},
                new String[] {limit},
                count::get);
    }

    /** A connection from there; null if there is no place for it. */
    @Nullable
    Place connect(InetAddress client) {
        boolean[] admitted = new boolean[1];
        Share share = shares.compute(client, (_, known) -> {
            Share its = known == null ? new Share() : known;
            admitted[0] = its.connections < limits.perClient && takeOne(connections, limits.connections);
            its.connections += admitted[0] ? 1 : 0;
            return its.connections == 0 ? null : its;
        });
        if (!admitted[0] || share == null) {
            refusedConnections.incrementAndGet();
            return null;
        }
        return new Place(client, share);
    }

    private static boolean takeOne(AtomicInteger held, int most) {
        if (held.incrementAndGet() <= most) {
            return true;
        }
        held.decrementAndGet();
        return false;
    }

    /** The place of a connection. */
    final class Place implements Seat {
        private final InetAddress client;
        private final Share share;

        private Place(InetAddress client, Share share) {
            this.client = client;
            this.share = share;
        }

        @Override
        public @Nullable Ticket request() {
            if (takeOne(requests, limits.requests)) {
                if (takeOne(share.requests, share(limits.requests))) {
                    return new RequestPlace(share);
                }
                requests.decrementAndGet();
            }
            refusedRequests.incrementAndGet();
            return null;
        }

        /** To be called once. */
        void leave() {
            connections.decrementAndGet();
            shares.computeIfPresent(client, (_, its) -> --its.connections == 0 ? null : its);
        }
    }

    /** The place of a request, and what is kept for it. */
    final class RequestPlace implements Seat.Ticket {
        private final Share share;
        private final AtomicLong kept = new AtomicLong();

        private RequestPlace(Share share) {
            this.share = share;
        }

        @Override
        public boolean take(int more) {
            long all = kept.addAndGet(more);
            long priced = Math.min(more, Math.max(0, all - (long) Memory.FREE));
            if (priced == 0) {
                return true;
            }
            long allClients = bytes.addAndGet(priced);
            if (share.bytes.addAndGet(priced) <= limits.bytes / 4 * 3 && allClients <= limits.bytes) {
                return true;
            }
            giveBack(priced);
            kept.addAndGet(-more);
            refusedBodies.incrementAndGet();
            return false;
        }

        private void giveBack(long priced) {
            bytes.addAndGet(-priced);
            share.bytes.addAndGet(-priced);
        }

        @Override
        public void leave() {
            giveBack(Math.max(0, kept.get() - (long) Memory.FREE));
            share.requests.decrementAndGet();
            requests.decrementAndGet();
        }
    }
}
