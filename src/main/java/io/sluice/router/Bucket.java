package io.sluice.router;

import io.sluice.api.Headers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The candidates behind one host and one beginning of a path, by rank. Where there are many, each is filed under what it asks for
 * besides and few others do: a header's value, a text in the path, a method. So a thousand routes that differ in a header alone, or
 * begin with the same wild expression, are not tried one by one. Immutable.
 */
final class Bucket {

    /** Up to here, trying is cheaper than looking up. */
    private static final int FEW = 8;

    private static final int[] NONE = {};

    /** The first of {@code others}, mostly the only one: at hand without another look into memory. */
    private final int first;

    private final int[] others;
    private final Map<String, int[]> byMethod;
    /** By name, without case, then by value in lower case. */
    private final Map<String, Map<String, int[]>> byHeader;

    private final TextTable byText;
    /** There is nothing but {@code first}. */
    private final boolean single;

    private Bucket(Filing filing) {
        this.others = array(filing.others);
        this.first = others.length == 0 ? Search.NOTHING : others[0];
        this.single =
                others.length <= 1 && filing.methods.isEmpty() && filing.headers.isEmpty() && filing.texts.isEmpty();
        this.byMethod = arrays(filing.methods);
        Map<String, Map<String, int[]>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        filing.headers.forEach((name, values) -> headers.put(name, arrays(values)));
        this.byHeader = headers;
        this.byText = new TextTable(arrays(filing.texts));
    }

    /**
     * A candidate that wants in.
     *
     * @param text a text that the path must hold; empty for none
     */
    record Entry(int rank, String text) {}

    /** {@code entries} by ascending rank; ranks are indexes into {@code byRank} and may repeat. */
    static Bucket of(List<Entry> entries, List<Candidate> byRank) {
        return new Bucket(new Filing(entries, byRank));
    }

    /** Something a request has, that candidates can be filed under. */
    private sealed interface Key {
        record Method(String name) implements Key {}

        record Header(String name, String value) implements Key {}

        record Text(String text) implements Key {}
    }

    /** Decides what each candidate is filed under. */
    private static final class Filing {
        private final List<Integer> others = new ArrayList<>();
        private final Map<String, List<Integer>> methods = new HashMap<>();
        private final Map<String, Map<String, List<Integer>>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private final Map<String, List<Integer>> texts = new HashMap<>();
        private final Map<Key, Integer> counts = new HashMap<>();

        Filing(List<Entry> entries, List<Candidate> byRank) {
            if (entries.size() <= FEW) {
                entries.forEach(entry -> others.add(entry.rank));
                return;
            }
            for (Entry entry : entries) {
                ways(entry, byRank.get(entry.rank))
                        .forEach(way -> way.forEach(key -> counts.merge(key, 1, Integer::sum)));
            }
            for (Entry entry : entries) {
                List<Key> way = ways(entry, byRank.get(entry.rank)).stream()
                        .min(Comparator.comparingInt(this::crowd))
                        .orElse(List.of());
                if (way.isEmpty()) {
                    others.add(entry.rank);
                }
                way.forEach(key -> file(key, entry.rank));
            }
        }

        /** Each way to file it: all of the keys, since any of them may be what a request has. */
        private static List<List<Key>> ways(Entry entry, Candidate candidate) {
            List<List<Key>> ways = new ArrayList<>();
            for (HeaderRule header : candidate.headers()) {
                if (header.patterns().isEmpty()) {
                    String name = header.name().toLowerCase(Locale.ROOT);
                    ways.add(header.values().stream()
                            .map(value -> (Key) new Key.Header(name, value))
                            .toList());
                }
            }
            if (!entry.text.isEmpty()) {
                ways.add(List.of(new Key.Text(entry.text)));
            }
            if (!candidate.methods().isEmpty()) {
                ways.add(candidate.methods().stream()
                        .map(method -> (Key) new Key.Method(method))
                        .toList());
            }
            return ways;
        }

        /** How many are under the fullest key. */
        private int crowd(List<Key> way) {
            return way.stream()
                    .mapToInt(key -> counts.getOrDefault(key, 0))
                    .max()
                    .orElse(0);
        }

        private void file(Key key, int rank) {
            switch (key) {
                case Key.Method method -> add(methods, method.name(), rank);
                case Key.Header header ->
                    add(headers.computeIfAbsent(header.name(), _ -> new HashMap<>()), header.value(), rank);
                case Key.Text text -> add(texts, text.text(), rank);
            }
        }

        private static void add(Map<String, List<Integer>> lists, String key, int rank) {
            lists.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(rank);
        }
    }

    private static Map<String, int[]> arrays(Map<String, List<Integer>> lists) {
        if (lists.isEmpty()) {
            return Map.of();
        }
        Map<String, int[]> arrays = HashMap.newHashMap(lists.size());
        lists.forEach((key, ranks) -> arrays.put(key, array(ranks)));
        return arrays;
    }

    private static int[] array(List<Integer> ranks) {
        return ranks.isEmpty()
                ? NONE
                : ranks.stream().mapToInt(Integer::intValue).distinct().toArray();
    }

    /** Tries what may match. */
    void search(Search search) {
        search.tryOne(first);
        if (single) {
            return;
        }
        search.tryAll(others);
        if (!byMethod.isEmpty()) {
            search.tryAll(byMethod.getOrDefault(search.request().method(), NONE));
        }
        if (!byHeader.isEmpty()) {
            searchHeaders(search);
        }
        if (!byText.isEmpty()) {
            byText.search(search);
        }
    }

    private void searchHeaders(Search search) {
        Headers headers = search.request().headers();
        for (int i = 0; i < headers.size(); i++) {
            Map<String, int[]> values = byHeader.get(headers.name(i));
            if (values != null) {
                search.tryAll(values.getOrDefault(search.request().lower(headers.value(i)), NONE));
            }
        }
    }
}
