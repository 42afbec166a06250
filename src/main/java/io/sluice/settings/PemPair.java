package io.sluice.settings;

import io.sluice.api.Secret;

/**
 * A certificate chain and its key, both PEM, read and found good.
 *
 * @param certificates the leaf first
 */
public record PemPair(String certificates, Secret key) {}
