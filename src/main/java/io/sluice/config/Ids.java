package io.sluice.config;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Kong's deterministic ids: version 5 UUIDs (RFC 9562 5.5) of an entity's unique name, in a namespace per kind of entity, so that
 * a file without ids gives the same ones at every load, here and in Kong.
 */
final class Ids {

    private static final UUID KONG = UUID.fromString("fd02801f-0957-4a15-a55a-c8d9606f30b5");

    private Ids() {}

    /** {@code kind} is the plural name of the entity, {@code services}. */
    static UUID of(String kind, String key) {
        return uuid5(uuid5(KONG, kind), key);
    }

    private static UUID uuid5(UUID namespace, String name) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(ByteBuffer.allocate(16)
                    .putLong(namespace.getMostSignificantBits())
                    .putLong(namespace.getLeastSignificantBits())
                    .flip());
            ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
            return new UUID(
                    hash.getLong() & ~0xf000L | 0x5000L, hash.getLong() & 0x3fffffffffffffffL | 0x8000000000000000L);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
