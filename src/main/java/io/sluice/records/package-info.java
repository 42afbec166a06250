/**
 * What the plugins share that turn a request into a record, {@code kafka-upstream} and {@code confluent}: they differ only in how
 * the cluster is reached. Imports the plugin API alone, and knows no plugin.
 *
 * <p>Start reading at {@link io.sluice.records.RecordPlugin}; what a record looks like is in {@link io.sluice.records.RecordValue}.
 */
@NullMarked
package io.sluice.records;

import org.jspecify.annotations.NullMarked;
