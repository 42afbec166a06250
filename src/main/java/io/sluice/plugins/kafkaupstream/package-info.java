/**
 * The plugin {@code kafka-upstream}: a request becomes a record, and the client hears what became of it.
 *
 * <p>Start reading at {@link io.sluice.plugins.kafkaupstream.KafkaUpstream}; what a record looks like is in {@link
 * io.sluice.plugins.kafkaupstream.RecordValue}.
 */
@NullMarked
package io.sluice.plugins.kafkaupstream;

import org.jspecify.annotations.NullMarked;
