package io.sluice.router;

import io.sluice.api.entity.Route;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a candidate of the flavor {@code traditional} stands (router.md 5). Kong's reduction of the candidates by an index of its own
 * (5.1) is not repeated: it is an accident of that index.
 *
 * @param categories how many of hosts, headers, paths, methods and snis it has
 * @param bits which: the heavier ones count more
 * @param points 4 for a wildcard host with a port, 2 for plain hosts alone, 1 for a regular expression
 * @param headers names
 * @param regexPriority 0 for a plain path
 * @param pathLength bytes; 0 for a regular expression
 * @param createdAt seconds since the epoch; without one, the newest of all
 */
record Weight(int categories, int bits, int points, int headers, int regexPriority, int pathLength, long createdAt)
        implements Rank {

    private static final int PORT_BEHIND_WILDCARD = 4;
    private static final int PLAIN_HOSTS = 2;
    private static final int REGEX = 1;

    /** By the kinds of conditions; the first goes before the others. */
    static final Comparator<Weight> BY_CONDITIONS = Comparator.comparingInt(Weight::categories)
            .thenComparingInt(Weight::bits)
            .reversed();

    /** Among those with the same kinds of conditions. */
    static final Comparator<Weight> AMONG_EQUALS = Comparator.<Weight>comparingInt(Weight::points)
            .thenComparingInt(Weight::headers)
            .thenComparingInt(Weight::regexPriority)
            .thenComparingInt(Weight::pathLength)
            .reversed()
            .thenComparingLong(Weight::createdAt);

    /** {@code path} is the one of the route's that competes, or null. */
    static Weight of(Route route, @Nullable String path) {
        int bits = bit(route.hosts().isEmpty(), Condition.HOSTS)
                | bit(route.headers().isEmpty(), Condition.HEADERS)
                | bit(route.paths().isEmpty(), Condition.PATHS)
                | bit(route.methods().isEmpty(), Condition.METHODS)
                | bit(route.snis().isEmpty(), Condition.SNIS);
        boolean regex = path != null && path.startsWith("~");
        return new Weight(
                Integer.bitCount(bits),
                bits,
                hostPoints(route.hosts()) + (regex ? REGEX : 0),
                route.headers().size(),
                regex ? route.regexPriority() : 0,
                regex || path == null ? 0 : path.getBytes(StandardCharsets.UTF_8).length,
                route.createdAt() == null ? Long.MAX_VALUE : route.createdAt());
    }

    private static int bit(boolean absent, Condition condition) {
        return absent ? 0 : condition.bit();
    }

    private static int hostPoints(List<String> hosts) {
        if (hosts.isEmpty()) {
            return 0;
        }
        List<String> wildcards = hosts.stream().filter(h -> h.contains("*")).toList();
        if (wildcards.isEmpty()) {
            return PLAIN_HOSTS;
        }
        return wildcards.stream().anyMatch(h -> h.contains(":")) ? PORT_BEHIND_WILDCARD : 0;
    }

    @Override
    public boolean ties(Rank other) {
        return equals(other);
    }

    @Override
    public String advantageOver(Rank other) {
        Weight less = (Weight) other;
        if (categories != less.categories) {
            return "it has more conditions (" + categories + " kinds against " + less.categories + ")";
        }
        if (bits != less.bits) {
            return "its kinds of conditions weigh more (hosts, headers, paths, methods, snis, in this order)";
        }
        if (points != less.points) {
            return points(points) + " goes before " + points(less.points);
        }
        if (headers != less.headers) {
            return "it asks for more headers (" + headers + " against " + less.headers + ")";
        }
        if (regexPriority != less.regexPriority) {
            return "its regex_priority is higher (" + regexPriority + " against " + less.regexPriority + ")";
        }
        if (pathLength != less.pathLength) {
            return "its path is longer (" + pathLength + " bytes against " + less.pathLength + ")";
        }
        return createdAt != less.createdAt
                ? "it is older (created_at)"
                : "all that is compared is equal; so Kong's sort leaves them";
    }

    private static String points(int points) {
        String hosts = (points & PORT_BEHIND_WILDCARD) != 0
                ? "a wildcard host with a port"
                : (points & PLAIN_HOSTS) != 0 ? "plain hosts" : "";
        String regex = (points & REGEX) != 0 ? "a regular expression" : "";
        if (hosts.isEmpty() && regex.isEmpty()) {
            return "neither";
        }
        return hosts.isEmpty() || regex.isEmpty() ? hosts + regex : hosts + " with " + regex;
    }
}
