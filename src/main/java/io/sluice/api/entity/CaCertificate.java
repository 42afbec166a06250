package io.sluice.api.entity;

import java.util.Set;
import java.util.UUID;

/**
 * A certificate that others are checked against.
 *
 * @param cert PEM, one certificate
 */
public record CaCertificate(UUID id, String cert, Set<String> tags) {}
