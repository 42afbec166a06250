package io.sluice.api;

import java.time.Instant;
import java.util.List;

/** Counts with an end, kept in memory, shared by all plugins of the process. Safe for concurrent use. */
public interface Counters {

    /**
     * Adds 1 to every count of {@code limits}, or, if one of them has reached its limit, to none: one step, whatever other threads
     * do.
     *
     * @param group what the counts have in common, such as whom they limit; calls for one group wait for each other
     * @return the counts before, in the order of {@code limits}
     */
    List<Long> addWithin(String group, List<Limit> limits);

    /**
     * The counts as they are, changing nothing; in the order of {@code limits}.
     *
     * @param group as for {@link #addWithin}
     */
    List<Long> peek(String group, List<Limit> limits);

    /**
     * One count of a group.
     *
     * @param name tells it from the others of the group, such as {@code minute:1793923200}
     * @param most the limit: a count that is not below it is full
     * @param until when the count may be forgotten
     */
    record Limit(String name, double most, Instant until) {}
}
