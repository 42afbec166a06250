package io.sluice.testing;

import io.sluice.api.Exchange;
import io.sluice.api.Reply;
import io.sluice.api.Request;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request that reached a plugin without a host. */
public final class FakeExchange implements Exchange {

    private final Request request;
    private final Map<Key<?>, Object> values = new HashMap<>();
    private @Nullable Consumer consumer;
    private @Nullable Reply reply;

    public FakeExchange(Request request) {
        this.request = request;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public Optional<Route> route() {
        return Optional.empty();
    }

    @Override
    public Optional<Service> service() {
        return Optional.empty();
    }

    @Override
    public Optional<Consumer> consumer() {
        return Optional.ofNullable(consumer);
    }

    @Override
    public void authenticate(Consumer who) {
        consumer = who;
    }

    @Override
    public void reply(Reply answer) {
        if (reply != null) {
            throw new IllegalStateException("answered twice");
        }
        reply = answer;
    }

    @Override
    public @Nullable Reply reply() {
        return reply;
    }

    @Override
    public <T> void put(Key<T> key, T value) {
        values.put(key, value);
    }

    @Override
    public <T> Optional<T> get(Key<T> key) {
        return Optional.ofNullable(values.get(key)).map(key::cast);
    }
}
