package io.sluice.plugins;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.api.Headers;
import io.sluice.api.Multipart;
import io.sluice.api.QueryArgs;
import io.sluice.api.Reply;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.problem.Problem;
import io.sluice.runtime.PluginCatalog;
import io.sluice.runtime.PluginRun;
import io.sluice.testing.FakeBody;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cases of the plugin family through the plugins alone. Those whose plugins are not on the class path are left out. */
class PluginVectorsTest {

    private static final PluginCatalog CATALOG = PluginCatalog.discover();
    private static final DeclarationLoader LOADER =
            new DeclarationLoader(new PluginSchemas(CATALOG.names()), Map.<String, String>of()::get);

    /** What only a whole gateway can show, or where we do not do as Kong does. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "basic-auth: scheme is Basic or basic only", "ours takes the scheme in any case: BasicAuthTest",
            "basic-auth: lenient parsing", "accidents that are refused here: BasicAuthTest",
            "ip-restriction: X-Real-IP of a trusted peer", "settings of the server",
            "ip-restriction: X-Forwarded-For, last address", "settings of the server",
            "request-transformer: json: append to a number or boolean drops it", "ours keeps it: BodyTest");

    @TestFactory
    List<DynamicTest> cases() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        TreeSet<String> named = new TreeSet<>(LEFT_OUT.keySet());
        try (InputStream in = getClass().getResourceAsStream("/vectors/plugins.json")) {
            for (JsonNode one : JsonMapper.shared().readTree(in).get("cases")) {
                String name = one.get("name").asString();
                named.remove(name);
                if (LEFT_OUT.containsKey(name) || !CATALOG.names().containsAll(plugins(one.get("config")))) {
                    leftOut.add(name);
                } else {
                    tests.add(dynamicTest(name, () -> check(one)));
                }
            }
        }
        assertThat(named).as("names without a case").isEmpty();
        assertThat(tests.size() + leftOut.size()).isEqualTo(116);
        assertThat(tests).as("left out: %s", leftOut).isNotEmpty();
        return tests;
    }

    /** The names of the plugins of a file, wherever they stand. */
    private static List<String> plugins(JsonNode config) {
        return config.findValues("plugins").stream()
                .flatMap(JsonNode::valueStream)
                .map(plugin -> plugin.get("name").asString())
                .toList();
    }

    private static void check(JsonNode one) throws Exception {
        String file = one.get("config").toString().replace("\"UPSTREAM_PORT\"", "80");
        DeclarationLoader.Loaded loaded = LOADER.load("kong.yml", file);
        if (!one.path("valid").asBoolean(true)) {
            String problems = loaded.problems().stream().map(Problem::message).collect(Collectors.joining("\n"));
            one.get("error_contains").forEach(part -> assertThat(problems).contains(part.asString()));
            assertThat(loaded.declaration()).isNull();
            return;
        }
        assertThat(loaded.declaration()).as("%s", loaded.problems()).isNotNull();
        FakeHost host = new FakeHost()
                .with(loaded.declaration().consumers(), loaded.declaration().credentials());
        try (PluginRun run = new PluginRun(loaded.declaration(), CATALOG, host)) {
            for (JsonNode step : one.get("requests")) {
                FakeRequest request = request(step);
                PluginRun.Outcome outcome = run.send(request, echo(request));
                checkAnswer(step.get("expect"), outcome);
                if (outcome.upstream() != null) {
                    checkUpstream(step.get("expect"), outcome);
                }
            }
        }
    }

    private static void checkAnswer(JsonNode expect, PluginRun.Outcome outcome) {
        Reply reply = outcome.reply();
        String body = new String(reply.body(), StandardCharsets.UTF_8);
        assertThat(reply.status()).isEqualTo(expect.get("status").asInt());
        checkHeaders(expect, "", reply.headers());
        if (expect.path("body").isObject()) {
            assertThat(json(body)).isEqualTo(expect.get("body"));
        } else if (expect.has("body")) {
            assertThat(body).isEqualTo(expect.get("body").asString());
        }
        if (expect.has("body_subset")) {
            contains(json(body), expect.get("body_subset"));
        }
        if (expect.has("body_match")) {
            assertThat(body).containsPattern(expect.get("body_match").asString());
        }
        if (expect.path("upstream_not_called").asBoolean(false)) {
            assertThat(outcome.upstream()).isNull();
        }
        if (expect.has("echo_equals_upstream")) {
            String name = expect.get("echo_equals_upstream").asString();
            assertThat(value(reply.headers(), name))
                    .isEqualTo(value(outcome.upstream().headers(), name));
        }
    }

