package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code sluice explain} from a shell: flags, JSON lines, settings, exit codes. */
class ExplainIT {

    private static final String FILE = """
            _format_version: "3.0"
            routes:
            - name: events
              paths: [/events]
              plugins:
              - {name: kafka-upstream, config: {topic: events}}
            - {name: upper, hosts: [Example.test], paths: [/Upper]}
            """;

    /** A set without hosts that name the port of the recording, in which both calculations differ. */
    private static final int SAMPLE = 44;

    @TempDir
    private Path folder;

    private record Ended(int code, List<String> out, String err) {}

    /** Output and errors apart, and something on stdin. */
    private Ended explain(Map<String, String> env, String stdin, String... more) throws Exception {
        Path file = Files.writeString(folder.resolve("kong.yml"), FILE);
        Path in = Files.writeString(folder.resolve("in"), stdin);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> command =
                new ArrayList<>(List.of(GatewayProcess.PROGRAM.toString(), "explain", "--config", file.toString()));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KONG_"));
        builder.environment().putAll(env);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readAllLines(out, StandardCharsets.UTF_8), Files.readString(err));
    }

    private static JsonNode json(String line) {
        return JsonMapper.shared().readTree(line);
    }

    @Test
    void flagsAreThoseOfCurl() throws Exception {
        Ended ended =
                explain(Map.of(), "", "--json", "{\"order\": 1}", "-H", "X-A: 1", "http://localhost:8000/events?x=1");

        assertThat(ended.code()).isZero();
        assertThat(String.join("\n", ended.out()))
                .startsWith("POST http://localhost:8000/events?x=1")
                .contains("kafka-upstream (route events): would send to events")
                .contains("value: {\"body\":\"{\\\"order\\\": 1}\",\"body_args\":{\"order\": 1}}")
                .contains("answer     200");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void linesAreAnsweredInOrderAndAFaultyOneIsNamed() throws Exception {
        Ended ended = explain(
                Map.of(), "{\"path\": \"/events\"}\nnonsense\n{\"path\": \"/caf\u00e9\"}\n", "--format", "json");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("stdin, line 2: not JSON");
        assertThat(ended.out()).hasSize(3);
        assertThat(json(ended.out().get(0)).get("route").asString()).isEqualTo("events");
        assertThat(json(ended.out().get(1)).get("line").asInt()).isEqualTo(2);
        assertThat(json(ended.out().get(2)).get("status").asInt()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"traditional_compatible, upper", "traditional, ''"})
    void theFlavorOfTheSettingsCounts(String flavor, String route) throws Exception {
        Ended ended = explain(
                Map.of("KONG_ROUTER_FLAVOR", flavor),
                "{\"path\": \"/Upper\", \"host\": \"example.TEST\"}",
                "--format",
                "json");

        assertThat(json(ended.out().getFirst()).get("route").asString("")).isEqualTo(route);
    }

    @Test
    void expressionsAreRefusedByName() throws Exception {
        Ended ended = explain(Map.of("KONG_ROUTER_FLAVOR", "expressions"), "", "/");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("KONG_ROUTER_FLAVOR").contains("expressions are not hosted");
    }

    @Test
    void whatCannotBeUsedSaysSo() throws Exception {
        assertThat(explain(Map.of(), "", "-H", "nonsense", "/").code()).isEqualTo(2);
        assertThat(explain(Map.of(), "", "--client-ip", "nobody", "/").err()).contains("expected: an IP address");
        assertThat(explain(Map.of(), "", "-c", "nowhere.conf", "/").code()).isEqualTo(2);
    }

    /** A set of each recording, over HTTP: the route is told by the header that Kong-Debug asks for. */
    @ParameterizedTest
    @CsvSource({
        "router-recorded-compatible.json, traditional_compatible, original",
        "router-recorded-compatible.json, traditional_compatible, strict",
        "router-recorded.json, traditional, original"
    })
    void recordedAnswersAgreeOverHttp(String vectors, String flavor, String calculation) throws Exception {
        JsonNode recorded = recorded(vectors);
        Map<String, String> env = Map.of(
                "KONG_ROUTER_FLAVOR", flavor,
                "KONG_ROUTE_MATCH_CALCULATION", calculation,
                "KONG_ALLOW_DEBUG_HEADER", "on");
        JsonNode set = recorded.get("sets").get(SAMPLE);
        try (GatewayProcess gateway = GatewayProcess.serve(file(set.get("routes")), env)) {
            for (JsonNode check : set.get("checks")) {
                JsonNode expect = calculation.equals("strict") && check.has("expect_strict")
                        ? check.get("expect_strict")
                        : check.get("expect");
                if (!check.has("host_case")) { // decision R2
                    assertThat(ask(gateway.proxyPort(), check.get("request")))
                            .as("%s", check)
                            .isEqualTo(expect.path("route").asString(""));
                }
            }
        }
    }

    /** Services that are not there: who was asked is told by the answer all the same. */
    private static String file(JsonNode routes) {
        ObjectNode file = JsonMapper.shared().createObjectNode();
        file.put("_format_version", "3.0");
        for (JsonNode route : routes) {
            ObjectNode service = ((ObjectNode) route.get("service")).deepCopy();
            service.put("host", "127.0.0.1").put("port", 1).put("retries", 0);
            ObjectNode alone = ((ObjectNode) route).deepCopy();
            alone.remove("service");
            service.putArray("routes").add(alone);
            file.withArray("services").add(service);
        }
        return file.toString();
    }

    /** The name of the route; empty for a 404. */
    private static String ask(int port, JsonNode request) throws IOException {
        List<String[]> headers = new ArrayList<>();
        headers.add(new String[] {"Host", request.get("host").asString()});
        headers.add(new String[] {"Kong-Debug", "1"});
        request.get("headers")
                .forEach(h ->
                        headers.add(new String[] {h.get(0).asString(), h.get(1).asString()}));
        Http.Answer answer = Http.send(
                port,
                request.get("method").asString(),
                request.get("path").asString(),
                headers.toArray(String[][]::new),
                new byte[0]);
        return answer.headers().getOrDefault("kong-route-name", "");
    }

    private static JsonNode recorded(String name) throws IOException {
        try (var in = ExplainIT.class.getResourceAsStream("/vectors/" + name)) {
            return JsonMapper.shared().readTree(in);
        }
    }
}
