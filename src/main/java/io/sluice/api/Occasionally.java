package io.sluice.api;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Lets something be said once a second, and counts what was not said. Safe for concurrent use. */
public final class Occasionally {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final LongAdder silent = new LongAdder();

    /** How many events this one stands for, or 0 if it is not to be said. */
    public long count() {
        long now = System.nanoTime();
        long due = next.get();
        silent.increment();
        return now - due >= 0 && next.compareAndSet(due, now + SECOND) ? silent.sumThenReset() : 0;
    }
}
