package io.sluice.api.entity;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A service, defaults filled in.
 *
 * @param port 0..65535
 * @param path starts with {@code /}, or null
 * @param retries 0..32767
 * @param connectTimeout milliseconds, 1..2147483646
 * @param writeTimeout milliseconds, 1..2147483646
 * @param readTimeout milliseconds, 1..2147483646
 * @param enabled false takes its routes out of the router
 */
public record Service(
        UUID id,
        @Nullable String name,
        String protocol,
        String host,
        int port,
        @Nullable String path,
        int retries,
        int connectTimeout,
        int writeTimeout,
        int readTimeout,
        boolean enabled,
        Set<String> tags) {

    /** The name, else the id. */
    public String label() {
        return name != null ? name : id.toString();
    }
}
