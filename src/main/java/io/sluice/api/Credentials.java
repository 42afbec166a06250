package io.sluice.api;

import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Credential;
import java.util.List;
import java.util.Optional;

/** The consumers of the file and what they authenticate with. Safe for concurrent use. */
public interface Credentials {

    /**
     * The credential with that key.
     *
     * @param type Kong's name of the entity, {@code keyauth_credentials}
     */
    Optional<Credential> find(String type, String key);

    /** All of one type that a consumer has, in the order of the file; {@code acls} are its groups. */
    List<Credential> of(Consumer consumer, String type);

    /** By id if that is one, else by username. */
    Optional<Consumer> consumer(String idOrUsername);
}
