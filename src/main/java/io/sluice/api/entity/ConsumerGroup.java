package io.sluice.api.entity;

import java.util.Set;
import java.util.UUID;

/** A group of consumers, to which plugins can be scoped. */
public record ConsumerGroup(UUID id, String name, Set<String> tags) {}
