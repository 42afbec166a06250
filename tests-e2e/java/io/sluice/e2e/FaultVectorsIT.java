package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The vectors of kafka-upstream that inject a fault, with that fault on a real broker. */
class FaultVectorsIT {

    private static final JsonMapper JSON = JsonMapper.shared();

    private ForkedKafka kafka;
    private GatewayProcess gateway;

    @AfterEach
    void stop() {
        gateway.close();
        kafka.close();
    }

    @TestFactory
    List<DynamicTest> faults() throws Exception {
        kafka = ForkedKafka.start(ForkedKafka.NEWEST);
        List<JsonNode> vectors =
                KafkaVectors.hosted("http").stream().filter(v -> v.has("fault")).toList();
        ObjectNode file = JSON.createObjectNode().put("_format_version", "3.0");
        var routes = file.putArray("routes");
        for (JsonNode vector : vectors) {
            String name = vector.get("name").asString();
            kafka.createTopic(name, 1);
            ObjectNode config = (ObjectNode) vector.get("config").deepCopy();
            config.put("topic", name); // each has one to itself
            config.putArray("bootstrap_servers")
                    .addObject()
                    .put("host", "127.0.0.1")
                    .put("port", fault(vector).equals("no broker") ? ForkedKafka.freePort() : kafka.port());
            ObjectNode route = routes.addObject().put("name", name);
            route.putArray("hosts").add(name);
            route.putArray("plugins").addObject().put("name", "kafka-upstream").set("config", config);
            if (fault(vector).equals("forbidden")) {
                kafka.forbidWriting(name);
            }
        }
        gateway = GatewayProcess.serve(file.toString(), Map.of());
        assertThat(vectors).hasSize(4);
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : vectors) {
            tests.add(dynamicTest(vector.get("name").asString(), () -> check(vector)));
        }
        return tests;
    }

    /** What is to be done to the broker. */
    private static String fault(JsonNode vector) {
        return switch (vector.get("fault").asString()) {
            case "broker answers TOPIC_AUTHORIZATION_FAILED" -> "forbidden";
            case "no broker reachable since start" -> "no broker";
            case "broker stalled, 3 messages already buffered" -> "stalled";
            case String other -> throw new AssertionError("no such fault here: " + other);
        };
    }

    private void check(JsonNode vector) throws Exception {
        String topic = vector.get("name").asString();
        if (fault(vector).equals("stalled")) {
            checkStalled(vector, topic);
            return;
        }
        VectorsIT.checkAnswer(vector, request(vector));
        assertThat(kafka.endOffset(topic)).as("nothing is written").isZero();
    }

    /** The first message proves that the topic is known; the next three are buffered. */
    private void checkStalled(JsonNode vector, String topic) throws Exception {
        assertThat(request(vector).status()).isEqualTo(200);
        kafka.read(topic, 0, 1);
        kafka.freeze();
        try {
            for (int i = 0; i < 3; i++) {
                assertThat(request(vector).status()).isEqualTo(200);
            }
            VectorsIT.checkAnswer(vector, request(vector));
        } finally {
            kafka.thaw();
        }
        kafka.read(topic, 1, 3);
        assertThat(kafka.endOffset(topic)).as("what was refused is not written").isEqualTo(4);
    }

    private Http.Answer request(JsonNode vector) throws IOException {
        JsonNode request = vector.get("request");
        return Http.send(
                gateway.proxyPort(),
                request.get("method").asString(),
                request.get("path").asString(),
                new String[][] {{"Host", vector.get("name").asString()}},
                new byte[0]);
    }
}
