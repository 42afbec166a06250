package io.sluice.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.HostLimits;
import io.sluice.api.PluginFactory;
import io.sluice.api.Reply;
import io.sluice.api.UnsupportedConfig;
import io.sluice.api.Utf8;
import io.sluice.api.produce.RecordTemplate;
import io.sluice.api.produce.SendOutcome;
import io.sluice.plugins.confluent.ConfluentFactory;
import io.sluice.plugins.kafkaupstream.KafkaUpstreamFactory;
import io.sluice.runtime.Exchanges;
import io.sluice.testing.Configured;
import io.sluice.testing.FakeBody;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every vector of the kind http, through each of the plugins alone: request in; record and answer out. */
class RecordVectorsTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Map<String, String> LEFT_OUT = Map.of(
            "grpc-request", "the host gives the answer the form of gRPC: see the end-to-end tests",
            "headers-include-those-set-by-auth-plugins", "needs key-auth, which runs before");

    private static final Map<String, SendOutcome> FAULTS = Map.of(
            "sync-broker-rejects", new SendOutcome.Refused(SendOutcome.Stage.SEND, "TopicAuthorizationFailed"),
            "sync-broker-rejects-with-detail",
                    new SendOutcome.Refused(SendOutcome.Stage.SEND, "TopicAuthorizationFailed"),
            "async-broker-down-at-first-request", new SendOutcome.Refused(SendOutcome.Stage.CREATE, "not found broker"),
            "async-buffer-full", new SendOutcome.Shed("buffer overflow"));

    @TestFactory
    List<DynamicTest> kafkaUpstream() throws IOException {
        return vectors(new KafkaUpstreamFactory());
    }

    @TestFactory
    List<DynamicTest> confluent() throws IOException {
        return vectors(new ConfluentFactory());
    }

    private static List<DynamicTest> vectors(PluginFactory<?> factory) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        TreeSet<String> named = new TreeSet<>(LEFT_OUT.keySet());
        named.addAll(FAULTS.keySet());
        try (InputStream in = RecordVectorsTest.class.getResourceAsStream("/vectors/kafka-upstream.json")) {
            for (JsonNode v : JSON.readTree(in).get("vectors")) {
                String name = v.get("name").asString();
                if (!v.get("kind").asString().equals("http")) {
                    continue;
                }
                if (!LEFT_OUT.containsKey(name)) {
                    tests.add(dynamicTest(name, () -> check(factory, v)));
                }
                assertThat(v.has("fault")).as(name + " has a fault of its own").isEqualTo(FAULTS.containsKey(name));
                named.remove(name);
            }
        }
        assertThat(named).as("names without a vector").isEmpty();
        assertThat(tests).hasSizeGreaterThan(60);
        return tests;
    }

    private static void check(PluginFactory<?> factory, JsonNode vector) throws Exception {
        JsonNode config = vector.get("config");
        SendOutcome outcome = FAULTS.getOrDefault(vector.get("name").asString(), new SendOutcome.Acked(0, 7, 0));
        FakeHost host = new FakeHost(HostLimits.DEFAULT, _ -> outcome);
        List<String> later = new ArrayList<>();
        List.of("message_by_lua_functions", "schema_registry").stream()
                .filter(config::has)
                .forEach(field -> later.add("/" + field));
        if (!later.isEmpty()) {
            assertThatThrownBy(() -> Configured.plugin(factory, config.toString(), host))
                    .isInstanceOfSatisfying(
                            UnsupportedConfig.class,
                            e -> assertThat(e.fields())
                                    .extracting(UnsupportedConfig.Field::pointer)
                                    .containsExactlyInAnyOrderElementsOf(later));
            return;
        }

        Exchange exchange = Exchanges.of(request(vector.get("request")));
        Configured.plugin(factory, config.toString(), host).access(exchange);
        Reply reply = exchange.reply();

        JsonNode expect = vector.get("expect");
        assertThat(reply.status()).isEqualTo(expect.get("status").asInt());
        assertThat(reply.headers().first("Content-Type")).contains(Reply.JSON);
        if (expect.path("response").isObject()) {
            JsonNode response = JSON.readTree(reply.body());
            expect.get("response")
                    .properties()
                    .forEach(e -> assertThat(response.get(e.getKey())).isEqualTo(e.getValue()));
        }
        if (FAULTS.containsKey(vector.get("name").asString())) {
            return;
        }
        assertThat(host.sent).hasSize(expect.path("no_record").asBoolean(false) ? 0 : 1);
        if (!host.sent.isEmpty()) {
            checkRecord(vector, host.sent.getFirst());
        }
    }

    private static void checkRecord(JsonNode vector, RecordTemplate record) {
        JsonNode expect = vector.get("expect");
        assertThat(record.topics()).isEqualTo(texts(expect.get("topics")));
        assertThat(Utf8.isValid(record.value())).isTrue();
        Charset charset = Charset.forName(vector.path("value_charset").asString("UTF-8"));
        if (vector.has("value_hex")) {
            assertThat(HexFormat.of().formatHex(record.value()))
                    .isEqualTo(vector.get("value_hex").asString());
        }
        if (expect.path("message").isObject()) {
            assertThat(JSON.readTree(new String(record.value(), charset))).isEqualTo(expect.get("message"));
        }
        assertThat(record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8))
                .isEqualTo(expect.path("key").asString(null));
        List<String> headers = record.headers().stream()
                .map(h -> h.key() + "=" + new String(h.value(), StandardCharsets.UTF_8))
                .toList();
        List<String> expected = new ArrayList<>();
        expect.path("headers")
                .forEach(h -> expected.add(h.get(0).asString() + "=" + h.get(1).asString()));
        if (vector.path("match").asString("").contains("multiset")) {
            assertThat(headers).containsExactlyInAnyOrderElementsOf(expected);
        } else {
            assertThat(headers).isEqualTo(expected);
        }
    }

    private static FakeRequest request(JsonNode request) {
        Headers headers = new Headers();
        request.path("headers")
                .forEach(h -> headers.add(h.get(0).asString(), h.get(1).asString()));
        String query =
                request.path("query").isString() ? "?" + request.get("query").asString() : "";
        byte[] body = body(request);
        return new FakeRequest(
                request.get("method").asString(), request.get("path").asString() + query, headers, FakeBody.of(body));
    }

    private static byte[] body(JsonNode request) {
        if (request.has("body_base64")) {
            return Base64.getDecoder().decode(request.get("body_base64").asString());
        }
        Matcher repeat = Pattern.compile("@repeat\\((.),(\\d+)\\)")
                .matcher(request.path("body").asString(""));
        return repeat.replaceAll(m -> Matcher.quoteReplacement(m.group(1).repeat(Integer.parseInt(m.group(2)))))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(t -> texts.add(t.asString()));
        return texts;
    }
}
