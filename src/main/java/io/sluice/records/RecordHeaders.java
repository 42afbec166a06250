package io.sluice.records;

import io.sluice.api.Headers;
import io.sluice.api.produce.RecordTemplate.RecordHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Request headers into record headers: an allow list, or all but a block list. Keys are the mapped name, else the lower-case
 * one; values keep their bytes (decision D11).
 */
final class RecordHeaders {

    private final boolean on;
    private final boolean all;
    private final Set<String> listed;
    private final Map<String, String> mappings = new HashMap<>();
    private final String repeats;
    private final int limit;

    /** Sees at most {@code limit} header values. */
    RecordHeaders(RecordConfig.HeaderForwarding config, int limit) {
        this.all = config.forwardAllByDefault();
        this.listed = lowerCase(all ? config.excludeHeaders() : config.includeHeaders());
        this.on = config.forwardHttpHeadersAsRecordHeaders() && (all || !listed.isEmpty());
        this.repeats = config.repeatedHeadersBehavior();
        this.limit = limit;
        config.nameMappings().forEach((name, key) -> mappings.put(name.toLowerCase(Locale.ROOT), key));
    }

    List<RecordHeader> of(Headers request) {
        if (!on) {
            return List.of();
        }
        Map<String, List<String>> chosen = new LinkedHashMap<>();
        List<RecordHeader> inOrder = new ArrayList<>();
        int[] seen = {0};
        request.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (seen[0]++ < limit && listed.contains(lower) != all) {
                chosen.computeIfAbsent(lower, _ -> new ArrayList<>(1)).add(value);
                inOrder.add(header(lower, value));
            }
        });
        return switch (repeats) {
            case "take_first" ->
                chosen.entrySet().stream()
                        .map(e -> header(e.getKey(), e.getValue().getFirst()))
                        .toList();
            case "concatenate_by_comma" ->
                chosen.entrySet().stream()
                        .map(e -> header(e.getKey(), String.join(",", e.getValue())))
                        .toList();
            default -> inOrder;
        };
    }

    private RecordHeader header(String name, String value) {
        return new RecordHeader(mappings.getOrDefault(name, name), value.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Set<String> lowerCase(List<String> names) {
        Set<String> lower = new HashSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        return lower;
    }
}
