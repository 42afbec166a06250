/**
 * A real Kafka broker for trying things out: a child process, its topics, and its records as a consumer sees them. Nothing of it
 * is used when the gateway serves a cluster.
 */
@NullMarked
package io.sluice.kafka.dev;

import org.jspecify.annotations.NullMarked;
