package io.sluice.kafka;

import io.sluice.api.produce.ProducerSpec;
import java.util.Locale;

/**
 * What the host decides for all producers, where Kong's fields have no word for it.
 *
 * @param compression of the batches that are sent
 * @param partitioning of records with a key
 * @param acksAll producers whose routes ask for the leader's acknowledgement wait for all in-sync replicas instead, and are
 *     idempotent: no loss with the leader, no duplicates from retries
 */
public record HostChoices(Compression compression, Partitioning partitioning, boolean acksAll) {

    /** Nothing but what Kong's fields say. */
    public static final HostChoices NONE = new HostChoices(Compression.NONE, Partitioning.MURMUR2, false);

    /** What the brokers understand. */
    public enum Compression {
        NONE,
        GZIP,
        SNAPPY,
        LZ4,
        ZSTD;

        /** As the client calls it. */
        String setting() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The specification that a producer is built from, and shared by. */
    ProducerSpec applied(ProducerSpec asked) {
        return acksAll && asked.acks() == ProducerSpec.Acks.LEADER ? asked.withAcks(ProducerSpec.Acks.ALL) : asked;
    }
}
