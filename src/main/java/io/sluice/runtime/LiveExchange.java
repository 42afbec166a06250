package io.sluice.runtime;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.Reply;
import io.sluice.api.Request;
import io.sluice.api.RequestChange;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Credential;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import io.sluice.router.RouteMatch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The exchange of one request, as the phases fill it in. */
final class LiveExchange implements Exchange {

    private final Request received;
    private final String path;
    private final Map<Key<?>, Object> values = new HashMap<>(4);
    private @Nullable ChangedRequest changed;
    private @Nullable RouteMatch match;
    private @Nullable Consumer consumer;
    private @Nullable Credential credential;
    private @Nullable Reply reply;
    private @Nullable Headers responseHeaders;
    private @Nullable Map<String, Object> logFields;
    private List<String> authenticatedGroups = List.of();

    /** {@code path} is the request's, normalised. */
    LiveExchange(Request received, String path) {
        this.received = received;
        this.path = path;
    }

    @Override
    public Request request() {
        return changed == null ? received : changed;
    }

    @Override
    public Request received() {
        return received;
    }

    @Override
    public RequestChange change() {
        if (changed == null) {
            changed = new ChangedRequest(received);
        }
        return changed;
    }

    /** What plugins changed; empty if nothing. */
    Optional<ChangedRequest> changes() {
        return Optional.ofNullable(changed);
    }

    @Override
    public String path() {
        return path;
    }

    void matched(RouteMatch winner) {
        match = winner;
    }

    Optional<RouteMatch> match() {
        return Optional.ofNullable(match);
    }

    @Override
    public Optional<Route> route() {
        return match == null ? Optional.empty() : Optional.of(match.route());
    }

    @Override
    public Map<String, String> captures() {
        return match == null ? Map.of() : match.captures().groups();
    }

    @Override
    public Optional<Service> service() {
        return match == null
                ? Optional.empty()
                : Optional.ofNullable(match.route().service());
    }

    @Override
    public Optional<Consumer> consumer() {
        return Optional.ofNullable(consumer);
    }

    @Override
    public Optional<Credential> credential() {
        return Optional.ofNullable(credential);
    }

    @Override
    public void authenticate(Consumer who, @Nullable Credential with) {
        consumer = who;
        credential = with;
    }

    @Override
    public List<String> authenticatedGroups() {
        return authenticatedGroups;
    }

    @Override
    public void authenticatedGroups(List<String> groups) {
        authenticatedGroups = List.copyOf(groups);
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
    public Headers responseHeaders() {
        if (responseHeaders == null) {
            responseHeaders = new Headers();
        }
        return responseHeaders;
    }

    /** Puts the plugins' header fields where an answer has none or its own: theirs win over an upstream's, not over a reply's. */
    void addResponseHeaders(Headers answer, boolean fromUpstream) {
        if (responseHeaders == null) {
            return;
        }
        for (String name : responseHeaders.names()) {
            if (fromUpstream) {
                answer.remove(name);
            }
        }
        Headers own = answer.copy();
        responseHeaders.forEach((name, value) -> {
            if (!own.contains(name)) {
                answer.add(name, value);
            }
        });
    }

    @Override
    public void logField(String name, Object value) {
        if (logFields == null) {
            logFields = new LinkedHashMap<>();
        }
        logFields.put(name, value);
    }

    @Override
    public Map<String, Object> logFields() {
        return logFields == null ? Map.of() : logFields;
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
