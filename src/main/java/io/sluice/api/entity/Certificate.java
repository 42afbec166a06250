package io.sluice.api.entity;

import io.sluice.api.Secret;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with its key, and the server names it is for.
 *
 * @param cert PEM, the chain from the leaf on
 * @param key PEM: PKCS#8, PKCS#1 or SEC1
 * @param certAlt a second one of another key type, or null
 * @param keyAlt its key, or null
 * @param snis host names, {@code *.example.com}, {@code www.*} or {@code *}
 */
public record Certificate(
        UUID id,
        String cert,
        Secret key,
        @Nullable String certAlt,
        @Nullable Secret keyAlt,
        List<String> snis,
        Set<String> tags) {}
