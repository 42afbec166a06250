package io.sluice.config;

import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.ConsumerGroup;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import org.jspecify.annotations.Nullable;

/** What a nested plugin belongs to: at most one of the four. */
record Parent(
        @Nullable Route route,
        @Nullable Service service,
        @Nullable Consumer consumer,
        @Nullable ConsumerGroup group) {

    static final Parent NONE = new Parent(null, null, null, null);

    static Parent of(Route route) {
        return new Parent(route, null, null, null);
    }

    static Parent of(Service service) {
        return new Parent(null, service, null, null);
    }

    static Parent of(Consumer consumer) {
        return new Parent(null, null, consumer, null);
    }

    static Parent of(ConsumerGroup group) {
        return new Parent(null, null, null, group);
    }
}
