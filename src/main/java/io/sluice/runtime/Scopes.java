package io.sluice.runtime;

import io.sluice.api.entity.Consumer;
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
 * <p>Order, first hit wins (Kong's page on plugin precedence): route+service+consumer, route+consumer, service+consumer,
 * route+service, consumer, route, service, global. Immutable once filled.
 */
final class Scopes {

    private static final int ROUTE = 1;
    private static final int SERVICE = 2;
    private static final int CONSUMER = 4;
    private static final int[] PRECEDENCE = {
        ROUTE | SERVICE | CONSUMER, ROUTE | CONSUMER, SERVICE | CONSUMER, ROUTE | SERVICE, CONSUMER, ROUTE, SERVICE, 0
    };

    private record Scope(
            @Nullable UUID route,
            @Nullable UUID service,
            @Nullable UUID consumer) {}

    private final Map<Scope, PluginInstance> instances = new HashMap<>();
    private final boolean[] used = new boolean[8];
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
        instances.put(new Scope(instance.route(), instance.service(), instance.consumer()), instance);
        used[
                (instance.route() == null ? 0 : ROUTE)
                        | (instance.service() == null ? 0 : SERVICE)
                        | (instance.consumer() == null ? 0 : CONSUMER)] = true;
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
                    || (consumer == null && (scope & CONSUMER) != 0)) {
                continue;
            }
            PluginInstance found = instances.get(new Scope(
                    (scope & ROUTE) == 0 ? null : route.id(),
                    (scope & SERVICE) == 0 || service == null ? null : service.id(),
                    (scope & CONSUMER) == 0 || consumer == null ? null : consumer.id()));
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
