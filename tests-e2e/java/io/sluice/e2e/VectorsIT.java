package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The vectors of kafka-upstream, HTTP in and record out, against the newest broker and an older one. */
class VectorsIT {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The vector whose set-up is another plugin, and a consumer with a key. */
    private static final String BEHIND_KEY_AUTH = "headers-include-those-set-by-auth-plugins";

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @TestFactory
    List<DynamicTest> againstTheNewestBroker() throws Exception {
        return against(ForkedKafka.start(ForkedKafka.NEWEST));
    }

    @TestFactory
    List<DynamicTest> againstAnOlderBroker() throws Exception {
        return against(ForkedKafka.start(ForkedKafka.OLDER));
    }

    @TestFactory
    @EnabledIf(value = "io.sluice.e2e.ContainerKafka#canRun", disabledReason = "no container engine here")
    List<DynamicTest> againstABrokerInAContainer() throws Exception {
        return against(ContainerKafka.start());
    }

    private List<DynamicTest> against(KafkaCluster kafka) throws Exception {
        open.add(kafka);
        List<JsonNode> vectors = vectors();
        Set<String> topics = new TreeSet<>();
        vectors.forEach(v -> topics.addAll(topicsOf(v)));
        for (String topic : topics) {
            kafka.createTopic(topic, 1);
        }
        // vectors that bring a Host of their own, or ask for TLS, have a gateway to themselves
        List<JsonNode> byHost = vectors.stream().filter(v -> !isAlone(v)).toList();
        GatewayProcess shared = GatewayProcess.serve(file(byHost, kafka), Map.of());
        open.add(shared);
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : vectors) {
            String name = vector.get("name").asString();
            tests.add(dynamicTest(name, () -> {
                if (!isAlone(vector)) {
                    check(vector, shared, kafka);
                } else {
                    Map<String, String> env = Map.of("KONG_PROXY_LISTEN", "127.0.0.1:0, 127.0.0.1:0 ssl http2");
                    try (GatewayProcess own = GatewayProcess.serve(file(List.of(vector), kafka), env)) {
                        check(vector, own, kafka);
                    }
                }
            }));
        }
        assertThat(tests).hasSizeGreaterThan(55);
        return tests;
    }

    private static List<JsonNode> vectors() throws IOException {
        return KafkaVectors.hosted("http").stream()
                .filter(v -> !v.has("fault")) // those are in FaultVectorsIT
                .toList();
    }

    private static boolean isAlone(JsonNode vector) {
        return host(vector) != null || isHttp2(vector);
    }

    private static boolean isHttp2(JsonNode vector) {
        return vector.path("note").asString("").contains("HTTP/2 only");
    }

    private static String host(JsonNode vector) {
        for (JsonNode header : vector.get("request").path("headers")) {
            if (header.get(0).asString().equalsIgnoreCase("host")) {
                return header.get(1).asString();
            }
        }
        return null;
    }

    private static Set<String> topicsOf(JsonNode vector) {
        Set<String> topics = new TreeSet<>();
        topics.add(vector.get("config").get("topic").asString());
        vector.get("config").path("allowed_topics").forEach(t -> topics.add(t.asString()));
        vector.get("expect").path("topics").forEach(t -> topics.add(t.asString()));
        return topics;
    }

    private static String file(List<JsonNode> vectors, KafkaCluster kafka) {
        ObjectNode file = JSON.createObjectNode().put("_format_version", "3.0");
        var routes = file.putArray("routes");
        for (JsonNode vector : vectors) {
            ObjectNode route = routes.addObject().put("name", vector.get("name").asString());
            if (!isAlone(vector)) {
                route.putArray("hosts").add(vector.get("name").asString() + ".test");
            } else {
                route.putArray("paths").add("/");
            }
            ObjectNode config = (ObjectNode) vector.get("config").deepCopy();
            if (!config.has("bootstrap_servers")) {
                config.putArray("bootstrap_servers")
                        .addObject()
                        .put("host", "127.0.0.1")
                        .put("port", kafka.port());
            }
            var plugins = route.putArray("plugins");
            plugins.addObject().put("name", "kafka-upstream").set("config", config);
            if (vector.get("name").asString().equals(BEHIND_KEY_AUTH)) {
                plugins.addObject().put("name", "key-auth").putObject("config").put("hide_credentials", false);
                ObjectNode alice = file.putArray("consumers").addObject().put("username", "alice");
                alice.putArray("keyauth_credentials").addObject().put("key", "example-api-key");
            }
        }
        return file.toString();
    }

    private static void check(JsonNode vector, GatewayProcess gateway, KafkaCluster kafka) throws IOException {
        JsonNode request = vector.get("request");
        JsonNode expect = vector.get("expect");
        Map<String, Long> before = new LinkedHashMap<>();
        topicsOf(vector).forEach(topic -> before.put(topic, kafka.endOffset(topic)));
        List<String[]> headers = new ArrayList<>();
        if (!isAlone(vector)) {
            headers.add(new String[] {"Host", vector.get("name").asString() + ".test"});
        }
        request.path("headers")
                .forEach(h ->
                        headers.add(new String[] {h.get(0).asString(), h.get(1).asString()}));
        String query =
                request.path("query").isString() ? "?" + request.get("query").asString() : "";

        String method = request.get("method").asString();
        String target = request.get("path").asString() + query;
        String[][] sent = headers.toArray(String[][]::new);
        Http.Answer answer = isHttp2(vector)
                ? Http2.send(gateway.tlsPort(), method, target, sent, body(request))
                : Http.send(gateway.proxyPort(), method, target, sent, body(request));

        checkAnswer(vector, answer);
        Set<String> written = new TreeSet<>();
        expect.path("topics").forEach(t -> written.add(t.asString()));
        before.forEach((topic, offset) -> {
            if (written.contains(topic)) {
                List<ConsumerRecord<byte[], byte[]>> records = kafka.read(topic, offset, 1);
                assertThat(records).hasSize(1);
                checkRecord(vector, records.getFirst(), !isAlone(vector));
            } else {
                assertThat(kafka.endOffset(topic)).as("nothing in " + topic).isEqualTo(offset);
            }
        });
    }

    static void checkAnswer(JsonNode vector, Http.Answer answer) {
        JsonNode expect = vector.get("expect");
        if (expect.has("status")) {
            assertThat(answer.status())
                    .as(answer.body())
                    .isEqualTo(expect.get("status").asInt());
        }
        if (expect.path("response").isObject()) {
            JsonNode response = JSON.readTree(answer.body());
            expect.get("response")
                    .properties()
                    .forEach(e -> assertThat(response.get(e.getKey())).isEqualTo(e.getValue()));
        }
        expect.path("response_headers")
                .properties()
                .forEach(e -> assertThat(answer.headers())
                        .containsEntry(e.getKey(), e.getValue().asString()));
    }

    private static void checkRecord(JsonNode vector, ConsumerRecord<byte[], byte[]> record, boolean hostIsOurs) {
        JsonNode expect = vector.get("expect");
        if (vector.has("value_hex")) {
            assertThat(java.util.HexFormat.of().formatHex(record.value()))
                    .isEqualTo(vector.get("value_hex").asString());
        }
        if (expect.path("message").isObject()) {
            Charset charset = Charset.forName(vector.path("value_charset").asString("UTF-8"));
            ObjectNode message = (ObjectNode) JSON.readTree(new String(record.value(), charset));
            ObjectNode expected = (ObjectNode) expect.get("message").deepCopy();
            if (message.get("headers") instanceof ObjectNode headers) {
                headers.remove("connection"); // ours: one request per connection
                headers.remove("content-length");
                if (hostIsOurs) {
                    headers.remove("host");
                }
            }
            if (vector.path("match").asString("").contains("<uuid>")) {
                ((ObjectNode) message.get("headers")).properties().forEach(e -> {
                    if (expected.at("/headers/" + e.getKey()).asString("").equals("<uuid>")) {
                        assertThat(e.getValue().asString()).matches(UUID);
                        e.setValue(expected.at("/headers/" + e.getKey()));
                    }
                });
            }
            assertThat(message).isEqualTo(expected);
        }
        String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
        assertThat(key).isEqualTo(expect.path("key").asString(null));
        List<String> headers = new ArrayList<>();
        record.headers().forEach(h -> headers.add(h.key() + "=" + new String(h.value(), StandardCharsets.UTF_8)));
        List<String> expected = new ArrayList<>();
        expect.path("headers")
                .forEach(h -> expected.add(h.get(0).asString() + "=" + h.get(1).asString()));
        if (vector.path("match").asString("").contains("multiset")) {
            headers.removeIf(h -> h.startsWith("connection="));
            assertThat(headers).containsExactlyInAnyOrderElementsOf(expected);
        } else {
            assertThat(headers).isEqualTo(expected);
        }
    }

    private static byte[] body(JsonNode request) {
        if (request.has("body_base64")) {
            return Base64.getDecoder().decode(request.get("body_base64").asString());
        }
        Matcher repeat = Pattern.compile("@repeat\\((.),(\\d+)\\)")
                .matcher(request.path("body").asString(""));
        String text = repeat.replaceAll(m -> Matcher.quoteReplacement(m.group(1).repeat(Integer.parseInt(m.group(2)))));
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
