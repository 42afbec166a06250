package io.sluice.router;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Ranks by path prefix: all prefixes of a path are found in one walk over it, without allocating. One hash table serves every
 * length; the walk carries the hash along and looks up where some prefix ends. Immutable.
 */
final class PrefixTable {

    private static final int[] NONE = {};

    private final int[] lengths;
    private final String[] prefixes;
    private final int[][] ranks;
    private final int mask;

    private PrefixTable(Map<String, List<Integer>> ranksByPrefix) {
        int capacity = Integer.highestOneBit(Math.max(1, ranksByPrefix.size()) * 2) * 2;
        mask = capacity - 1;
        prefixes = new String[capacity];
        ranks = new int[capacity][];
        TreeSet<Integer> distinct = new TreeSet<>();
        ranksByPrefix.forEach((prefix, all) -> {
            distinct.add(prefix.length());
            int slot = slot(hash(prefix, prefix.length()));
            while (prefixes[slot] != null) {
                slot = slot + 1 & mask;
            }
            prefixes[slot] = prefix;
            ranks[slot] = all.stream().mapToInt(Integer::intValue).sorted().toArray();
        });
        lengths = distinct.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Collects before it freezes. */
    static final class Builder {
        private final Map<String, List<Integer>> ranks = new HashMap<>();

        void add(String prefix, int rank) {
            List<Integer> all = ranks.computeIfAbsent(prefix, _ -> new ArrayList<>(1));
            if (all.isEmpty() || all.getLast() != rank) {
                all.add(rank);
            }
        }

        PrefixTable build() {
            return new PrefixTable(ranks);
        }
    }

    /** Takes the ranks under one prefix, ascending, and says the lowest that is wanted so far. */
    interface Visitor {
        int visit(int[] ascending, int best);
    }

    /** Visits every prefix of {@code path}, the shortest first. */
    int visit(String path, int best, Visitor visitor) {
        int hash = 0;
        int at = 0;
        int lowest = best;
        for (int length : lengths) {
            if (length > path.length()) {
                break;
            }
            while (at < length) {
                hash = hash * 31 + path.charAt(at++);
            }
            int[] found = find(path, length, hash);
            if (found.length > 0) {
                lowest = visitor.visit(found, lowest);
            }
        }
        return lowest;
    }

    private int[] find(String path, int length, int hash) {
        for (int slot = slot(hash); prefixes[slot] != null; slot = slot + 1 & mask) {
            if (prefixes[slot].length() == length && path.startsWith(prefixes[slot])) {
                return ranks[slot];
            }
        }
        return NONE;
    }

    private int slot(int hash) {
        return (hash ^ hash >>> 15) & mask;
    }

    private static int hash(String text, int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return hash;
    }

    @Override
    public String toString() {
        return "prefixes of lengths " + Arrays.toString(lengths);
    }
}
