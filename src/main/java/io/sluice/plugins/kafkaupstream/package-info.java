/**
 * The plugin {@code kafka-upstream}: a request becomes a record, and the client hears what became of it.
 *
 * <p>What it does is in {@link io.sluice.records}, since {@code confluent} does it, too.
 */
@NullMarked
package io.sluice.plugins.kafkaupstream;

import org.jspecify.annotations.NullMarked;
