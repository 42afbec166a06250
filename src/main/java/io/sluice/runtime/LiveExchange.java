package io.sluice.runtime;

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

/** The exchange of one request, as the phases fill it in. */
final class LiveExchange implements Exchange {

    private final Request request;
    private final Map<Key<?>, Object> values = new HashMap<>(4);
    private @Nullable Route route;
    private @Nullable Consumer consumer;
    private @Nullable Reply reply;

    LiveExchange(Request request) {
        this.request = request;
    }

    @Override
    public Request request() {
        return request;
    }

    void matched(Route winner) {
        route = winner;
    }

    @Override
    public Optional<Route> route() {
        return Optional.ofNullable(route);
    }

    @Override
    public Optional<Service> service() {
        return Optional.ofNullable(route == null ? null : route.service());
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
            throw new IllegalStateException("the request was answered already, with status " + reply.status());
        }
        reply = answer;
    }

    /** What the host answers whatever plugins said: after a plugin failed. */
    void overrule(Reply answer) {
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
