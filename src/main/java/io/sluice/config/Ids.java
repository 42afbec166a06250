package io.sluice.config;

import io.sluice.api.entity.NameBasedId;
import java.util.UUID;

/**
 * Kong's deterministic ids: made from an entity's unique name, in a namespace per kind of entity, so that a file without ids gives
 * the same ones at every load, here and in Kong.
 */
final class Ids {

    private static final UUID KONG = UUID.fromString("fd02801f-0957-4a15-a55a-c8d9606f30b5");

    private Ids() {}

    /** {@code kind} is the plural name of the entity, {@code services}. */
    static UUID of(String kind, String key) {
        return NameBasedId.of(NameBasedId.of(KONG, kind), key);
    }
}
