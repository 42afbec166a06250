/**
 * HTTP/2 (RFC 9113) as a protocol: frames, header compression, windows, streams. What a request is, and how it is answered, is not
 * known here; {@link io.sluice.wire} gives {@link io.sluice.wire.http2.Multiplexer} somebody to answer.
 *
 * <p>The only package of the listeners that imports the HTTP library, for its header compression. See {@code docs/http-edge.md}.
 */
@NullMarked
package io.sluice.wire.http2;

import org.jspecify.annotations.NullMarked;
