package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** The same against a broker in a container, where a container engine runs. */
class ContainerIT {

    @Test
    void aRequestBecomesARecord() throws Exception {
        Assumptions.assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "no container engine here");
        try (KafkaContainer container = new KafkaContainer("apache/kafka-native:4.1.0")) {
            container.start();
            KafkaCluster kafka = new AbstractKafka() {
                @Override
                public String bootstrap() {
                    return container.getBootstrapServers().replaceFirst("^.*://", "");
                }

                @Override
                public void close() {
                    // the test ends it
                }
            };
            kafka.createTopic("t", 1);
            String host = kafka.bootstrap().substring(0, kafka.bootstrap().lastIndexOf(':'));
            String yaml =
                    "_format_version: '3.0'\nroutes:\n- {name: r, paths: [/a], plugins: [{name: kafka-upstream, config: {topic: t,"
                            + " producer_async: false, bootstrap_servers: [{host: " + host + ", port: " + kafka.port()
                            + "}]}}]}\n";
            try (GatewayProcess gateway = GatewayProcess.serve(yaml, Map.of())) {
                assertThat(Http.post(gateway.proxyPort(), "/a", "text/plain", "hi")
                                .status())
                        .isEqualTo(200);
                assertThat(kafka.read("t", 0, 1)).hasSize(1);
            }
        }
    }
}
