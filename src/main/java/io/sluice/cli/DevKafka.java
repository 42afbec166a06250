package io.sluice.cli;

import io.sluice.kafka.dev.DevBroker;
import io.sluice.kafka.dev.RecordPrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The real broker of {@code start --dev}, and the consumer that prints what arrives. */
record DevKafka(DevBroker broker, RecordPrinter printer) implements AutoCloseable {

    /** Starts it with these topics; {@code data} is its folder, null for a temporary one. */
    static DevKafka start(int port, @Nullable Path data, Set<String> topics, PrintWriter out)
            throws InterruptedException {
        out.println("starting a Kafka broker ...");
        out.flush();
        try {
            DevBroker broker = DevBroker.start(Home.brokerLib(), port, data);
            broker.createTopics(topics);
            RecordPrinter printer = new RecordPrinter(broker.bootstrap(), topics, System.out);
            out.println("Kafka listens on " + broker.bootstrap() + "; data and log in " + broker.data());
            out.flush();
            return new DevKafka(broker, printer);
        } catch (IOException e) {
            throw new Sluice.Failure(Sluice.FAILED, e.getMessage() + " (--kafka-port)");
        }
    }

    @Override
    public void close() {
        try (broker) {
            printer.close();
        }
    }
}
