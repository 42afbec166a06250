package io.sluice.settings;

import java.util.List;

/**
 * What the host decides for all Kafka producers; all ours.
 *
 * @param compression {@code kafka_compression}: none, gzip, snappy, lz4 or zstd
 * @param partitioner {@code kafka_partitioner}: murmur2 (Java's clients) or crc32 (Kong, librdkafka)
 * @param acksAll {@code kafka_acks_all}: whether routes that ask for the leader's acknowledgement get that of all in-sync replicas
 */
public record KafkaSettings(String compression, String partitioner, boolean acksAll) {

    static KafkaSettings read(SettingValues values) {
        return new KafkaSettings(
                compression(values),
                values.oneOf("kafka_partitioner", "murmur2", List.of("murmur2", "crc32")),
                values.flag("kafka_acks_all", false));
    }

    static String compression(SettingValues values) {
        return values.oneOf("kafka_compression", "none", List.of("none", "gzip", "snappy", "lz4", "zstd"));
    }
}
