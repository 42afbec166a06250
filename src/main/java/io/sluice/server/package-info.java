/**
 * The listeners, and HTTP on them.
 *
 * <p>Every byte of a client is read and judged here: what two readers could understand in two ways is refused, since a smuggled
 * request would be a smuggled record. See {@code docs/http-edge.md}.
 *
 * <p>Start reading at {@link io.sluice.server.HttpServer}; go on to {@link io.sluice.server.Connection} and {@link
 * io.sluice.server.Http1Connection}.
 */
@NullMarked
package io.sluice.server;

import org.jspecify.annotations.NullMarked;
