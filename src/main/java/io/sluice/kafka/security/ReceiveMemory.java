package io.sluice.kafka.security;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much the Kafka clients of a process may allocate because a peer announces it. A client takes memory for a frame as soon as it
 * knows its length. Safe for concurrent use.
 */
public final class ReceiveMemory {

    /** The longest first answer, in bytes; that to ApiVersions takes about 1 KiB, a token of SASL some more. Not counted. */
    static final int FIRST = 64 * 1024;

    private static final int MIB = 1024 * 1024;

    private final int largest;
    private final AtomicLong left;

    /** {@code heap} in bytes: a 64th of it for one frame, from 1 to 64 MiB; an eighth for all that are under way. */
    public ReceiveMemory(long heap) {
        this.largest = (int) Math.clamp(heap / 64, MIB, 64L * MIB);
        this.left = new AtomicLong(Math.max(heap / 8, MIB));
    }

    /** The longest frame of a peer that has answered before, in bytes: metadata of some 20,000 partitions take 1 MiB. */
    int largest() {
        return largest;
    }

    /** Takes so many bytes, or none if there are too few. */
    boolean take(int bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        give(bytes);
        return false;
    }

    void give(int bytes) {
        left.addAndGet(bytes);
    }
}
