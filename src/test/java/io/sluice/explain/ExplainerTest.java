package io.sluice.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.router.Calculation;
import io.sluice.router.Flavor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ExplainerTest {

    private static final Flavor ORIGINAL = new Flavor.Compatible(Calculation.ORIGINAL);

    private static final String FILE = """
            _format_version: "3.0"
            services:
            - name: orders
              host: orders.test
              port: 8080
              path: /v2
              routes:
              - {name: api, hosts: [api.test], paths: ["~/orders/(?<id>\\\\d+)(/items)?"], strip_path: false}
              - {name: any, paths: [/orders], methods: [GET, POST]}
              - {name: secure, paths: [/secure], protocols: [https]}
              - {name: moved, paths: [/moved], protocols: [https], https_redirect_status_code: 301}
            routes:
            - name: events
              paths: [/events]
              plugins:
              - name: key-auth
              - name: kafka-upstream
                config:
                  topic: events
                  allowed_topics: [clicks]
                  topics_query_arg: topics
                  key_query_arg: key
                  headers: {include_headers: [x-tenant]}
            - {name: nothing, paths: [/nothing]}
            - name: foreign
              paths: [/foreign]
              plugins:
              - {name: jwt}
            consumers:
            - username: alice
              keyauth_credentials: [{key: secret-of-alice}]
            plugins:
            - {name: request-termination, consumer: alice, route: nothing, config: {status_code: 418, message: teapot}}
            """;

    private static JsonNode json(String line) throws Exception {
        return json(FILE, line);
    }

    private static JsonNode json(String file, String line) throws Exception {
        try (Explained explained = new Explained(file, ORIGINAL)) {
            return explained.json(line);
        }
    }

    private static String text(String file, String line) throws Exception {
        try (Explained explained = new Explained(file, ORIGINAL)) {
            return explained.text(line);
        }
    }

    private static JsonNode plugin(JsonNode answer, String name) {
        for (JsonNode plugin : answer.get("plugins")) {
            if (plugin.get("name").asString().equals(name)) {
                return plugin;
            }
        }
        throw new AssertionError("no " + name + " in " + answer);
    }

    @Test
    void aProxiedRequestHasRouteServiceUriAndCaptures() throws Exception {
        JsonNode answer = json("{\"path\": \"/orders/17?x=1\", \"host\": \"api.test:8000\"}");

        assertThat(answer.get("route").asString()).isEqualTo("api");
        assertThat(answer.get("service").asString()).isEqualTo("orders");
        assertThat(answer.get("upstream_uri").asString()).isEqualTo("/v2/orders/17");
        assertThat(answer.get("upstream_url").asString()).isEqualTo("http://orders.test:8080/v2/orders/17?x=1");
        assertThat(answer.get("captures")).hasToString("{\"0\":\"/orders/17\",\"1\":\"17\",\"id\":\"17\"}");
        assertThat(answer.get("status").isNull()).isTrue();
        assertThat(answer.get("upstream"))
                .hasToString(
                        "{\"method\":\"GET\",\"address\":\"http://orders.test:8080\",\"host\":\"orders.test:8080\"}");
        assertThat(answer.get("matched")).hasToString("[\"hosts\",\"paths\"]");
    }

    @Test
    void theUriIsPlainAndTheUrlAsItIsSent() throws Exception {
        JsonNode answer = json("{\"path\": \"/orders/caf%C3%A9%20b?q=%20\"}");

        assertThat(answer.get("upstream_uri").asString()).isEqualTo("/v2/caf\u00e9 b");
        assertThat(answer.get("upstream_url").asString()).isEqualTo("http://orders.test:8080/v2/caf%C3%A9%20b?q=%20");
    }

    @Test
    void bytesThatAreNoTextStillMakeJson() throws Exception {
        try (Explained explained = new Explained(FILE, new Flavor.Traditional())) {
            JsonNode answer = explained.json("{\"path\": \"/orders/%ff\"}");

            assertThat(answer.get("upstream_uri").asString()).isEqualTo("/v2/\u00ff");
            assertThat(answer.get("upstream_url").asString()).endsWith("/v2/%FF");
        }
    }

    @Test
    void theFlavorTraditionalHasTheWholePathAndNulls() throws Exception {
        try (Explained explained = new Explained(FILE, new Flavor.Traditional())) {
            JsonNode answer = explained.json("{\"path\": \"/orders/17x\", \"host\": \"api.test\"}");

            assertThat(answer.get("captures"))
                    .hasToString("{\"0\":\"/orders/17x\",\"1\":\"17\",\"2\":null,\"id\":\"17\"}");
        }
    }

    @Test
    void whatTheWinnerBeatsIsSaidWithTheReason() throws Exception {
        String line = "{\"path\": \"/orders/17\", \"host\": \"api.test\"}";

        assertThat(json(line).get("beat").get(0).get("route").asString()).isEqualTo("any");
        assertThat(json(line).get("beat").get(0).get("because").asString()).contains("plain hosts");
        assertThat(text(FILE, line)).contains("beats      any: it has plain hosts");
    }

    @Test
    void theOtherCalculationIsNamedWhereItDisagrees() throws Exception {
        String file = """
                _format_version: "3.0"
                routes:
                - {name: host, hosts: [a.test]}
                - {name: more, hosts: ["*.test"], paths: [/], methods: [GET]}
                """;
        JsonNode answer = json(file, "{\"path\": \"/\", \"host\": \"a.test\"}");

        assertThat(answer.get("route").asString()).isEqualTo("host");
        assertThat(answer.get("other_calculation").get("calculation").asString())
                .isEqualTo("strict");
        assertThat(answer.get("other_calculation").get("route").asString()).isEqualTo("more");
        assertThat(text(file, "{\"path\": \"/\", \"host\": \"a.test\"}"))
                .contains("route_match_calculation = strict would choose more: it has more conditions");
        assertThat(json(file, "{\"path\": \"/\", \"host\": \"b.test\"}").has("other_calculation"))
                .isFalse();
    }

    @Test
    void notFoundNamesTheClosestRoutesAndWhatTheyMiss() throws Exception {
        JsonNode answer = json("{\"path\": \"/orders\", \"method\": \"DELETE\", \"host\": \"b.test\"}");

        assertThat(answer.get("route").isNull()).isTrue();
        assertThat(answer.get("status").asInt()).isEqualTo(404);
        JsonNode closest = answer.get("closest").get(0);
        assertThat(closest.get("route").asString()).isEqualTo("any");
        assertThat(closest.get("met")).hasToString("[\"paths\"]");
        assertThat(closest.get("missed").get(0).get("condition").asString()).isEqualTo("methods");
        assertThat(closest.get("missed").get(0).get("wants").asString())
                .contains("GET")
                .contains("POST");
        assertThat(closest.get("missed").get(0).get("got").asString()).isEqualTo("DELETE");
        assertThat(text(FILE, "{\"path\": \"/orders\", \"method\": \"DELETE\"}"))
                .contains("any misses methods: wants ")
                .contains("got DELETE");
    }

    @Test
    void aPathThatIsNoTextSaysSo() throws Exception {
        JsonNode answer = json("{\"path\": \"/%ff\"}");

        assertThat(answer.get("status").asInt()).isEqualTo(404);
        assertThat(answer.get("reason").asString()).startsWith("the path, once it is decoded, is not valid UTF-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'path': '/../x'}                             | 400 | climbs",
                "{'path': '/%zz'}                              | 400 | percent",
                "{'path': '/', 'method': 'get'}                | 400 | method",
                "{'path': '/', 'method': 'TRACE'}              | 405 | TRACE",
                "{'path': 'x'}                                 | 400 | neither a path nor absolute",
                "{'path': '/', 'headers': [['a b', '1']]}      | 400 | header name",
            })
    void whatTheEdgeRefusesIsNotRouted(String line, int status, String reason) throws Exception {
        JsonNode answer = json(line.replace('\'', '"'));

        assertThat(answer.get("route").isNull()).isTrue();
        assertThat(answer.get("status").asInt()).isEqualTo(status);
        assertThat(answer.get("reason").asString()).contains(reason);
    }

    @Test
    void httpsOnlyRoutesAskForHttps() throws Exception {
        assertThat(json("{\"path\": \"/secure\"}").get("status").asInt()).isEqualTo(426);
        assertThat(json("{\"path\": \"/secure\", \"scheme\": \"https\"}")
                        .get("status")
                        .isNull())
                .isTrue();
        JsonNode moved = json("{\"path\": \"/moved?x=1\", \"host\": \"a.test:8000\"}");
        assertThat(moved.get("status").asInt()).isEqualTo(301);
        assertThat(moved.get("location").asString()).isEqualTo("https://a.test/moved?x=1");
    }

    @Test
    void aTrustedPeerIsBelieved() throws Exception {
        String headers = "\"headers\": [[\"X-Forwarded-Proto\", \"https\"]]";

        assertThat(json("{\"path\": \"/secure\", \"trusted\": true, " + headers + "}")
                        .get("status")
                        .isNull())
                .isTrue();
        assertThat(json("{\"path\": \"/secure\", \"client_ip\": \"10.1.1.1\", " + headers + "}")
                        .get("status")
                        .isNull())
                .isTrue();
        assertThat(json("{\"path\": \"/secure\", " + headers + "}")
                        .get("status")
                        .asInt())
                .isEqualTo(426);
    }

    @Test
    void aRouteWithoutServiceOrAnswerIs503() throws Exception {
        JsonNode answer = json("{\"path\": \"/nothing\"}");

        assertThat(answer.get("route").asString()).isEqualTo("nothing");
        assertThat(answer.get("status").asInt()).isEqualTo(503);
        assertThat(answer.get("body").asString()).contains("no Service found");
    }

    @Test
    void theRecordIsShownAsItWouldBeSent() throws Exception {
        JsonNode answer = json(
                "{\"path\": \"/events?topics=clicks,events&key=k1\", \"method\": \"POST\", \"body\": \"{\\\"a\\\":1}\","
                        + "\"headers\": [[\"apikey\", \"secret-of-alice\"], [\"Content-Type\", \"application/json\"],"
                        + " [\"X-Tenant\", \"t1\"]]}");

        assertThat(answer.get("status").asInt()).isEqualTo(200);
        assertThat(answer.get("consumer").asString()).isEqualTo("alice");
        JsonNode kafka = plugin(answer, "kafka-upstream");
        assertThat(kafka.get("topics")).hasToString("[\"clicks\",\"events\"]");
        assertThat(kafka.get("key").asString()).isEqualTo("k1");
        assertThat(kafka.get("headers")).hasToString("[{\"key\":\"x-tenant\",\"value\":\"t1\"}]");
        assertThat(kafka.get("value").asString()).contains("\"body_args\":{\"a\":1}");
        assertThat(kafka.get("scope").asString()).isEqualTo("route events");
        assertThat(answer.toString()).doesNotContain("secret-of-alice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"/events?topics=other | {}  | 502 | topics not allowed", "/events | {'a | 400 | line 1"})
    void aRefusedRecordHasItsStatusAndReason(String path, String body, int status, String reason) throws Exception {
        JsonNode answer = json("{\"path\": \"" + path + "\", \"method\": \"POST\", \"body\": \"" + body
                + "\", \"headers\": [[\"apikey\", \"secret-of-alice\"], [\"Content-Type\", \"application/json\"]]}");

        assertThat(answer.get("status").asInt()).isEqualTo(status);
        assertThat(plugin(answer, "kafka-upstream").get("reason").asString()).contains(reason);
    }

    @Test
    void whoIsRefusedReachesNoLaterPlugin() throws Exception {
        JsonNode answer = json("{\"path\": \"/events\"}");

        assertThat(answer.get("status").asInt()).isEqualTo(401);
        assertThat(plugin(answer, "kafka-upstream").get("access").asBoolean()).isFalse();
        assertThat(text(FILE, "{\"path\": \"/events\"}")).contains("kafka-upstream (route events): ");
    }

    @Test
    void aPluginThatIsNotHostedIsNamed() throws Exception {
        JsonNode jwt = plugin(json("{\"path\": \"/foreign\"}"), "jwt");

        assertThat(jwt.get("hosted").asBoolean()).isFalse();
        assertThat(jwt.get("priority").asInt()).isEqualTo(1450);
        assertThat(jwt.get("would").asString()).startsWith("not hosted");
    }

    @Test
    void whatATerminalWouldObeyIsEscaped() throws Exception {
        assertThat(text(FILE, "{\"path\": \"/nope\", \"method\": \"POST\", \"host\": \"a\\u001b[31m\"}"))
                .doesNotContain("\u001b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                              | \"path\": missing",
                "[]                              | expected an object",
                "{                               | not JSON",
                "{'path': '/'} x                 | not JSON",
                "{'path': '/', 'path': '/a'}     | not JSON",
                "{'path': '/', 'hots': 'a'}      | did you mean \"host\"?",
                "{'path': '/', 'scheme': 'ftp'}  | \"scheme\": \"ftp\" (expected",
                "{'path': '/', 'port': 70000}    | \"port\": 70000 (expected: 0..65535)",
                "{'path': '/', 'port': '80'}     | \"port\": \"80\" (expected: 0..65535)",
                "{'path': '/', 'trusted': 1}     | \"trusted\": 1 (expected: true or false)",
                "{'path': '/', 'client_ip': 'x'} | \"client_ip\": \"x\" (expected: an IP address)",
                "{'path': '/', 'headers': ['a']} | \"headers\": \"a\" (expected: [name, value])",
                "{'path': '/', 'headers': 7}     | \"headers\": 7 (expected: a list of [name, value])",
                "{'path': '/', 'body': {}}       | \"body\": {} (expected: text)",
            })
    void aLineThatIsNoRequestSaysWhatWasExpected(String line, String message) {
        assertThatThrownBy(() -> QuestionReader.read(line.replace('\'', '"')))
                .isInstanceOf(QuestionReader.Unreadable.class)
                .hasMessageContaining(message);
    }

    @Test
    void headersMayBeAnObject() throws Exception {
        Question question =
                QuestionReader.read("{\"path\": \"/\", \"headers\": {\"Host\": \"a\", \"X\": [\"1\", \"2\"]}}");

        assertThat(question.host()).isEqualTo("a");
        assertThat(question.headers().all("x")).containsExactly("1", "2");
    }
}
