package io.sluice.kafka.security;

import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

/** Follows the frames of Kafka's protocol, each a length in four bytes and so many after it, however they are cut. For one thread. */
final class FrameLengths {

    private final IntConsumer begins;
    private int known;
    private int length;
    private int left;

    /** {@code begins} hears each length as soon as its last byte has passed; what it throws ends the walk. */
    FrameLengths(IntConsumer begins) {
        this.begins = begins;
    }

    /** The next bytes; only those of lengths are looked at. */
    void pass(ByteBuffer bytes, int start, int count) {
        int at = start;
        int end = start + count;
        while (at < end) {
            if (known < Integer.BYTES) {
                length = length << 8 | bytes.get(at++) & 0xff;
                if (++known == Integer.BYTES) {
                    begins.accept(length);
                    left = length;
                }
            } else {
                int step = Math.min(left, end - at);
                left -= step;
                at += step;
            }
            if (known == Integer.BYTES && left == 0) {
                known = 0;
                length = 0;
            }
        }
    }

    /** Whether a frame is over and the next has not begun. */
    boolean isBetween() {
        return known == 0;
    }
}
