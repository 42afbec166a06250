package io.sluice.config;

import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.ConsumerGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes consumer groups and consumers. A consumer says which groups it is in, or a group lists its consumers; one that is declared
 * in a group alone is a consumer too.
 */
final class ConsumerAssembly {

    private static final String[] NAMES = {"id", "username", "custom_id"};

    private final Load load;
    private final PluginAssembly plugins;
    private final Index<ConsumerGroup> groups;
    private final Index<Consumer> consumers;
    /** Groups that list a consumer, by each of its names. */
    private final Map<String, Set<ConsumerGroup>> memberships = new LinkedHashMap<>();

    private final List<Member> members = new ArrayList<>();
    private final List<Made<Consumer>> made = new ArrayList<>();

    private record Member(ObjectNode node, String pointer) {}

    ConsumerAssembly(Load load, PluginAssembly plugins) {
        this.load = load;
        this.plugins = plugins;
        this.groups = new Index<>("consumer_groups", "name", load.reporter());
        this.consumers = new Index<>("consumers", "username", load.reporter());
    }

    void assemble() {
        load.each("consumer_groups", this::group);
        Set<String> declared = new LinkedHashSet<>();
        load.each("consumers", (node, at) -> {
            declared.addAll(names(node));
            consumer(node, at);
        });
        for (Member member : members) {
            Set<String> names = names(member.node);
            if (names.stream().noneMatch(declared::contains)) {
                declared.addAll(names);
                consumer(member.node, member.pointer);
            }
        }
    }

    Index<Consumer> consumers() {
        return consumers;
    }

    /** All consumers with their places, for what is nested in them. */
    List<Made<Consumer>> made() {
        return made;
    }

    Index<ConsumerGroup> groups() {
        return groups;
    }

    private void group(ObjectNode node, String pointer) {
        String name = Fields.text(node, "name");
        if (name == null) {
            return;
        }
        ConsumerGroup group = new ConsumerGroup(Load.id("consumer_groups", node, name), name, Fields.set(node, "tags"));
        groups.add(group.id(), name, group, pointer);
        plugins.nested(node, pointer, Parent.of(group));
        Load.each(node, "consumers", pointer, (member, at) -> {
            members.add(new Member(member, at));
            names(member)
                    .forEach(key -> memberships
                            .computeIfAbsent(key, _ -> new LinkedHashSet<>())
                            .add(group));
        });
    }

    /** What a consumer can be recognised by. */
    private static Set<String> names(JsonNode consumer) {
        Set<String> names = new LinkedHashSet<>();
        for (String field : NAMES) {
            String value = Fields.text(consumer, field);
            if (value != null) {
                names.add(field + ":" + value);
            }
        }
        return names;
    }

    private void consumer(ObjectNode node, String pointer) {
        String username = Fields.text(node, "username");
        String customId = Fields.text(node, "custom_id");
        if (username == null && customId == null) {
            load.reporter()
                    .error(
                            "between-fields",
                            pointer,
                            null,
                            "at least one of these fields must be non-empty: 'custom_id', 'username'");
        }
        Consumer consumer = new Consumer(
                Load.id("consumers", node, username),
                username,
                customId,
                List.copyOf(groupsOf(node, pointer)),
                Fields.set(node, "tags"));
        consumers.add(consumer.id(), username, consumer, pointer);
        if (customId != null) {
            consumers.also("custom_id", customId, consumer, pointer);
        }
        plugins.nested(node, pointer, Parent.of(consumer));
        made.add(new Made<>(consumer, node, pointer));
    }

    /** Those that the consumer names, then those that list it. */
    private Set<ConsumerGroup> groupsOf(ObjectNode node, String pointer) {
        Set<ConsumerGroup> in = new LinkedHashSet<>();
        JsonNode named = node.path("groups");
        for (int i = 0; i < named.size(); i++) {
            ConsumerGroup group = groups.resolve("groups", named.path(i), pointer + "/groups/" + i);
            if (group != null) {
                in.add(group);
            }
        }
        names(node).forEach(key -> in.addAll(memberships.getOrDefault(key, Set.of())));
        return in;
    }
}
