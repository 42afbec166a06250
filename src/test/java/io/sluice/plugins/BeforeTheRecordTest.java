package io.sluice.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Headers;
import io.sluice.config.Declaration;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.runtime.PluginCatalog;
import io.sluice.runtime.PluginRun;
import io.sluice.testing.FakeBody;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A route without a service whose requests become records: what the plugins before kafka-upstream do to request, record and answer. */
class BeforeTheRecordTest {

    private static final PluginCatalog CATALOG = PluginCatalog.discover();
    private static final DeclarationLoader LOADER =
            new DeclarationLoader(new PluginSchemas(CATALOG.names()), Map.<String, String>of()::get);
    private static final String FILE = """
            _format_version: "3.0"
            consumers:
              - username: bob
                keyauth_credentials: [{key: bobs-key}]
                acls: [{group: writers}]
            routes:
              - name: events
                paths: [/events]
                plugins:
                  - {name: request-termination, config: {status_code: 418}}
                  - name: kafka-upstream
                    config:
                      topic: t
                      bootstrap_servers: [{host: broker.test, port: 9092}]
                      forward_method: true
                      forward_uri: true
                      forward_headers: true
                  - name: request-transformer
                    config:
                      http_method: PUT
                      replace: {uri: /elsewhere}
                      add: {headers: ['x-added:1'], querystring: ['n:$(headers.x_consumer_username)'], body: ['by:gateway']}
                  - {name: rate-limiting, config: {day: 2}}
                  - {name: acl, config: {allow: [writers]}}
                  - {name: key-auth, config: {key_in_body: true}}
                  - {name: cors}
                  - {name: correlation-id, config: {header_name: X-Id, echo_downstream: true}}
            """;

    private final FakeHost host;
    private final PluginRun run;

    BeforeTheRecordTest() throws Exception {
        Declaration declaration = LOADER.load("kong.yml", FILE).declaration();
        assertThat(declaration).isNotNull();
        host = new FakeHost().with(declaration.consumers(), declaration.credentials());
        run = new PluginRun(declaration, CATALOG, host);
    }

    @Test
    void theRecordHoldsTheRequestAsThePluginsBeforeLeftIt() throws Exception {
        send("/events/a%20b?apikey=bobs-key&q=1");

        JsonNode value = value();
        assertThat(value.get("method").asString()).isEqualTo("PUT");
        assertThat(value.get("uri").asString())
                .as("the path as it was sent, the query as it is")
                .isEqualTo("/events/a%20b?n=bob&q=1");
        assertThat(value.get("uri_args")).hasToString("{\"n\":\"bob\",\"q\":\"1\"}");
        assertThat(value.get("body_args")).hasToString("{\"order\":1,\"by\":\"gateway\"}");
        assertThat(value.get("headers").get("x-consumer-username").asString()).isEqualTo("bob");
        assertThat(value.get("headers").get("x-consumer-groups").asString()).isEqualTo("writers");
        assertThat(value.get("headers").get("x-added").asString()).isEqualTo("1");
        assertThat(value.get("headers").has("x-id")).isTrue();
        assertThat(value.toString()).doesNotContain("bobs-key");
    }

    @Test
    void aHiddenKeyIsNowhereInTheRecordWhereverItWas() throws Exception {
        PluginRun.Outcome outcome =
                send("/events?x=1", Headers.of("apikey", "bobs-key"), "{\"apikey\": \"bobs-key\", \"order\": 1}");

        assertThat(outcome.reply().status()).isEqualTo(200);
        assertThat(value().toString()).doesNotContain("bobs-key").contains("order");
    }

    @Test
    void theAnswerCarriesWhatThePluginsSetAndNothingBehindItRuns() throws Exception {
        PluginRun.Outcome outcome = send("/events?apikey=bobs-key");

        assertThat(outcome.reply().status()).isEqualTo(200);
        assertThat(new String(outcome.reply().body(), StandardCharsets.UTF_8)).contains("message sent");
        Headers headers = outcome.reply().headers();
        assertThat(headers.first("Access-Control-Allow-Origin")).contains("*");
        assertThat(headers.first("RateLimit-Remaining")).contains("1");
        assertThat(headers.first("X-Id"))
                .contains(value().get("headers").get("x-id").asString());
    }

    @Test
    void aRefusedRequestIsNoRecordAndOneThatBecameOneCounts() throws Exception {
        assertThat(send("/events").reply().status()).isEqualTo(401);
        assertThat(send("/events?apikey=bobs-key").reply().status()).isEqualTo(200);
        assertThat(send("/events?apikey=bobs-key").reply().status()).isEqualTo(200);
        PluginRun.Outcome third = send("/events?apikey=bobs-key");

        assertThat(third.reply().status()).isEqualTo(429);
        assertThat(third.reply().headers().contains("X-Id")).isTrue();
        assertThat(host.sent).hasSize(2);
    }

    private PluginRun.Outcome send(String target) throws Exception {
        return send(target, new Headers(), "{\"order\": 1}");
    }

    private PluginRun.Outcome send(String target, Headers headers, String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        headers.add("Content-Type", "application/json").add("Content-Length", Integer.toString(bytes.length));
        return run.send(new FakeRequest("POST", target, headers, FakeBody.of(bytes)));
    }

    /** Of the one record. */
    private JsonNode value() {
        assertThat(host.sent).hasSize(1);
        return JsonMapper.shared().readTree(host.sent.getFirst().value());
    }
}
