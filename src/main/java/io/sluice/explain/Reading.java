package io.sluice.explain;

import io.sluice.api.ByteText;
import io.sluice.api.PluginEnv;
import io.sluice.config.Declaration;
import io.sluice.router.Captures;
import io.sluice.router.Condition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words for what an explanation holds: names for ids, text for bytes. Immutable. */
final class Reading {

    private final Map<UUID, String> names = new HashMap<>();

    Reading(Declaration declaration) {
        declaration.routes().forEach(route -> names.put(route.id(), route.label()));
        declaration.services().forEach(service -> names.put(service.id(), service.label()));
        declaration.consumers().forEach(consumer -> names.put(consumer.id(), consumer.label()));
        declaration.consumerGroups().forEach(group -> names.put(group.id(), group.name()));
    }

    /** {@code route NAME and consumer NAME}, or {@code global}. */
    String scope(PluginEnv.Entry scope) {
        List<String> parts = new ArrayList<>();
        add(parts, "route ", scope.route());
        add(parts, "service ", scope.service());
        add(parts, "consumer ", scope.consumer());
        add(parts, "consumer group ", scope.consumerGroup());
        return parts.isEmpty() ? "global" : String.join(" and ", parts);
    }

    private void add(List<String> parts, String kind, @Nullable UUID id) {
        if (id != null) {
            parts.add(kind + names.getOrDefault(id, id.toString()));
        }
    }

    /** Groups by number, then by name; null for one that took no part. */
    static Map<String, @Nullable String> captures(Captures captures) {
        Map<String, @Nullable String> all = new LinkedHashMap<>();
        List<String> keys = new ArrayList<>(captures.groups().keySet());
        keys.addAll(captures.unmatched());
        keys.sort(Comparator.comparingInt(Reading::number).thenComparing(Comparator.naturalOrder()));
        for (String key : keys) {
            String bytes = captures.groups().get(key);
            all.put(key, bytes == null ? null : ByteText.ofHeader(bytes));
        }
        return all;
    }

    private static int number(String key) {
        return Character.isDigit(key.charAt(0)) ? Integer.parseInt(key) : Integer.MAX_VALUE;
    }

    /** {@code hosts, paths}. */
    static String fields(Set<Condition> conditions) {
        return conditions.isEmpty()
                ? "nothing"
                : conditions.stream().map(Condition::field).collect(Collectors.joining(", "));
    }
}
