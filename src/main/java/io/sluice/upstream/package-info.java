/**
 * Reverse proxying: gets a service's answer for a request. The only package that imports the HTTP client library (HttpCore, its
 * blocking connections). Start at {@link io.sluice.upstream.Proxy}; {@link io.sluice.upstream.Proxied} is one request's way through
 * tries, timeouts and retries.
 */
@NullMarked
package io.sluice.upstream;

import org.jspecify.annotations.NullMarked;
