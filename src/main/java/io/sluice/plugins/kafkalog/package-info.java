/**
 * The plugin {@code kafka-log}: one record per request, Kong's log entry as JSON.
 *
 * <p>Start reading at {@link io.sluice.plugins.kafkalog.KafkaLog}; what an entry holds is in {@link io.sluice.api.LogEntry}.
 */
@NullMarked
package io.sluice.plugins.kafkalog;

import org.jspecify.annotations.NullMarked;
