package io.sluice.config;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An entity that Kong has and this version does nothing with: checked, its defaults filled in.
 *
 * @param kind its plural, {@code jwt_secrets}
 * @param name what it is called or known by, if anything; never a secret
 * @param fields as the file has them; a secret is not resolved
 * @param owner the entity that it belongs to, if any
 * @param pointer JSON pointer of the entity in the file
 */
public record Entity(
        String kind,
        UUID id,
        @Nullable String name,
        @Nullable UUID owner,
        ObjectNode fields,
        String pointer) {

    /** Without the fields, which may hold secrets. */
    @Override
    public String toString() {
        return kind + " " + (name == null ? id : name) + " at " + pointer;
    }
}
