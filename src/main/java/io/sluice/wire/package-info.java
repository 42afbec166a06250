/**
 * HTTP on a connection: both versions, byte by byte.
 *
 * <p>Every byte of a client is read and judged here: what two readers could understand in two ways is refused, since a smuggled
 * request would be a smuggled record. See {@code docs/http-edge.md}.
 *
 * <p>May import {@code api}, {@code http} and {@code settings}. Start reading at {@link io.sluice.wire.Http1Connection} and {@link
 * io.sluice.wire.HeadReader}.
 */
@NullMarked
package io.sluice.wire;

import org.jspecify.annotations.NullMarked;
