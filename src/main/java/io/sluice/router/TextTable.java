package io.sluice.router;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Ranks by a text that a path must hold somewhere. A look costs the length of the path times that of the longest text, which is cut
 * to {@link #LONGEST}; each list is tried once, however often its text occurs. Immutable.
 */
final class TextTable {

    /** What is behind so many characters of a text is not compared here. */
    static final int LONGEST = 32;

    private final PrefixTable<int[]> byText;

    TextTable(Map<String, int[]> ranksByText) {
        this.byText = PrefixTable.of(new HashMap<>(ranksByText));
    }

    /** As it is filed. */
    static String key(String text) {
        return text.substring(0, Math.min(LONGEST, text.length()));
    }

    boolean isEmpty() {
        return byText.isEmpty();
    }

    void search(Search search) {
        String path = search.request().path();
        Set<int[]> tried = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int from = 0; from < path.length(); from++) {
            byText.visit(path, from, ranks -> {
                if (tried.add(ranks)) {
                    search.tryAll(ranks);
                }
            });
        }
    }
}
