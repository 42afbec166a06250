package io.sluice.kafka;

import io.sluice.api.Metrics;
import io.sluice.api.produce.SendOutcome;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/**
 * The numbers of this room:
 *
 * <ul>
 *   <li>{@code sluice_kafka_records_total{route, topic, outcome}}: what became of each record: acked, refused, too_large, shed, unknown,
 *       and lost, which is a record that was accepted into the buffer and then not delivered in time
 *   <li>{@code sluice_kafka_ack_seconds{route}}: from the hand-over to the acknowledgement
 *   <li>{@code sluice_kafka_buffered_records{cluster, producer}}, {@code sluice_kafka_buffered_bytes{cluster, producer}}: accepted or sent, and not
 *       yet acknowledged
 * </ul>
 */
final class ProducerMeters {

    private final Metrics metrics;
    private final Metrics.Counter records;
    private final Metrics.Histogram ackSeconds;
    private final AtomicLong lostWhileServing = new AtomicLong();

    ProducerMeters(Metrics metrics) {
        this.metrics = metrics;
        records = metrics.counter(
                "sluice_kafka_records_total", "Records by what became of them", "route", "topic", "outcome");
        ackSeconds = metrics.histogram(
                "sluice_kafka_ack_seconds", "From handing a record to the producer to its acknowledgement", "route");
    }

    void acked(String route, String topic, long startedNanos) {
        records.increment(route, topic, "acked");
        ackSeconds.observe((System.nanoTime() - startedNanos) / 1e9, route);
    }

    void lost(String route, String topic) {
        records.increment(route, topic, "lost");
    }

    /** Records were lost, and no stop of the gateway is to blame for it. */
    void lostWhileServing(long lost) {
        lostWhileServing.addAndGet(lost);
    }

    /** How many records were lost before their producers began to stop. */
    long allLostWhileServing() {
        return lostWhileServing.get();
    }

    /** Counts what is final already; an acknowledgement counts when it comes. */
    void failed(String route, String topic, SendOutcome outcome) {
        switch (outcome) {
            case SendOutcome.Refused _ -> records.increment(route, topic, "refused");
            case SendOutcome.TooLarge _ -> records.increment(route, topic, "too_large");
            case SendOutcome.Shed _ -> records.increment(route, topic, "shed");
            case SendOutcome.Unknown _ -> records.increment(route, topic, "unknown");
            case SendOutcome.Acked _, SendOutcome.Buffered _ -> {}
        }
    }

    AutoCloseable bufferedRecords(String cluster, long producer, DoubleSupplier value) {
        return gauge("sluice_kafka_buffered_records", "Records not yet acknowledged", cluster, producer, value);
    }

    AutoCloseable bufferedBytes(String cluster, long producer, DoubleSupplier value) {
        return gauge("sluice_kafka_buffered_bytes", "Bytes of records not yet acknowledged", cluster, producer, value);
    }

    private AutoCloseable gauge(String name, String help, String cluster, long producer, DoubleSupplier value) {
        return metrics.gauge(
                name,
                help,
                new String[] {"cluster", "producer"},
                new String[] {cluster, Long.toString(producer)},
                value);
    }
}
