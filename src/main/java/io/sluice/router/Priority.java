package io.sluice.router;

import java.util.Comparator;
import java.util.UUID;

/**
 * Where a candidate stands in the order; the highest that matches wins.
 *
 * <p>Both calculations are 64-bit words of Kong's atc translation. {@link Calculation#ORIGINAL} shifts some parts as 32-bit
 * integers, so they overlap and may turn negative. A negative part puts the route above all others; what Kong then computes
 * changes from one rebuild to the next, so such routes are ordered among themselves as {@link Calculation#STRICT} does (decision
 * R1).
 *
 * @param above 1 if a part was negative, else 0
 * @param value compared unsigned
 * @param id decides ties, descending, as a 128-bit unsigned number
 */
record Priority(int above, long value, UUID id) {

    /** Highest first. */
    static final Comparator<Priority> ORDER = Comparator.comparingInt(Priority::above)
            .thenComparing(Priority::value, Long::compareUnsigned)
            .thenComparing(p -> p.id.getMostSignificantBits(), Long::compareUnsigned)
            .thenComparing(p -> p.id.getLeastSignificantBits(), Long::compareUnsigned)
            .reversed();

    /**
     * What the order looks at.
     *
     * @param categories how many of methods, hosts, headers, snis, paths, sources and destinations the route has
     * @param plainHosts it has hosts, and none is a wildcard
     * @param headers header names; more than 255 count as 255
     * @param regex its paths are regular expressions
     * @param regexPriority 0 unless {@code regex}
     * @param pathLength bytes of the plain paths; 0 for regular expressions and without paths
     */
    record Weights(int categories, boolean plainHosts, int headers, boolean regex, int regexPriority, int pathLength) {}

    static Priority of(Weights weights, Calculation calculation, UUID id) {
        if (calculation == Calculation.STRICT) {
            return new Priority(0, strict(weights), id);
        }
        int categories = weights.categories << 29;
        int headers = headerCount(weights) << 20;
        int regexPriority = weights.regexPriority << 19;
        if (categories < 0 || headers < 0 || regexPriority < 0) {
            return new Priority(1, strict(weights), id);
        }
        return new Priority(
                0,
                bit(weights.plainHosts, 60)
                        | bit(weights.regex, 51)
                        | categories
                        | headers
                        | regexPriority
                        | weights.pathLength,
                id);
    }

    private static long strict(Weights weights) {
        return (long) weights.categories << 61
                | bit(weights.plainHosts, 60)
                | (long) headerCount(weights) << 52
                | bit(weights.regex, 51)
                | (long) Math.max(0, weights.regexPriority) << 19
                | weights.pathLength & 0x7ffff;
    }

    private static int headerCount(Weights weights) {
        return Math.min(255, weights.headers);
    }

    private static long bit(boolean set, int position) {
        return set ? 1L << position : 0;
    }
}
