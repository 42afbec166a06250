package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The vectors of the kinds {@code config}, {@code partitioner} and {@code log}, through the program as it is. */
class KindVectorsIT {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static ForkedCluster cluster;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startCluster() throws IOException {
        cluster = ForkedCluster.start(1, Map.of());
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    /** All in one call of lint, which takes several files for one declaration and says of each what is wrong. */
    @Test
    void configurations() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("lint", "--format", "json"));
        List<JsonNode> vectors = KafkaVectors.hosted("config").stream()
                .filter(v -> !v.has("host_settings"))
                .toList();
        for (JsonNode vector : vectors) {
            String name = vector.get("name").asString();
            Path file = folder.resolve(name + ".yml");
            ObjectNode config = (ObjectNode) vector.get("config");
            Files.writeString(
                    file, file(route(name, plugin("kafka-upstream", config))).toString());
            arguments.add(file.toString());
        }

        JsonNode report = JSON.readTree(
                GatewayProcess.run(Map.of(), arguments.toArray(String[]::new)).output());

        assertThat(vectors).hasSizeGreaterThanOrEqualTo(7);
        for (JsonNode vector : vectors) {
            String name = vector.get("name").asString();
            List<JsonNode> errors = report.get("problems")
                    .valueStream()
                    .filter(p -> p.get("severity").asString().equals("error"))
                    .filter(p -> p.get("file").asString().endsWith(name + ".yml"))
                    .toList();
            assertThat(errors.isEmpty())
                    .as("%s is valid: %s", name, errors)
                    .isEqualTo(vector.at("/expect/valid").asBoolean());
        }
    }

    @Test
    void partitions() throws Exception {
        List<JsonNode> vectors = KafkaVectors.hosted("partitioner");
        ObjectNode file = file();
        for (int partitions : new int[] {6, 10}) {
            cluster.createTopic("over-" + partitions, partitions);
            ObjectNode config = JSON.createObjectNode()
                    .put("topic", "over-" + partitions)
                    .put("key_query_arg", "key")
                    .put("producer_async", false);
            file.withArray("routes").add(route("over-" + partitions, plugin("kafka-upstream", config)));
        }
        try (GatewayProcess gateway =
                GatewayProcess.serve(file.toString(), Map.of("KONG_KAFKA_PARTITIONER", "crc32"))) {
            for (JsonNode vector : vectors) {
                for (int partitions : new int[] {6, 10}) {
                    String key = vector.at("/request/key").asString();
                    assertThat(Http.get(gateway.proxyPort(), "/over-" + partitions + "?key=" + key)
                                    .status())
                            .isEqualTo(200);
                }
            }
        }
        assertThat(vectors).hasSizeGreaterThanOrEqualTo(5);
        for (int partitions : new int[] {6, 10}) {
            List<ConsumerRecord<byte[], byte[]>> records = cluster.readAll("over-" + partitions);
            assertThat(records).hasSameSizeAs(vectors);
            for (JsonNode vector : vectors) {
                String key = vector.at("/request/key").asString();
                assertThat(records)
                        .filteredOn(r -> new String(r.key(), StandardCharsets.UTF_8).equals(key))
                        .extracting(ConsumerRecord::partition)
                        .as("%s over %s", key, partitions)
                        .containsExactly(
                                vector.at("/expect/partition/" + partitions).asInt());
            }
        }
    }

    @Test
    void logEntries() throws Exception {
        List<JsonNode> vectors = KafkaVectors.hosted("log");
        ObjectNode file = file();
        for (JsonNode vector : vectors) {
            String name = vector.get("name").asString();
            cluster.createTopic(name, 1);
            ObjectNode config = ((ObjectNode) vector.get("config").deepCopy()).put("topic", name);
            ObjectNode answering = vector.path("setup").asString("").contains("kafka-upstream")
                    ? plugin("kafka-upstream", JSON.createObjectNode().put("topic", "records"))
                    : JSON.createObjectNode().put("name", "request-termination");
            ObjectNode route = route(name, plugin("kafka-log", config), answering);
            route.putArray("paths").add(vector.at("/request/path").asString());
            file.withArray("routes").add(route);
        }
        cluster.createTopic("records", 1);
        int port = ForkedKafka.freePort();
        Map<String, String> settings = // the vectors are about a gateway on port 8000
                Map.of("KONG_PROXY_LISTEN", "127.0.0.1:" + port, "KONG_PORT_MAPS", "8000:" + port);
        try (GatewayProcess gateway = GatewayProcess.serve(file.toString(), settings)) {
            for (JsonNode vector : vectors) {
                JsonNode request = vector.get("request");
                List<String[]> headers = new ArrayList<>();
                request.get("headers")
                        .forEach(h -> headers.add(
                                new String[] {h.get(0).asString(), h.get(1).asString()}));
                if (headers.isEmpty()) {
                    headers.add(new String[] {"Host", "localhost"});
                }
                String query = request.path("query").isString()
                        ? "?" + request.get("query").asString()
                        : "";
                Http.send(
                        gateway.proxyPort(),
                        request.get("method").asString(),
                        request.get("path").asString() + query,
                        headers.toArray(String[][]::new),
                        new byte[0]);
            }
            assertThat(gateway.stop()).isZero();
        }
        assertThat(vectors).hasSizeGreaterThanOrEqualTo(2);
        for (JsonNode vector : vectors) {
            List<ConsumerRecord<byte[], byte[]>> records =
                    cluster.readAll(vector.get("name").asString());
            assertThat(records).hasSize(vector.at("/expect/records").asInt());
            JsonNode entry = JSON.readTree(records.getFirst().value());
            assertThat(entry.isObject()).isTrue();
            assertSubset(entry, vector.at("/expect/message_subset"), "");
        }
    }

    /** Every member that is expected is there and equal; others may be, too. */
    private static void assertSubset(JsonNode actual, JsonNode expected, String path) {
        expected.properties().forEach(e -> {
            String at = path + "/" + e.getKey();
            if (e.getValue().isObject()) {
                assertSubset(actual.path(e.getKey()), e.getValue(), at);
            } else {
                assertThat(actual.path(e.getKey())).as(at).isEqualTo(e.getValue());
            }
        });
    }

    private static ObjectNode file(ObjectNode... routes) {
        ObjectNode file = JSON.createObjectNode().put("_format_version", "3.0");
        file.putArray("routes").addAll(List.of(routes));
        return file;
    }

    private static ObjectNode route(String name, ObjectNode... plugins) {
        ObjectNode route = JSON.createObjectNode().put("name", name);
        route.putArray("paths").add("/" + name);
        route.putArray("plugins").addAll(List.of(plugins));
        return route;
    }

    private static ObjectNode plugin(String name, ObjectNode config) {
        if (!config.has("bootstrap_servers")) {
            config.putArray("bootstrap_servers")
                    .addObject()
                    .put("host", "127.0.0.1")
                    .put("port", cluster.port(1));
        }
        return JSON.createObjectNode().put("name", name).set("config", config);
    }
}
