/**
 * How producers protect their connections and authenticate: TLS, SASL PLAIN, SCRAM, OAUTHBEARER. No secret is ever part of a text that
 * the Kafka client could log: it gets objects, and classes of ours that read them.
 *
 * <p>Start reading at {@link io.sluice.kafka.security.Protection}.
 */
@NullMarked
package io.sluice.kafka.security;

import org.jspecify.annotations.NullMarked;
