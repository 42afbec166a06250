package io.sluice.runtime;

import io.sluice.api.Counters;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counters in memory. What has ended is forgotten when its group is used again, and all of it every few thousand additions. Clients may
 * choose what groups there are (a header's values), so their number is bounded: over it some are forgotten early, as Kong's store does.
 */
public final class MemoryCounters implements Counters {

    private static final int SWEEP_EVERY = 10_000;
    private static final int MOST_GROUPS = 100_000;

    private record Count(long value, Instant until) {}

    private final Clock clock;
    private final Map<String, Map<String, Count>> groups = new ConcurrentHashMap<>();
    private final AtomicInteger additions = new AtomicInteger();

    public MemoryCounters(Clock clock) {
        this.clock = clock;
    }

    @Override
    public List<Long> addWithin(String group, List<Limit> limits) {
        List<Long> before = new ArrayList<>(limits.size());
        Instant now = clock.instant();
        groups.compute(group, (_, existing) -> {
            Map<String, Count> counts = existing == null ? new HashMap<>(4) : existing;
            forget(counts, now);
            boolean within = true;
            for (Limit limit : limits) {
                long value = value(counts, limit.name());
                before.add(value);
                within &= value < limit.most();
            }
            if (within) {
                for (int i = 0; i < limits.size(); i++) {
                    Limit limit = limits.get(i);
                    counts.put(limit.name(), new Count(before.get(i) + 1, limit.until()));
                }
            }
            return counts.isEmpty() ? null : counts;
        });
        if (additions.incrementAndGet() % SWEEP_EVERY == 0 || groups.size() > MOST_GROUPS) {
            sweep(now);
        }
        return before;
    }

    @Override
    public List<Long> peek(String group, List<Limit> limits) {
        List<Long> values = new ArrayList<>(limits.size());
        Instant now = clock.instant();
        groups.computeIfPresent(group, (_, counts) -> {
            forget(counts, now);
            limits.forEach(limit -> values.add(value(counts, limit.name())));
            return counts.isEmpty() ? null : counts;
        });
        while (values.size() < limits.size()) {
            values.add(0L);
        }
        return values;
    }

    private static long value(Map<String, Count> counts, String name) {
        Count count = counts.get(name);
        return count == null ? 0 : count.value;
    }

    private static void forget(Map<String, Count> counts, Instant now) {
        counts.values().removeIf(count -> !now.isBefore(count.until));
    }

    private void sweep(Instant now) {
        forgetEnded(now);
        Iterator<String> any = groups.keySet().iterator();
        while (groups.size() > MOST_GROUPS * 9 / 10 && any.hasNext()) {
            any.next();
            any.remove();
        }
    }

    private void forgetEnded(Instant now) {
        for (String group : groups.keySet()) {
            groups.computeIfPresent(group, (_, counts) -> {
                forget(counts, now);
                return counts.isEmpty() ? null : counts;
            });
        }
    }

    /** How many groups there are. */
    int size() {
        return groups.size();
    }
}
