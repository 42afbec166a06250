package io.sluice.kafka;

import io.sluice.api.produce.ProducerSpec;
import java.time.Duration;

/**
 * How long a delivery may take (decision D8): T = L + A*R + (A-1)*B, with the flush interval L (nothing for a sync producer), A
 * attempts, request timeout R and backoff B. 20.9 s at Kong's defaults, 21.9 s async.
 */
final class DeliveryTime {

    /** What a sync answer may take beyond T, whatever happens. */
    static final Duration GRACE = Duration.ofSeconds(1);

    private DeliveryTime() {}

    /** In milliseconds, within what the client can take. */
    static int millis(ProducerSpec spec) {
        long attempts = Math.max(1, spec.maxAttempts());
        long total = flush(spec)
                + attempts * requestTimeout(spec)
                + (attempts - 1) * spec.backoff().toMillis();
        return clamp(Math.max(total, linger(spec) + (long) requestTimeout(spec)));
    }

    static int requestTimeout(ProducerSpec spec) {
        return clamp(Math.max(1, spec.requestTimeout().toMillis()));
    }

    /** {@code linger.ms} (decision D7). Async records gain from waiting for company, but 10 ms fill a batch as well as 1000. */
    static int linger(ProducerSpec spec) {
        return (int) Math.min(flush(spec), 10);
    }

    private static long flush(ProducerSpec spec) {
        return spec.async() ? Math.max(0, spec.flushInterval().toMillis()) : 0;
    }

    private static int clamp(long millis) {
        return (int) Math.min(millis, Integer.MAX_VALUE / 2);
    }
}
