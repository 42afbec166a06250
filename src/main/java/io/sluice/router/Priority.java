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
 * @param weights what {@code value} was computed from
 */
record Priority(int above, long value, UUID id, Calculation calculation, Weights weights) implements Rank {

    private static final String SAME = "=";

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
     * @param headers header names, at most 255
     * @param regex its paths are regular expressions
     * @param regexPriority 0 unless {@code regex}
     * @param pathLength bytes of the plain paths; 0 for regular expressions and without paths
     */
    record Weights(int categories, boolean plainHosts, int headers, boolean regex, int regexPriority, int pathLength) {}

    static Priority of(Weights weights, Calculation calculation, UUID id) {
        if (calculation == Calculation.STRICT) {
            return new Priority(0, strict(weights), id, calculation, weights);
        }
        int categories = weights.categories << 29;
        int headers = weights.headers << 20;
        int regexPriority = weights.regexPriority << 19;
        if (categories < 0 || headers < 0 || regexPriority < 0) {
            return new Priority(1, strict(weights), id, calculation, weights);
        }
        return new Priority(
                0,
                bit(weights.plainHosts, 60)
                        | bit(weights.regex, 51)
                        | categories
                        | headers
                        | regexPriority
                        | weights.pathLength,
                id,
                calculation,
                weights);
    }

    private static long strict(Weights weights) {
        return (long) weights.categories << 61
                | bit(weights.plainHosts, 60)
                | (long) weights.headers << 52
                | bit(weights.regex, 51)
                | (long) Math.max(0, weights.regexPriority) << 19
                | weights.pathLength & 0x7ffff;
    }

    private static long bit(boolean set, int position) {
        return set ? 1L << position : 0;
    }

    @Override
    public boolean ties(Rank other) {
        Priority that = (Priority) other;
        return above == that.above && value == that.value;
    }

    /** The first difference in the order of the number's parts; where they overlap, only the number itself can tell. */
    @Override
    public String advantageOver(Rank other) {
        Priority less = (Priority) other;
        if (ties(less)) {
            return "its id is larger; all else is equal";
        }
        if (above != less.above) {
            return "a part of its number is negative in the calculation `original`, which puts it above all others";
        }
        boolean byStrict = calculation == Calculation.STRICT || above == 1;
        String reason = byStrict ? strictReason(less.weights) : originalReason(less.weights);
        return reason.isEmpty()
                ? "its number in the calculation `original` is higher (" + Long.toUnsignedString(value) + " against "
                        + Long.toUnsignedString(less.value) + ")"
                : reason;
    }

    private String strictReason(Weights less) {
        return firstOf(
                moreConditions(less),
                plainHosts(less),
                moreHeaders(less),
                regex(less),
                regexPriority(less),
                longer(less));
    }

    /** Header names and regex_priority share bits in a number of this calculation, so they are no reason where both are there. */
    private String originalReason(Weights less) {
        boolean overlap = weights.regex && (weights.headers > 0 || less.headers > 0 || !small(weights) || !small(less));
        return firstOf(
                plainHosts(less),
                regex(less),
                small(weights) && small(less) ? moreConditions(less) : "",
                overlap ? "" : moreHeaders(less),
                overlap ? "" : regexPriority(less),
                longer(less));
    }

    /** Whether regex_priority stays clear of the number of conditions. */
    private static boolean small(Weights weights) {
        return weights.regexPriority < 1024;
    }

    /** A difference to one's disadvantage ends the search: what lies behind it decides nothing. */
    private static String firstOf(String... reasons) {
        for (String reason : reasons) {
            if (!reason.equals(SAME)) {
                return reason;
            }
        }
        return "";
    }

    private String moreConditions(Weights less) {
        return difference(
                weights.categories,
                less.categories,
                "it has more conditions (" + weights.categories + " kinds against " + less.categories + ")");
    }

    private String plainHosts(Weights less) {
        return difference(
                weights.plainHosts ? 1 : 0, less.plainHosts ? 1 : 0, "it has plain hosts, without a wildcard");
    }

    private String moreHeaders(Weights less) {
        return difference(
                weights.headers,
                less.headers,
                "it asks for more headers (" + weights.headers + " against " + less.headers + ")");
    }

    private String regex(Weights less) {
        return difference(weights.regex ? 1 : 0, less.regex ? 1 : 0, "its path is a regular expression");
    }

    private String regexPriority(Weights less) {
        return difference(
                weights.regexPriority,
                less.regexPriority,
                "its regex_priority is higher (" + weights.regexPriority + " against " + less.regexPriority + ")");
    }

    private String longer(Weights less) {
        return difference(
                weights.pathLength,
                less.pathLength,
                "its path is longer (" + weights.pathLength + " bytes against " + less.pathLength + ")");
    }

    private static String difference(int mine, int theirs, String reason) {
        return mine == theirs ? SAME : mine > theirs ? reason : "";
    }
}
