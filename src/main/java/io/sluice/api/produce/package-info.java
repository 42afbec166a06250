/**
 * Records into Kafka, for plugins: what to send and how, and what became of it. Knows no class of the Kafka client.
 *
 * <p>Start reading at {@link io.sluice.api.produce.Producing}.
 */
@NullMarked
package io.sluice.api.produce;

import org.jspecify.annotations.NullMarked;
