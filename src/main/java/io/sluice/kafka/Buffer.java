package io.sluice.kafka;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what is accepted and not yet acknowledged, in records and bytes, and keeps both within limits. Lock-free. */
final class Buffer {

    private final long maxRecords;
    private final long maxBytes;
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    Buffer(long maxRecords, long maxBytes) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
    }

    /** All or nothing; a message larger than the buffer fits an empty one. */
    boolean tryEnter(int newRecords, long newBytes) {
        if (records.addAndGet(newRecords) > maxRecords) {
            records.addAndGet(-newRecords);
            return false;
        }
        long before = bytes.getAndAdd(newBytes);
        if (before > 0 && before + newBytes > maxBytes) {
            leave(newRecords, newBytes);
            return false;
        }
        return true;
    }

    void leave(int oldRecords, long oldBytes) {
        records.addAndGet(-oldRecords);
        bytes.addAndGet(-oldBytes);
    }

    long records() {
        return records.get();
    }

    long bytes() {
        return bytes.get();
    }
}
