package io.sluice.router;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Values by prefix: all prefixes of a text are found in one walk over it, without allocating. One hash table serves every length;
 * the walk carries the hash along and looks up where some prefix ends. Immutable.
 *
 * @param <V> what is kept under a prefix
 */
final class PrefixTable<V> {

    /** Bits of {@code present} per slot; of the slots at most half are taken. */
    private static final int BITS = 8;

    private final int[] lengths;
    /** A bit for the hash of every prefix: small enough for a processor's cache, and most of the walk ends here. */
    private final long[] present;

    /** 0 for a free slot. */
    private final int[] hashes;

    private final String[] prefixes;
    private final Object[] values;
    private final int mask;

    private PrefixTable(Map<String, V> byPrefix) {
        int capacity = Integer.highestOneBit(Math.max(1, byPrefix.size()) * 2) * 2;
        mask = capacity - 1;
        present = new long[Math.max(1, capacity * BITS / Long.SIZE)];
        hashes = new int[capacity];
        prefixes = new String[capacity];
        values = new Object[capacity];
        TreeSet<Integer> distinct = new TreeSet<>();
        byPrefix.forEach((prefix, value) -> {
            distinct.add(prefix.length());
            int hash = taken(hash(prefix));
            int slot = slot(hash);
            while (hashes[slot] != 0) {
                slot = slot + 1 & mask;
            }
            hashes[slot] = hash;
            present[word(hash)] |= 1L << hash;
            prefixes[slot] = prefix;
            values[slot] = value;
        });
        lengths = distinct.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Collects before it freezes.
     *
     * @param <B> what is collected under a prefix
     */
    static final class Builder<B> {
        private final Map<String, B> byPrefix = new HashMap<>();
        private final Supplier<B> empty;

        Builder(Supplier<B> empty) {
            this.empty = empty;
        }

        /** What is kept under {@code prefix}, made on the first call. */
        B at(String prefix) {
            return byPrefix.computeIfAbsent(prefix, _ -> empty.get());
        }

        <V> PrefixTable<V> build(Function<B, V> freeze) {
            Map<String, V> frozen = HashMap.newHashMap(byPrefix.size());
            byPrefix.forEach((prefix, collected) -> frozen.put(prefix, freeze.apply(collected)));
            return new PrefixTable<>(frozen);
        }
    }

    static <V> PrefixTable<V> of(Map<String, V> byPrefix) {
        return new PrefixTable<>(byPrefix);
    }

    /**
     * Takes what is kept under one prefix.
     *
     * @param <V> what that is
     */
    interface Visitor<V> {
        void visit(V value);
    }

    boolean isEmpty() {
        return lengths.length == 0;
    }

    /** Visits every prefix of {@code text}, the shortest first. */
    void visit(String text, Visitor<V> visitor) {
        visit(text, 0, visitor);
    }

    /** Visits every prefix of what follows {@code from}. */
    void visit(String text, int from, Visitor<V> visitor) {
        int hash = 0;
        int at = 0;
        for (int length : lengths) {
            if (length > text.length() - from) {
                return;
            }
            while (at < length) {
                hash = hash * 31 + text.charAt(from + at++);
            }
            int key = taken(hash);
            if ((present[word(key)] >>> key & 1) != 0) {
                int slot = find(text, from, length, key);
                if (slot >= 0) {
                    visitor.visit(value(slot));
                }
            }
        }
    }

    private int find(String text, int from, int length, int hash) {
        for (int slot = slot(hash); hashes[slot] != 0; slot = slot + 1 & mask) {
            if (hashes[slot] == hash && prefixes[slot].length() == length && text.startsWith(prefixes[slot], from)) {
                return slot;
            }
        }
        return -1;
    }

    /** Where the bit of a hash is; which of the word's bits its low end says. */
    private int word(int hash) {
        return (hash * 0x9E3779B9 >>> 3) & present.length - 1;
    }

    private static int taken(int hash) {
        return hash == 0 ? 1 : hash;
    }

    @SuppressWarnings("unchecked") // only V are put in
    private V value(int slot) {
        return (V) values[slot];
    }

    private int slot(int hash) {
        return (hash * 0x9E3779B9 >>> 7) & mask;
    }

    private static int hash(String text) {
        int hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return hash;
    }
}
