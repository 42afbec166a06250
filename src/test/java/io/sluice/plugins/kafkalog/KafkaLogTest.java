package io.sluice.plugins.kafkalog;

import static io.sluice.testing.Completions.answeredHere;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.HostLimits;
import io.sluice.api.Plugin;
import io.sluice.api.Request;
import io.sluice.api.UnsupportedConfig;
import io.sluice.api.produce.ProducerSpec;
import io.sluice.api.produce.SendOutcome;
import io.sluice.runtime.Entities;
import io.sluice.runtime.Exchanges;
import io.sluice.testing.Configured;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KafkaLogTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final FakeHost host = new FakeHost();

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void everyRequestIsOneRecordInItsTopic(boolean async) throws Exception {
        Plugin plugin = plugin("{topic: logs, producer_async: " + async + "}");
        assertThat(host.announced).containsExactly("logs");

        plugin.log(exchange(new FakeRequest("GET", "/a")), answeredHere(200, "/a"));
        plugin.log(exchange(new FakeRequest("GET", "/b\u00e9")), answeredHere(200, "/b"));
        plugin.close();

        assertThat(host.sent).hasSize(2).allSatisfy(record -> {
            assertThat(record.topics()).containsExactly("logs");
            assertThat(record.key()).isNull();
            assertThat(record.headers()).isEmpty();
        });
        assertThat(host.sent)
                .extracting(record ->
                        JSON.readTree(record.value()).at("/request/uri").asString())
                .containsExactlyInAnyOrder("/a", "/b\u00e9");
        assertThat(host.closed).isEqualTo(1);
    }

    @Test
    void anAsyncProducerGetsThemInOrder() throws Exception {
        Plugin plugin = plugin("{topic: logs}");
        List<String> uris = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            uris.add("/" + i);
            plugin.log(exchange(new FakeRequest("GET", "/" + i)), answeredHere(200, ""));
        }
        plugin.close();

        assertThat(host.sent)
                .extracting(record ->
                        JSON.readTree(record.value()).at("/request/uri").asString())
                .isEqualTo(uris);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"/?k=a%20b, a b", "/?k=, ''", "/?k, none", "/?x=1, none", "/?k=1&k=2, 1"})
    void theKeyIsAQueryArgument(String target, String key) throws Exception {
        Plugin plugin = plugin("{topic: logs, key_query_arg: k}");
        plugin.log(exchange(new FakeRequest("GET", target)), answeredHere(200, ""));
        plugin.close();

        byte[] sent = host.sent.getFirst().key();
        assertThat(sent == null ? null : new String(sent, StandardCharsets.UTF_8))
                .isEqualTo(key);
        assertThat(host.leased).extracting(ProducerSpec::keyed).containsExactly(true);
    }

    /** A plugin before has put it there, perhaps not as well-formed text. */
    @Test
    void whatIsNoTextIsReplaced() throws Exception {
        Plugin plugin = plugin("{topic: logs}");
        Exchange exchange = exchange(new FakeRequest("GET", "/"));
        exchange.logField("odd", "a\ud800b");
        plugin.log(exchange, answeredHere(200, ""));
        plugin.close();

        assertThat(JSON.readTree(host.sent.getFirst().value()).get("odd").asString())
                .isEqualTo("a?b");
    }

    @Test
    void aFailureIsNobodysElse() throws Exception {
        FakeHost refusing = new FakeHost(
                HostLimits.DEFAULT, _ -> new SendOutcome.Refused(SendOutcome.Stage.SEND, "TopicAuthorizationFailed"));
        Plugin plugin = Configured.plugin(new KafkaLogFactory(), "{topic: logs}", refusing);

        plugin.log(exchange(new FakeRequest("GET", "/")), answeredHere(200, ""));
        plugin.close();

        assertThat(refusing.sent).hasSize(1);
    }

    @Test
    void everyFieldThatCannotBeHonouredIsNamed() {
        String config = "{topic: t, custom_fields_by_lua: {a: 'return 1'},"
                + " schema_registry: {confluent: {url: 'http://r'}}}";

        assertThatThrownBy(() -> plugin(config))
                .isInstanceOfSatisfying(
                        UnsupportedConfig.class,
                        e -> assertThat(e.fields())
                                .extracting(UnsupportedConfig.Field::pointer)
                                .containsExactlyInAnyOrder("/custom_fields_by_lua", "/schema_registry"));
        assertThat(host.leased).isEmpty();
    }

    @TestFactory
    List<DynamicTest> vectors() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream in = getClass().getResourceAsStream("/vectors/kafka-upstream.json")) {
            for (JsonNode v : JSON.readTree(in).get("vectors")) {
                if (v.get("kind").asString().equals("log")) {
                    tests.add(dynamicTest(v.get("name").asString(), () -> check(v)));
                }
            }
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }

    private void check(JsonNode vector) throws Exception {
        String config = vector.get("config").toString();
        if (vector.at("/config/custom_fields_by_lua").isObject()) {
            assertThatThrownBy(() -> plugin(config)).isInstanceOf(UnsupportedConfig.class);
            return;
        }
        host.sent.clear();
        Plugin plugin = plugin(config);
        plugin.log(exchange(request(vector.get("request"))), answeredHere(200, ""));
        plugin.close();

        JsonNode expect = vector.get("expect");
        assertThat(host.sent).hasSize(expect.get("records").asInt());
        JsonNode value = JSON.readTree(host.sent.getFirst().value());
        assertThat(value.isObject()).isTrue();
        assertSubset(value, expect.path("message_subset"), "");
    }

    private static void assertSubset(JsonNode actual, JsonNode expected, String path) {
        if (expected.isObject()) {
            expected.properties()
                    .forEach(e -> assertSubset(actual.path(e.getKey()), e.getValue(), path + "/" + e.getKey()));
        } else if (!expected.isMissingNode()) {
            assertThat(actual).as(path).isEqualTo(expected);
        }
    }

    private static Request request(JsonNode request) {
        Headers headers = new Headers();
        request.get("headers")
                .forEach(h -> headers.add(h.get(0).asString(), h.get(1).asString()));
        String query =
                request.path("query").isString() ? "?" + request.get("query").asString() : "";
        return new FakeRequest(
                request.get("method").asString(), request.get("path").asString() + query, headers);
    }

    private Plugin plugin(String config) throws UnsupportedConfig {
        return Configured.plugin(new KafkaLogFactory(), config, host);
    }

    private static Exchange exchange(Request request) {
        return Exchanges.matched(request, Entities.route("r", null), Map.of());
    }
}
