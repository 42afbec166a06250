package io.sluice.kafka;

import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Which partition a record with a key goes to (decision D5). Records without a key are spread by the client in any case. */
public enum Partitioning {

    /** As Kafka's Java clients, Streams and ksqlDB do: the client's own way. */
    MURMUR2 {
        @Override
        @Nullable
        Integer partition(byte @Nullable [] key, IntSupplier partitions) {
            return null;
        }
    },

    /** As Kong and librdkafka do: CRC-32, unsigned, modulo the number of all partitions, whether they have a leader or not. */
    CRC32 {
        @Override
        @Nullable
        Integer partition(byte @Nullable [] key, IntSupplier partitions) {
            if (key == null) {
                return null;
            }
            java.util.zip.CRC32 crc = new java.util.zip.CRC32();
            crc.update(key);
            return (int) (crc.getValue() % partitions.getAsInt());
        }
    };

    /** The partition, or null to leave it to the client. Asks for the topic's {@code partitions} only if it needs them. */
    @Nullable
    abstract Integer partition(byte @Nullable [] key, IntSupplier partitions);
}
