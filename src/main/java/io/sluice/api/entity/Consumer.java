package io.sluice.api.entity;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A consumer: username, custom id, or both.
 *
 * @param groups those it belongs to, by name
 */
public record Consumer(
        UUID id, @Nullable String username, @Nullable String customId, List<ConsumerGroup> groups, Set<String> tags) {

    /** The username, else the custom id. */
    public String label() {
        return username != null ? username : customId != null ? customId : id.toString();
    }
}
