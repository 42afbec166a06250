/**
 * HTTP's rules, without a connection: targets, heads, hosts, and who a client is. Pure: the listeners judge by them, and {@code explain}
 * reads a request by the same.
 *
 * <p>May import {@code api} and {@code settings}. Start reading at {@link io.sluice.http.HeadRules} and {@link io.sluice.http.Target}.
 */
@NullMarked
package io.sluice.http;

import org.jspecify.annotations.NullMarked;
