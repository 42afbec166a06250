package io.sluice.plugins.requesttermination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.HostLimits;
import io.sluice.api.Plugin;
import io.sluice.api.Preview;
import io.sluice.api.Reply;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import io.sluice.api.entity.EntityFields;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import io.sluice.config.ConfigBinder;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.problem.Problem;
import io.sluice.runtime.Entities;
import io.sluice.runtime.Exchanges;
import io.sluice.testing.FakeBody;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RequestTerminationTest {

    private static final DeclarationLoader LOADER =
            new DeclarationLoader(new PluginSchemas(Set.of("request-termination")), Map.<String, String>of()::get);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Service SERVICE = Entities.service("s");
    private static final Route ROUTE = Entities.route("r", SERVICE);

    private static DeclarationLoader.Loaded load(String config) {
        return LOADER.load(
                "kong.yml", "{_format_version: '3.0', plugins: [{name: request-termination, config: " + config + "}]}");
    }

    private static Plugin create(String config, HostLimits limits) {
        DeclarationLoader.Loaded loaded = load(config);
        assertThat(loaded.declaration()).as("%s: %s", config, loaded.problems()).isNotNull();
        return new RequestTerminationFactory()
                .create(
                        ConfigBinder.bind(
                                loaded.declaration().plugins().getFirst().config(), RequestTerminationConfig.class),
                        new FakeHost(limits, _ -> null));
    }

    /** Null if it let the request pass. */
    private static Reply reply(String config, Request request) throws Exception {
        Exchange exchange = Exchanges.matched(request, ROUTE, Map.of());
        create(config, HostLimits.DEFAULT).access(exchange);
        return exchange.reply();
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "401, Unauthorized",
        "404, Not found",
        "405, Method not allowed",
        "500, An unexpected error occurred",
        "502, Bad Gateway",
        "503, Service unavailable",
    })
    void aStatusHasItsUsualMessage(int status, String message) throws Exception {
        Reply reply = reply("{status_code: " + status + "}", new FakeRequest("GET", "/"));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.headers().all("Content-Type")).containsExactly("application/json; charset=utf-8");
        assertThat(text(reply)).isEqualTo("{\"message\":\"" + message + "\"}");
    }

    @Test
    void withoutAStatusItIs503() throws Exception {
        Reply reply = reply("{}", new FakeRequest("GET", "/", Headers.of("Accept", "text/html")));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(text(reply)).isEqualTo("{\"message\":\"Service unavailable\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 301, 403, 406, 418, 599})
    void otherStatusesHaveNoBody(int status) throws Exception {
        Reply reply = reply("{status_code: " + status + "}", new FakeRequest("GET", "/"));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.headers().size()).isZero();
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void aMessageTakesThePlaceOfTheUsualOne() throws Exception {
        Reply reply = reply("{status_code: 404, message: 'a \"b\" \u00e9'}", new FakeRequest("GET", "/"));

        assertThat(text(reply)).isEqualTo("{\"message\":\"a \\\"b\\\" \u00e9\"}");
    }

    @Test
    void aBodyIsSentAsItIs() throws Exception {
        Reply typed = reply(
                "{status_code: 200, body: '<p>\u00e9</p>', content_type: text/html}", new FakeRequest("GET", "/"));
        Reply untyped = reply("{status_code: 200, body: hello}", new FakeRequest("GET", "/"));

        assertThat(text(typed)).isEqualTo("<p>\u00e9</p>");
        assertThat(typed.headers().all("Content-Type")).containsExactly("text/html");
        assertThat(text(untyped)).isEqualTo("hello");
        assertThat(untyped.headers().contains("Content-Type")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "X-Stop, x-stop, /, true",
        "x_stop, x-stop, /, true",
        "x-stop, x_stop, /, false",
        "X-Stop, X-Other, /, false",
        "X-Stop, X-Other, /?X-Stop, true",
        "X-Stop, X-Other, /?X-Stop=0, true",
        "X-Stop, X-Other, /?X-Stop=, true",
        "X-Stop, X-Other, /?a=1&X%2DStop=1, true",
        "X-Stop, X-Other, /?x-stop=1, false",
        "X-Stop, X-Other, /X-Stop, false",
    })
    void aTriggerIsAHeaderOrAnArgument(String trigger, String header, String target, boolean answers) throws Exception {
        Reply reply = reply(
                "{status_code: 418, trigger: " + trigger + "}", new FakeRequest("GET", target, Headers.of(header, "")));

        assertThat(reply != null).isEqualTo(answers);
    }

    @Test
    void anEchoShowsTheRequestAndWhereItWouldHaveGone() throws Exception {
        Headers headers = Headers.of(
                "Host",
                "Echo.test:8000",
                "Content-Type",
                "application/json",
                "X-A",
                "1",
                "x-a",
                "2",
                "X-E",
                "caf\u00c3\u00a9");
        Exchange exchange = Exchanges.matched(
                new FakeRequest(
                        "POST",
                        "/r/a//b/../c?k&a=1&a=2&e=",
                        headers,
                        FakeBody.of("{\"z\":1.10}".getBytes(StandardCharsets.UTF_8))),
                ROUTE,
                captures("0", "/r/a/c", "1", "42", "3", "x", "id", "42"));

        create("{status_code: 404, echo: true}", HostLimits.DEFAULT).access(exchange);

        Reply reply = exchange.reply();
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.headers().all("Content-Type")).containsExactly("application/json; charset=utf-8");
        JsonNode echo = JSON.readTree(reply.body());
        assertThat(echo.propertyNames())
                .containsExactly("message", "kong", "request", "matched_route", "matched_service");
        assertThat(echo.get("message").asString()).isEqualTo("Not found");
        assertThat(echo.get("kong"))
                .isEqualTo(JSON.readTree(
                        "{\"node_id\":\"" + FakeHost.NODE.id() + "\",\"worker_pid\":4711,\"hostname\":\"node.test\"}"));
        assertThat(echo.get("request")).isEqualTo(JSON.readTree("""
                {"scheme": "http", "host": "echo.test", "port": 8000,
                 "headers": {"host": "Echo.test:8000", "content-type": "application/json", "x-a": ["1", "2"],
                   "x-e": "café"},
                 "query": {"k": true, "a": ["1", "2"], "e": ""},
                 "body": {"z": 1.10}, "raw_body": "{\\"z\\":1.10}", "method": "POST", "path": "/r/a/c",
                 "uri_captures": {"named": {"id": "42"}, "unnamed": ["42", null, "x"]}}
                """));
        assertThat(text(reply)).as("numbers as they were").contains("\"body\":{\"z\":1.10}");
        assertThat(echo.get("matched_route")).isEqualTo(JSON.readTree(JSON.writeValueAsString(EntityFields.of(ROUTE))));
        assertThat(echo.get("matched_service"))
                .isEqualTo(JSON.readTree(JSON.writeValueAsString(EntityFields.of(SERVICE))));
    }

    private static Map<String, String> captures(String... namesAndValues) {
        Map<String, String> captures = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            captures.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return captures;
    }

    @Test
    void anEchoShowsWhatPluginsMadeOfTheRequest() throws Exception {
        Exchange exchange = Exchanges.matched(new FakeRequest("GET", "/r/x?a=1"), ROUTE, Map.of());
        exchange.change().method("PUT");
        exchange.change().query("b=2");
        exchange.change().headers().set("X-New", "1").set("Content-Type", "application/x-www-form-urlencoded");
        exchange.change().body("c=3&d".getBytes(StandardCharsets.UTF_8));
        exchange.change().upstreamPath("/elsewhere");

        create("{status_code: 200, echo: true}", HostLimits.DEFAULT).access(exchange);

        JsonNode echo = JSON.readTree(exchange.reply().body());
        assertThat(echo.has("message")).isFalse();
        JsonNode request = echo.get("request");
        assertThat(request.get("method").asString()).isEqualTo("PUT");
        assertThat(request.get("query").toString()).isEqualTo("{\"b\":\"2\"}");
        assertThat(request.get("headers").get("x-new").asString()).isEqualTo("1");
        assertThat(request.get("headers").get("content-length").asString()).isEqualTo("5");
        assertThat(request.get("body").toString()).isEqualTo("{\"c\":\"3\",\"d\":true}");
        assertThat(request.get("path").asString()).isEqualTo("/r/x");
        assertThat(request.get("uri_captures").toString()).isEqualTo("{\"named\":{},\"unnamed\":[]}");
    }

    @Test
    void withoutAServiceNoneIsShown() throws Exception {
        Exchange exchange = Exchanges.matched(new FakeRequest("GET", "/"), Entities.route("r", null), Map.of());

        create("{echo: true, message: m}", HostLimits.DEFAULT).access(exchange);

        assertThat(JSON.readTree(exchange.reply().body()).propertyNames())
                .containsExactly("message", "kong", "request", "matched_route");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json                  | {\"a\":[1e3]}     | {\"a\":[1e3]}",
                "application/json; charset=utf-8   |  [1]              | [1]",
                "application/json                  | 1                 | absent",
                "application/json                  | null              | absent",
                "application/json                  | {bad              | absent",
                "application/json                  | {} x              | absent",
                "application/json                  | ``                | absent",
                "Application/X-WWW-Form-Urlencoded | a=1&b&a=2         | {\"a\":[\"1\",\"2\"],\"b\":true}",
                "application/x-www-form-urlencoded | ``                | {}",
                "multipart/form-data; boundary=XX  | @parts            | {\"a\":[\"1\",\"2\"],\"f\":\"x\"}",
                "multipart/form-data; boundary=YY  | @parts            | absent",
                "multipart/form-data               | @parts            | absent",
                "text/plain                        | {\"a\":1}         | absent",
                "application/vnd.x+json            | {\"a\":1}         | absent",
                "``                                | {\"a\":1}         | absent",
            })
    void anEchoShowsABodyAsWhatItIs(String type, String body, String expected) throws Exception {
        String sent = body.equals("@parts")
                ? part("a", "1") + part("f\"; filename=\"g", "x") + part("a", "2") + "--XX--"
                : body;

        Reply reply = reply("{echo: true}", new FakeRequest("POST", "/r", type, sent));

        JsonNode request = JSON.readTree(reply.body()).get("request");
        assertThat(request.has("body")).isEqualTo(!expected.equals("absent"));
        if (request.has("body")) {
            assertThat(text(reply)).contains("\"body\":" + expected + ",\"raw_body\"");
        }
        assertThat(request.get("raw_body").asString()).isEqualTo(sent);
    }

    private static String part(String name, String content) {
        return "--XX\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content + "\r\n";
    }

    @Test
    void anEchoKeepsTheHostsLimits() throws Exception {
        HostLimits limits = new HostLimits(3, 3, 2, 1, 1, Duration.ofSeconds(1));
        Headers headers = Headers.of("A", "1", "A", "2", "B", "3");
        Exchange exchange = Exchanges.matched(
                new FakeRequest("POST", "/?q=1&r=2", headers, FakeBody.of(new byte[4])), ROUTE, Map.of());

        create("{echo: true}", limits).access(exchange);

        JsonNode request = JSON.readTree(exchange.reply().body()).get("request");
        assertThat(request.get("headers").toString()).isEqualTo("{\"a\":[\"1\",\"2\"]}");
        assertThat(request.get("query").toString()).isEqualTo("{\"q\":\"1\"}");
        assertThat(request.has("raw_body")).isFalse();
        assertThat(request.has("body")).isFalse();
    }

    @Test
    void onlyAnEchoReadsTheBody() throws Exception {
        FakeRequest request = new FakeRequest("POST", "/", new Headers(), FakeBody.from(_ -> {
            throw new RequestBody.Broken("gone");
        }));

        assertThat(reply("{}", request).status()).isEqualTo(503);
        assertThatThrownBy(() -> reply("{echo: true}", request)).isInstanceOf(RequestBody.Broken.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo.test       | echo.test",
                "ECHO.test:8000  | echo.test",
                "[::1]:8000      | [::1]",
                "[::1]           | [::1]",
            })
    void theHostIsShownWithoutItsPort(String host, String expected) throws Exception {
        Reply reply = reply("{echo: true}", new FakeRequest("GET", "/", Headers.of("Host", host)));

        assertThat(JSON.readTree(reply.body()).at("/request/host").asString()).isEqualTo(expected);
    }

    @Test
    void aPreviewSaysWhatWouldBeAnswered() throws Exception {
        Plugin plugin = create("{status_code: 418, trigger: stop}", HostLimits.DEFAULT);
        Exchange stopped = Exchanges.matched(new FakeRequest("GET", "/?stop"), ROUTE, Map.of());
        Exchange passed = Exchanges.matched(new FakeRequest("GET", "/"), ROUTE, Map.of());

        assertThat(plugin.preview(stopped)).contains(new Preview("would answer 418", Map.of("status", 418)));
        assertThat(stopped.reply().status()).isEqualTo(418);
        assertThat(plugin.preview(passed).orElseThrow().summary()).contains("stop");
        assertThat(passed.reply()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{message: m, body: b}                   | /message      | message cannot be used with content_type or body",
                "{message: m, content_type: a/b, body: b} | /message     | message cannot be used with content_type or body",
                "{content_type: a/b}                     | /content_type | content_type requires a body",
                "{echo: true, body: b}                   | /echo         | echo cannot be used with content_type and body",
                "{echo: true, body: b, content_type: a/b} | /echo        | echo cannot be used with content_type and body",
                "{status_code: 600}                      | /status_code  | value should be between 100 and 599",
                "{status_code: 99}                       | /status_code  | value should be between 100 and 599",
                "{status_code: 101}                      | /status_code  | a status below 200 answers nothing: the client would go on waiting",
                "{status_code: '503'}                    | /status_code  | expected an integer",
                "{trigger: 'a b'}                        | /trigger      | bad header name 'a b', allowed characters are A-Z, a-z, 0-9, '_', and '-'",
                "{trigger: ''}                           | /trigger      | length must be at least 1",
                "{message: ''}                           | /message      | length must be at least 1",
                "{body: ''}                              | /body         | length must be at least 1",
                "{content_type: '', body: b}             | /content_type | length must be at least 1",
                "{status: 503}                           | /status       | unknown field",
            })
    void lintRefuses(String config, String pointer, String message) {
        assertThat(load(config).problems()).anySatisfy(problem -> {
            assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
            assertThat(problem.pointer()).isEqualTo("/plugins/0/config" + pointer);
            assertThat(problem.message()).isEqualTo(message);
        });
        assertThat(load(config).declaration()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{echo: false, body: b}",
                "{echo: true, message: m}",
                "{message: m, status_code: 200}",
                "{body: b, content_type: a/b}",
                "{trigger: x_Y-1}",
                "{status_code: 599}"
            })
    void lintAccepts(String config) {
        assertThat(load(config).problems())
                .filteredOn(p -> p.pointer().contains("/config"))
                .isEmpty();
        assertThat(load(config).declaration()).isNotNull();
    }
}
