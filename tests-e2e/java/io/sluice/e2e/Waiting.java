package io.sluice.e2e;

import java.time.Duration;
import java.time.Instant;

/** Waits for a condition, not for a time. */
public final class Waiting {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Waiting() {}

    public interface Condition {
        boolean holds() throws Exception;
    }

    public static void until(String what, Condition condition) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.holds()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
    }
}
