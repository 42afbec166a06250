/**
 * The plugin {@code confluent}: {@code kafka-upstream} for Confluent Cloud, which always speaks TLS and takes an API key or a token.
 *
 * <p>Start reading at {@link io.sluice.plugins.confluent.ConfluentConfig}, which says how the cluster is reached; the rest is in
 * {@link io.sluice.records}.
 */
@NullMarked
package io.sluice.plugins.confluent;

import org.jspecify.annotations.NullMarked;
