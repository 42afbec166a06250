package io.sluice.testing;

import io.sluice.api.Completion;
import io.sluice.api.Completion.Latencies;
import io.sluice.api.Completion.Source;
import io.sluice.api.Completion.Try;
import io.sluice.api.Headers;
import java.time.Instant;
import java.util.List;

/** How requests ended, for tests of the log phase. */
public final class Completions {

    public static final Instant STARTED = Instant.parse("2026-11-25T12:00:00.123456789Z");

    private Completions() {}

    /** Answered by a plugin or by the gateway, in 3 ms. */
    public static Completion answeredHere(int status, String upstreamUri) {
        return new Completion(
                STARTED,
                status,
                Headers.of("Content-Type", "application/json; charset=utf-8"),
                120,
                240,
                26,
                Source.GATEWAY,
                upstreamUri,
                List.of(),
                new Latencies(3_900_000, 3_900_000, -1, 0));
    }

    /** Answered by an upstream, in 60 ms. */
    public static Completion proxied(int status, Headers headers, Try... tries) {
        return new Completion(
                STARTED,
                status,
                headers,
                120,
                2048,
                1900,
                Source.UPSTREAM,
                "/up?a=1",
                List.of(tries),
                new Latencies(60_000_000, 7_000_000, 40_000_000, 13_000_000));
    }
}
