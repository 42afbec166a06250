package io.sluice.config;

import tools.jackson.databind.node.ObjectNode;

/**
 * An entity and where it stands.
 *
 * @param <E> the entity
 */
record Made<E>(E entity, ObjectNode node, String pointer) {}
