package io.sluice.api;

import org.jspecify.annotations.Nullable;

/**
 * The TLS session of a connection.
 *
 * @param version {@code TLSv1.3}
 * @param cipher {@code TLS_AES_128_GCM_SHA256}
 * @param sni the server name the client asked for, or null
 */
public record TlsInfo(
        String version, String cipher, @Nullable String sni) {}
