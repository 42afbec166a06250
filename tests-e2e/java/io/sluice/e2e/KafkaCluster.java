package io.sluice.e2e;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A real Kafka cluster of one node, for tests. Topics are not created on first use. */
interface KafkaCluster extends AutoCloseable {

    /** {@code host:port}, on the loopback interface. */
    String bootstrap();

    void createTopic(String name, int partitions) throws Exception;

    /** Where the next record of partition 0 will go. */
    long endOffset(String topic);

    /** Waits for {@code count} records of partition 0 from an offset on, and for as long as it takes; more are returned too. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic, long from, int count);

    default String host() {
        return bootstrap().substring(0, bootstrap().lastIndexOf(':'));
    }

    default int port() {
        return Integer.parseInt(bootstrap().substring(bootstrap().lastIndexOf(':') + 1));
    }

    @Override
    void close();
}
