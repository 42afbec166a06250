package io.sluice.api;

import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request on its way through the phases. Used by one thread at a time. */
public interface Exchange {

    Request request();

    /** The route that won; empty before routing and when none matched. */
    Optional<Route> route();

    /** The service of the route; empty for a service-less route. */
    Optional<Service> service();

    /** Who the request is from, once an authentication plugin has said so. */
    Optional<Consumer> consumer();

    /** Says who the request is from; plugins that run later are chosen with it. */
    void authenticate(Consumer consumer);

    /**
     * Answers the request here, as {@code kong.response.exit} does. The first reply wins.
     *
     * @throws IllegalStateException if the request was answered already
     */
    void reply(Reply reply);

    /** The answer so far, or null. */
    @Nullable
    Reply reply();

    /** Leaves a value for a later phase of the same plugin, or for another plugin that knows the key. */
    <T> void put(Key<T> key, T value);

    <T> Optional<T> get(Key<T> key);

    /**
     * A typed name for a value kept with the exchange; compared by identity.
     *
     * @param <T> the type of the value
     */
    final class Key<T> {
        private final Class<T> type;

        public Key(Class<T> type) {
            this.type = type;
        }

        public T cast(Object value) {
            return type.cast(value);
        }
    }
}
