package io.sluice.runtime;

import io.sluice.api.PluginEnv;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.ConsumerGroup;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The configurations of one plugin name, and Kong's choice among them: the most specific scope wins, nothing is merged.
 *
 * <p>The order is that of Kong's page on plugin precedence, with consumer groups. Of several groups of a consumer the first by name
 * that has a configuration counts. Immutable once filled.
 */
final class Scopes {

    private static final int ROUTE = 1;
    private static final int SERVICE = 2;
    private static final int CONSUMER = 4;
    private static final int GROUP = 8;

    /** First hit wins. */
    private static final int[] PRECEDENCE = {
        CONSUMER | ROUTE | SERVICE,
        GROUP | SERVICE | ROUTE,
        CONSUMER | ROUTE,
        CONSUMER | SERVICE,
        GROUP | ROUTE,
        GROUP | SERVICE,
        ROUTE | SERVICE,
        CONSUMER,
        GROUP,
        ROUTE,
        SERVICE,
        0
    };

    private record Scope(
            @Nullable UUID route,
            @Nullable UUID service,
            @Nullable UUID who) {}

    private final Map<Scope, PluginInstance> instances = new HashMap<>();
    private final boolean[] used = new boolean[16];
    private final String name;
    private final int priority;

    private Scopes(String name, int priority) {
        this.name = name;
        this.priority = priority;
    }

    static Scopes of(List<PluginInstance> sameName) {
        PluginInstance first = sameName.getFirst();
        Scopes scopes = new Scopes(first.name(), first.priority());
        sameName.forEach(scopes::add);
        return scopes;
    }

    private void add(PluginInstance instance) {
        PluginEnv.Entry entry = instance.entry();
        UUID who = entry.consumer() != null ? entry.consumer() : entry.consumerGroup();
        instances.put(new Scope(entry.route(), entry.service(), who), instance);
        used[
                (entry.route() == null ? 0 : ROUTE)
                        | (entry.service() == null ? 0 : SERVICE)
                        | (entry.consumer() == null ? 0 : CONSUMER)
                        | (entry.consumerGroup() == null ? 0 : GROUP)] = true;
    }

    String name() {
        return name;
    }

    int priority() {
        return priority;
    }

    /** The entry without any scope, if there is one. */
    Optional<PluginInstance> global() {
        return Optional.ofNullable(instances.get(new Scope(null, null, null)));
    }

    /** Null when no configuration of this plugin applies. */
    @Nullable
    PluginInstance choose(Route route, @Nullable Service service, @Nullable Consumer consumer) {
        for (int scope : PRECEDENCE) {
            if (!used[scope]
                    || (service == null && (scope & SERVICE) != 0)
                    || (consumer == null && (scope & (CONSUMER | GROUP)) != 0)) {
                continue;
            }
            PluginInstance found = (scope & GROUP) == 0
                    ? find(scope, route, service, consumer == null ? null : consumer.id(), CONSUMER)
                    : ofGroups(scope, route, service, consumer);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable PluginInstance ofGroups(
            int scope, Route route, @Nullable Service service, @Nullable Consumer consumer) {
        List<ConsumerGroup> groups = consumer == null ? List.of() : consumer.groups();
        for (ConsumerGroup group : groups) {
            PluginInstance found = find(scope, route, service, group.id(), GROUP);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable PluginInstance find(
            int scope, Route route, @Nullable Service service, @Nullable UUID who, int kind) {
        return instances.get(new Scope(
                (scope & ROUTE) == 0 ? null : route.id(),
                (scope & SERVICE) == 0 || service == null ? null : service.id(),
                (scope & kind) == 0 ? null : who));
    }
}
