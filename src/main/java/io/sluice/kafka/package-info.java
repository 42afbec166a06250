/**
 * Producers: the only room that imports the Kafka client.
 *
 * <p>Start reading at {@link io.sluice.kafka.ProducerPool}. {@link io.sluice.kafka.SharedProducer} is one specification's producer,
 * {@link io.sluice.kafka.Client} one life of it, {@link io.sluice.kafka.Topic} what is known of a topic, {@link
 * io.sluice.kafka.Outcomes} what an error says about the record.
 */
@NullMarked
package io.sluice.kafka;

import org.jspecify.annotations.NullMarked;
