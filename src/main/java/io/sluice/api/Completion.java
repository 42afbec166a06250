package io.sluice.api;

import java.time.Instant;

/**
 * How a request ended, for the log phase.
 *
 * @param startedAt when the first byte of the request was seen
 * @param status the status written, or 499 if the client went before it could be
 * @param headers the response headers as written
 * @param requestBytes request line, headers and body as received
 * @param responseBytes status line, headers and body as written
 * @param totalNanos from the first byte read to the last byte written
 */
public record Completion(
        Instant startedAt, int status, Headers headers, long requestBytes, long responseBytes, long totalNanos) {

    /** The client went, or its request broke off, before an answer could be written. */
    public static Completion clientGone(Instant startedAt, long totalNanos) {
        return new Completion(startedAt, 499, new Headers(), 0, 0, totalNanos);
    }
}
