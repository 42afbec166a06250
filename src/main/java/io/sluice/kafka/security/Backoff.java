package io.sluice.kafka.security;

import java.time.Duration;

/**
 * Pauses between tries of what was denied: 1 s, doubled up to a minute, so that no account is locked by us. For one thread.
 */
public final class Backoff {

    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(1);

    private Duration next = SHORTEST;

    /** Whether nothing has been denied since the last success. */
    public boolean isFirst() {
        return next.equals(SHORTEST);
    }

    /** The pause that is due now. */
    public Duration next() {
        Duration now = next;
        next = now.multipliedBy(2).compareTo(LONGEST) < 0 ? now.multipliedBy(2) : LONGEST;
        return now;
    }

    /** After a success; whether anything had been denied before. */
    public boolean reset() {
        boolean denied = !isFirst();
        next = SHORTEST;
        return denied;
    }
}
