package io.sluice.router;

import io.sluice.api.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What routing looks at.
 *
 * @param method as sent; compared exactly
 * @param host the Host header as sent, port included
 * @param path normalised by {@link PathNormalizer}: bytes as ISO-8859-1 characters
 * @param sni the server name of the TLS handshake, or null
 * @param scheme {@code http} or {@code https}
 * @param listenerPort the port that counts for a Host without one
 * @param clientAddress for {@code sources}, or null
 * @param clientPort for {@code sources}
 * @param serverAddress for {@code destinations}, or null
 */
public record RoutingRequest(
        String method,
        String host,
        String path,
        Headers headers,
        @Nullable String sni,
        String scheme,
        int listenerPort,
        @Nullable String clientAddress,
        int clientPort,
        @Nullable String serverAddress) {

    /** A request from nowhere in particular. */
    public RoutingRequest(
            String method,
            String host,
            String path,
            Headers headers,
            @Nullable String sni,
            String scheme,
            int listenerPort) {
        this(method, host, path, headers, sni, scheme, listenerPort, null, 0, null);
    }
}
