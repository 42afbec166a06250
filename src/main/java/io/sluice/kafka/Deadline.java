package io.sluice.kafka;

import java.time.Duration;

/** A point in time that nothing may wait beyond; monotonic. */
record Deadline(long nanoTime) {

    static Deadline in(Duration from) {
        return new Deadline(System.nanoTime() + from.toNanos());
    }

    /** Never negative. */
    long remainingMillis() {
        return Math.max(0, (nanoTime - System.nanoTime()) / 1_000_000);
    }

    boolean passed() {
        return System.nanoTime() - nanoTime >= 0;
    }

    Deadline orAfter(Duration wait) {
        long other = System.nanoTime() + wait.toNanos();
        return other - nanoTime < 0 ? new Deadline(other) : this;
    }
}
