package io.sluice.e2e;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** A broker in a container, where a container engine runs. */
final class ContainerKafka extends AbstractKafka {

    private final KafkaContainer container;

    private ContainerKafka(KafkaContainer container) {
        this.container = container;
    }

    static boolean canRun() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    static ContainerKafka start() {
        KafkaContainer container =
                new KafkaContainer("apache/kafka-native:4.1.0").withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        container.start();
        return new ContainerKafka(container);
    }

    @Override
    public String bootstrap() {
        return container.getBootstrapServers().replaceFirst("^.*://", "");
    }

    @Override
    public void close() {
        container.close();
    }
}
