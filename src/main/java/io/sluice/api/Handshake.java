package io.sluice.api;

import org.jspecify.annotations.Nullable;

/**
 * A TLS handshake on its way.
 *
 * @param sni the server name the client asked for, or null
 */
public record Handshake(@Nullable String sni) {}
