package io.sluice.api;

import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Credential;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request on its way through the phases. Used by one thread at a time. */
public interface Exchange {

    /** The request as it is now: as the client sent it, with the changes of the plugins before. */
    Request request();

    /** The request as the client sent it. */
    Request received();

    /** For changing {@link #request()}. */
    RequestChange change();

    /** The path that was matched: {@link Request#rawPath()} decoded and normalised, bytes as ISO-8859-1 characters. */
    String path();

    /** The route that won; empty before routing and when none matched. */
    Optional<Route> route();

    /** What the route's regular expression captured, by number and by name, {@code "0"} being all of it. */
    Map<String, String> captures();

    /** The service of the route; empty for a service-less route. */
    Optional<Service> service();

    /** Who the request is from, once an authentication plugin has said so. */
    Optional<Consumer> consumer();

    /** What it was authenticated with; empty for nobody and for an anonymous consumer. */
    Optional<Credential> credential();

    /**
     * Says who the request is from; plugins that run later are chosen with it. A later call replaces an earlier one.
     *
     * @param credential null for an anonymous consumer
     */
    void authenticate(Consumer consumer, @Nullable Credential credential);

    /** Groups that an authentication plugin vouches for without a consumer, as LDAP or OIDC know them; mostly empty. */
    List<String> authenticatedGroups();

    void authenticatedGroups(List<String> groups);

    /**
     * Answers the request here, as {@code kong.response.exit} does. The first reply wins.
     *
     * @throws IllegalStateException if the request was answered already
     */
    void reply(Reply reply);

    /**
     * {@link #reply(Reply)} in the form of Kong's own errors: shaped by the request's Accept, with the request's id.
     *
     * @throws IllegalArgumentException if {@code status} is not 400..599
     */
    default void refuse(int status, String message) {
        reply(StandardReplies.error(
                status, message, request().headers(), request().id()));
    }

    /** The answer so far, or null. */
    @Nullable
    Reply reply();

    /**
     * Header fields for the answer, whoever will make it. They take the place of an upstream's of the same name; a plugin's own
     * reply and the header filters come later and win.
     */
    Headers responseHeaders();

    /** Adds a member to the log entry that logging plugins write, as {@code kong.log.set_serialize_value}. */
    void logField(String name, Object value);

    Map<String, Object> logFields();

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
