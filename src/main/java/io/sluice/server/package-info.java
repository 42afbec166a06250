/**
 * The listeners: the only room that imports the web server.
 *
 * <p>Helidon owns sockets, threads, responses and stopping. What comes in is read and judged here, byte by byte, before Helidon
 * sees any of it ({@link io.sluice.server.StrictConnection}): its own parser loses bytes and lets pass what must not become a
 * record. See {@code docs/http-edge.md}.
 *
 * <p>Start reading at {@link io.sluice.server.HttpServer}.
 */
@NullMarked
package io.sluice.server;

import org.jspecify.annotations.NullMarked;
