package io.sluice.api;

import java.time.Instant;
import java.util.List;

/**
 * How a request ended, for the log phase.
 *
 * @param startedAt when the request had been read
 * @param status the status written, or 499 if the client went before it could be
 * @param headers the response headers as written
 * @param requestBytes request line, headers and body as received
 * @param responseBytes status line, headers and body as written
 * @param bodyBytes of the response, as written
 * @param source who made the answer
 * @param upstreamUri path and query for the upstream, also if a plugin answered in its place; empty if no route matched
 * @param tries the attempts to get an answer of an upstream, in order; empty if there was none
 * @param latencies where the time went
 */
public record Completion(
        Instant startedAt,
        int status,
        Headers headers,
        long requestBytes,
        long responseBytes,
        long bodyBytes,
        Source source,
        String upstreamUri,
        List<Try> tries,
        Latencies latencies) {

    /** Who made an answer. */
    public enum Source {
        UPSTREAM,
        GATEWAY
    }

    /**
     * One attempt at an upstream.
     *
     * @param startedAt when its address was asked for
     * @param balancerNanos what choosing the address took
     * @param status of its answer, or 0 if there was none
     * @param failure what went wrong, {@code connect}, {@code timeout}, {@code closed}, {@code invalid}; empty if nothing did
     * @param failureStatus the status that failure stands for, 502 or 504; 0 without one
     */
    public record Try(
            Instant startedAt,
            long balancerNanos,
            String ip,
            int port,
            int status,
            String failure,
            int failureStatus) {}

    /**
     * In nanoseconds.
     *
     * @param request from the first byte read to the last byte written
     * @param gateway spent here, before and after the upstream
     * @param upstream from the first try to the head of the upstream's answer; -1 without an upstream
     * @param receive from that head to the end of its body; 0 without one
     */
    public record Latencies(long request, long gateway, long upstream, long receive) {}
}
