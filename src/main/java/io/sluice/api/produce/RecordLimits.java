package io.sluice.api.produce;

import java.nio.charset.StandardCharsets;

/** How large a record is, and may be, in bytes. */
public final class RecordLimits {

    /** {@code message.max.bytes} of a broker that was not told otherwise. */
    public static final int BROKER_DEFAULT = 1_048_588;

    /** Below this no producer refuses a record by itself, so that the broker decides, as it does for Kong's client. */
    private static final int LEAST_OF_PRODUCER = 4 * 1024 * 1024;

    /** Head of a batch, and the most that the fields of fixed meaning may take in a record (Kafka's record format, version 2). */
    private static final int FRAME = 61 + 21;

    private RecordLimits() {}

    /** What a producer takes, whatever its brokers would; given {@code producer_request_limits_bytes_per_request}. */
    public static int ofProducer(int bytesPerRequest) {
        return Math.max(LEAST_OF_PRODUCER, bytesPerRequest);
    }

    /**
     * A record as the only one of its batch, uncompressed: what producers and brokers hold against their limits. A few bytes more than
     * a broker finds, since small numbers are counted as if they were large; exactly what the Kafka client takes it for.
     */
    public static long size(RecordTemplate record) {
        long size = FRAME + framed(record.key() == null ? 0 : record.key().length) + framed(record.value().length);
        size += varint(record.headers().size());
        for (RecordTemplate.RecordHeader header : record.headers()) {
            size += framed(header.key().getBytes(StandardCharsets.UTF_8).length) + framed(header.value().length);
        }
        return size;
    }

    /** The longest value of a record without key and headers whose {@link #size} is within {@code limit}; negative if there is none. */
    public static long largestValue(long limit) {
        long rest = limit - FRAME - 2;
        return rest - varint(rest);
    }

    /** Bytes behind their length. */
    private static long framed(int length) {
        return varint(length) + (long) length;
    }

    /** The bytes of a number of Kafka's varint format, which keeps the sign in the lowest bit. */
    private static int varint(long number) {
        long signed = 2 * Math.max(0, number);
        return 1 + (63 - Long.numberOfLeadingZeros(signed | 1)) / 7;
    }
}
