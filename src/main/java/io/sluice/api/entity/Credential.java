package io.sluice.api.entity;

import io.sluice.api.Secret;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that a consumer is known by.
 *
 * @param type Kong's name of the entity: {@code keyauth_credentials}, {@code basicauth_credentials}, {@code acls}
 * @param key what it is found by: the key, the user name, the group
 * @param password the hash of a password, in lower-case hexadecimal digits; null where there is none
 * @param expires from when on it is unknown; null for never
 */
public record Credential(
        UUID id,
        String type,
        Consumer consumer,
        Secret key,
        @Nullable Secret password,
        @Nullable Instant expires) {

    /** Whether it is unknown by then. */
    public boolean isExpired(Instant now) {
        return expires != null && !now.isBefore(expires);
    }
}