    private static void checkUpstream(JsonNode expect, PluginRun.Outcome outcome) throws Exception {
        checkHeaders(expect, "upstream_", outcome.upstream().headers());
        if (expect.has("upstream_method")) {
            assertThat(outcome.upstream().method())
                    .isEqualTo(expect.get("upstream_method").asString());
        }
        if (expect.has("upstream_uri")) {
            assertThat(outcome.upstreamTarget())
                    .isEqualTo(expect.get("upstream_uri").asString());
        }
        String body = new String(outcome.upstream().body().bytes(Long.MAX_VALUE), StandardCharsets.UTF_8);
        if (expect.has("upstream_body")) {
            assertThat(body).isEqualTo(expect.get("upstream_body").asString());
        }
        if (expect.has("upstream_body_json")) {
            assertThat(json(body)).isEqualTo(expect.get("upstream_body_json"));
        }
        if (expect.has("upstream_body_form")) {
            assertThat(form(body)).isEqualTo(fields(expect.get("upstream_body_form")));
        }
        if (expect.has("upstream_body_multipart")) {
            assertThat(multipart(body)).isEqualTo(fields(expect.get("upstream_body_multipart")));
        }
    }

    private static void checkHeaders(JsonNode expect, String side, Headers headers) {
        expect.path(side + "headers").properties().forEach(e -> {
            if (!e.getKey().equalsIgnoreCase("Content-Length")) { // the host's, not a plugin's
                assertThat(value(headers, e.getKey())).as(e.getKey()).isEqualTo(joined(e.getValue()));
            }
        });
        expect.path(side + "headers_match")
                .properties()
                .forEach(e -> assertThat(value(headers, e.getKey()))
                        .as(e.getKey())
                        .containsPattern(Pattern.compile(e.getValue().asString())));
        expect.path(side + "headers_absent")
                .forEach(name -> assertThat(headers.all(name.asString()))
                        .as(name.asString())
                        .isEmpty());
    }

    private static String value(Headers headers, String name) {
        assertThat(headers.contains(name)).as(name + " is there").isTrue();
        return headers.all(name).stream().map(String::strip).collect(Collectors.joining(", "));
    }

    private static String joined(JsonNode value) {
        return value.isArray()
                ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))
                : value.asString();
    }

    /** Has at least those members, deep. */
    private static void contains(JsonNode json, JsonNode subset) {
        subset.properties().forEach(e -> {
            if (e.getValue().isObject()) {
                contains(json.path(e.getKey()), e.getValue());
            } else {
                assertThat(json.path(e.getKey())).as(e.getKey()).isEqualTo(e.getValue());
            }
        });
    }

    private static Map<String, List<String>> form(String body) {
        return QueryArgs.parse(body, 1000).all().stream()
                .collect(groupingBy(QueryArgs.Arg::name, mapping(QueryArgs.Arg::value, toList())));
    }

    private static Map<String, List<String>> multipart(String body) {
        return Multipart.parse(body.getBytes(StandardCharsets.UTF_8), "XX").stream()
                .collect(groupingBy(
                        Multipart.Part::name,
                        mapping(part -> new String(part.content(), StandardCharsets.UTF_8), toList())));
    }

    /** Names with their values in order. */
    private static Map<String, List<String>> fields(JsonNode expected) {
        return expected.properties().stream()
                .collect(toMap(
                        Map.Entry::getKey,
                        e -> e.getValue().isArray()
                                ? e.getValue()
                                        .valueStream()
                                        .map(JsonNode::asString)
                                        .toList()
                                : List.of(e.getValue().asString())));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static FakeRequest request(JsonNode step) {
        Headers headers = new Headers();
        step.get("headers")
                .forEach(h -> headers.add(h.get(0).asString(), h.get(1).asString()));
        if (!headers.contains("Host")) {
            headers.add("Host", "example.com:8000");
        }
        String method = step.get("method").asString();
        String target = step.get("path").asString();
        if (!step.has("body")) {
            return new FakeRequest(method, target, headers);
        }
        String body = Pattern.compile("@repeat\\((.),(\\d+)\\)")
                .matcher(step.get("body").asString())
                .replaceAll(m -> m.group(1).repeat(Integer.parseInt(m.group(2))));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (!headers.contains("Transfer-Encoding")) {
            headers.add("Content-Length", Integer.toString(bytes.length));
        }
        return new FakeRequest(method, target, headers, FakeBody.of(bytes));
    }

    /** The upstream of the cases: 200, and the response headers that {@code _resp_NAME} asks for. */
    private static Reply echo(FakeRequest request) {
        Headers headers = Headers.of("Content-Type", "application/json");
        QueryArgs.parse(request.rawQuery(), 100).all().stream()
                .filter(arg -> arg.name().startsWith("_resp_"))
                .forEach(arg -> headers.add(arg.name().substring("_resp_".length()), arg.value()));
        return new Reply(200, headers, "{}".getBytes(StandardCharsets.UTF_8));
    }
}
