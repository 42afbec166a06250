package io.sluice.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells when a producer has been out of touch with its cluster for so long that it is built anew (decision D13). For one thread. */
final class OutOfTouch {

    static final Duration LIMIT = Duration.ofMinutes(5);

    private final LongSupplier nanoTime;
    private long lastInTouch;

    /** In touch for now. */
    OutOfTouch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastInTouch = nanoTime.getAsLong();
    }

    void inTouch() {
        lastInTouch = nanoTime.getAsLong();
    }

    boolean forTooLong() {
        return nanoTime.getAsLong() - lastInTouch > LIMIT.toNanos();
    }
}
