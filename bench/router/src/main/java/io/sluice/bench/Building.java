package io.sluice.bench;

import io.sluice.api.entity.Route;
import io.sluice.router.Calculation;
import io.sluice.router.Flavor;
import io.sluice.router.Router;
import io.sluice.router.RoutingRequest;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;

/**
 * How long a router takes to compile, how much memory it holds beyond its routes, and the CPU time of a match: on a machine that
 * others use too, that says more than the clock. Prints a table.
 */
final class Building {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 11;
    private static final long ROUND_NANOS = 60_000_000;

    private Building() {}

    public static void main(String[] args) {
        System.out.printf("%-8s %8s %12s %12s %14s%n", "set", "routes", "compile ms", "bytes/route", "match CPU ns");
        for (RouteSet set : RouteSet.values()) {
            for (int count : new int[] {10, 1_000, 10_000, 100_000}) {
                measure(set, count);
            }
        }
    }

    private static void measure(RouteSet set, int count) {
        List<Route> routes = set.routes(count);
        compile(routes);
        compile(routes);
        long before = used();
        long start = THREADS.getCurrentThreadCpuTime();
        Router router = compile(routes);
        double millis = (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
        long bytes = used() - before;
        double match = matchNanos(router, set.requests(count));
        System.out.printf("%-8s %8d %12.1f %12d %14.0f%n", set, count, millis, bytes / count, match);
        if (router.size() < count) {
            throw new IllegalStateException("routes are missing");
        }
    }

    private static Router compile(List<Route> routes) {
        return Router.compile(routes, new Flavor.Compatible(Calculation.ORIGINAL));
    }

    /** The median of some rounds, the first of which are for the compiler. */
    private static double matchNanos(Router router, RoutingRequest[] requests) {
        double[] rounds = new double[ROUNDS];
        for (int round = -3; round < ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            int matches = 0;
            while (THREADS.getCurrentThreadCpuTime() - start < ROUND_NANOS) {
                for (RoutingRequest request : requests) {
                    matches += router.match(request).isPresent() ? 1 : 0;
                }
            }
            rounds[Math.max(0, round)] = (THREADS.getCurrentThreadCpuTime() - start) / (double) matches;
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    /** Bytes that are reachable, once the collector has been asked to look. */
    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
