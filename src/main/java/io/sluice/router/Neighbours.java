package io.sluice.router;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Routes by path, and then by host: finds those whose path is the beginning of another's without trying all pairs. Of two that may
 * match one request, at least one finds the other. Immutable.
 */
final class Neighbours {

    private final List<RouteShape> byRank;
    private final Map<String, Bucket> byPath = new HashMap<>();
    private final int[] lengths;

    /** Routes of one path: by whole host, and those that may be for several. Ranks ascend. */
    private record Bucket(Map<String, List<Integer>> byHost, List<Integer> others) {}

    Neighbours(List<RouteShape> byRank) {
        this.byRank = byRank;
        TreeSet<Integer> distinct = new TreeSet<>();
        for (int rank = 0; rank < byRank.size(); rank++) {
            for (String path : byRank.get(rank).beginnings()) {
                distinct.add(path.length());
                file(byPath.computeIfAbsent(path, _ -> new Bucket(new HashMap<>(), new ArrayList<>())), rank);
            }
        }
        this.lengths = distinct.stream().mapToInt(Integer::intValue).toArray();
    }

    private void file(Bucket bucket, int rank) {
        List<HostShape> hosts = byRank.get(rank).hosts();
        if (mayBeSeveral(hosts)) {
            bucket.others.add(rank);
        }
        for (HostShape host : hosts) {
            if (host.kind() == HostShape.Kind.WHOLE) {
                bucket.byHost
                        .computeIfAbsent(host.text(), _ -> new ArrayList<>(1))
                        .add(rank);
            }
        }
    }

    private static boolean mayBeSeveral(List<HostShape> hosts) {
        return hosts.isEmpty() || hosts.stream().anyMatch(host -> host.kind() != HostShape.Kind.WHOLE);
    }

    void visit(int rank, IntPredicate visitor) {
        for (String path : byRank.get(rank).beginnings()) {
            for (int length : lengths) {
                if (length > path.length()) {
                    break;
                }
                Bucket bucket = byPath.get(path.substring(0, length));
                if (bucket != null && !visit(bucket, rank, visitor)) {
                    return;
                }
            }
        }
    }

    private boolean visit(Bucket bucket, int rank, IntPredicate visitor) {
        if (!each(bucket.others, rank, visitor)) {
            return false;
        }
        List<HostShape> hosts = byRank.get(rank).hosts();
        if (mayBeSeveral(hosts)) {
            return bucket.byHost.values().stream().allMatch(ranks -> each(ranks, rank, visitor));
        }
        return hosts.stream().allMatch(host -> each(bucket.byHost.getOrDefault(host.text(), List.of()), rank, visitor));
    }

    private static boolean each(List<Integer> ranks, int rank, IntPredicate visitor) {
        for (int one : ranks) {
            if (one != rank && !visitor.test(one)) {
                return false;
            }
        }
        return true;
    }
}
