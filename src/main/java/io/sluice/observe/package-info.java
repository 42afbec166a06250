/**
 * What an operator sees: logs, the access log, metrics.
 *
 * <p>May import {@code api}, {@code runtime} (to be told of finished requests) and the Prometheus client.
 */
@NullMarked
package io.sluice.observe;

import org.jspecify.annotations.NullMarked;
