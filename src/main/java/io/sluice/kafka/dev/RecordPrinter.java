package io.sluice.kafka.dev;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Prints the records of some topics as they arrive, as a consumer sees them. */
public final class RecordPrinter implements AutoCloseable {

    private static final int LONGEST = 2000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final PrintStream out;
    private final Thread thread;

    /** Starts with the next record of each topic; what is not there is left out. */
    public RecordPrinter(String bootstrap, Collection<String> topics, PrintStream out) {
        this.out = out;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        "enable.metrics.push",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        Map<String, List<PartitionInfo>> there = consumer.listTopics();
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> there.getOrDefault(topic, List.of()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // the end of now, not of the first poll
        this.thread = Thread.ofVirtual().name("record-printer").start(this::run);
    }

    private void run() {
        try (consumer) {
            while (!consumer.assignment().isEmpty()) {
                consumer.poll(Duration.ofSeconds(1)).forEach(this::print);
            }
        } catch (WakeupException e) {
            out.flush();
        }
    }

    private void print(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder text = new StringBuilder("\n")
                .append(record.topic())
                .append('-')
                .append(record.partition())
                .append('@')
                .append(record.offset())
                .append('\n');
        if (record.key() != null) {
            text.append("  key     ").append(readable(record.key())).append('\n');
        }
        for (Header header : record.headers()) {
            text.append("  header  ")
                    .append(header.key())
                    .append(": ")
                    .append(readable(header.value()))
                    .append('\n');
        }
        text.append("  ").append(readable(record.value()));
        out.println(text);
    }

    /** Text as it is, shortened; anything else as base64. Control characters do not reach the terminal. */
    private static String readable(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "(none)";
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            text = "base64:" + Base64.getEncoder().encodeToString(bytes);
        }
        String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "... (" + bytes.length + " bytes)" : text;
        return shown.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?");
    }

    @Override
    public void close() {
        if (thread.isAlive()) {
            consumer.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
