package io.sluice.e2e.soak;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happened and keeps what must not. */
final class Tally {

    private static final int KEPT = 20;

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final List<String> wrongs = new CopyOnWriteArrayList<>();
    private final LongAdder bytes = new LongAdder();

    void count(String what) {
        counts.computeIfAbsent(what, _ -> new LongAdder()).increment();
    }

    void bytes(long count) {
        bytes.add(count);
    }

    /** The first few are kept with all they say. */
    void wrong(Plan plan, String what) {
        count("WRONG");
        if (wrongs.size() < KEPT) {
            wrongs.add(what + "  " + plan);
        }
    }

    List<String> wrongs() {
        return List.copyOf(wrongs);
    }

    long of(String what) {
        return counts.containsKey(what) ? counts.get(what).sum() : 0;
    }

    @Override
    public String toString() {
        return (bytes.sum() >> 20) + " MiB, " + new TreeMap<>(counts);
    }
}
