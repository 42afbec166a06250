package io.sluice.e2e.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.e2e.GatewayProcess;
import io.sluice.e2e.upstream.Recorded;
import io.sluice.e2e.upstream.RecordingEcho;
import io.sluice.e2e.upstream.UpstreamServer;
import io.sluice.e2e.wire.Call;
import io.sluice.e2e.wire.Certificate;
import io.sluice.e2e.wire.Client;
import io.sluice.e2e.wire.Field;
import io.sluice.e2e.wire.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every case of the vectors of plugins: its file in the packaged program, its requests over real sockets to a real upstream. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PluginVectorsIT {

    private static final String PORT = "UPSTREAM_PORT";
    private static final Set<String> MEMBERS = Set.of(
            "name",
            "config",
            "valid",
            "error_contains",
            "requests",
            "host_settings",
            "window",
            "deviation_allowed",
            "needs_echo",
            "sure",
            "source");
    private static final Set<String> REQUEST_MEMBERS = Set.of("method", "path", "headers", "body", "expect");
    private static final List<JsonNode> CASES = Vectors.read("plugins", MEMBERS);

    private Certificate certificate;
    private Ahead<Stage> stages;

    @BeforeAll
    void startAhead() throws Exception {
        certificate = Certificate.forName("upstream.test");
        List<Callable<Stage>> starts = new ArrayList<>();
        runs().values().forEach(run -> starts.add(() -> set(run)));
        stages = new Ahead<>(starts);
    }

    @AfterAll
    void closeAll() throws Exception {
        stages.closeAll();
    }

    /** The cases that are served, with a plain upstream, and once more with one behind TLS if there is a service. */
    private static Map<String, JsonNode> runs() {
        Map<String, JsonNode> runs = new LinkedHashMap<>();
        for (JsonNode vector : CASES) {
            if (vector.path("valid").asBoolean(true)) {
                runs.put(Deviations.title(vector), vector);
                JsonNode overTls = Vectors.overTls(vector, PORT);
                if (!overTls.equals(vector)) {
                    runs.put(Deviations.title(vector) + " (https)", overTls);
                }
            }
        }
        return runs;
    }

    private Stage set(JsonNode vector) throws IOException {
        boolean plain = CASES.contains(vector);
        UpstreamServer upstream = UpstreamServer.start(new RecordingEcho(), plain ? null : certificate.serverContext());
        Map<String, String> settings = new LinkedHashMap<>();
        vector.path("host_settings")
                .properties()
                .forEach(s -> settings.put(s.getKey(), s.getValue().asString()));
        return Stage.set(vector, Map.of(PORT, upstream), settings);
    }

    static Stream<Arguments> served() {
        List<String> names = List.copyOf(runs().keySet());
        return Stream.iterate(0, i -> i < names.size(), i -> i + 1).map(i -> Arguments.of(names.get(i), i));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void served(String name, int place) throws Exception {
        try (Stage stage = stages.take(place)) {
            JsonNode vector = stage.filled();
            Optional<String> closed = Window.closed(vector, Instant.now());
            assumeTrue(closed.isEmpty(), () -> name + ": " + closed.get());
            for (int i = 0; i < vector.get("requests").size(); i++) {
                check(stage, vector.get("requests").get(i), Deviations.expected(vector, i));
            }
        }
    }

    private static void check(Stage stage, JsonNode request, JsonNode expect) throws Exception {
        Vectors.requireKnown(request, REQUEST_MEMBERS, Vectors.name(stage.filled()));
        UpstreamServer upstream = stage.upstreams().get(PORT);
        int before = upstream.requests().size();
        List<Reply> replies = new ArrayList<>();
        try {
            replies.add(Client.call(
                    stage.gateway().proxyPort(), call(request, stage.gateway().proxyPort())));
            List<Recorded> all = upstream.requests();
            PluginChecks.run(expect, new PluginChecks.Outcome(replies.getFirst(), all.subList(before, all.size())));
            assertThat(stage.faults()).as("faults that the upstream found").isEmpty();
        } catch (AssertionError | IOException e) {
            throw Report.of(e, request, expect, replies, stage);
        }
    }

    private static Call call(JsonNode request, int port) {
        List<Field> fields = new ArrayList<>();
        for (JsonNode header : request.get("headers")) {
            fields.add(new Field(
                    HeaderChecks.onTheWire(header.get(0).asString()),
                    HeaderChecks.onTheWire(header.get(1).asString())));
        }
        if (fields.stream().noneMatch(f -> f.name().equalsIgnoreCase("Host"))) {
            fields.addFirst(new Field("Host", "127.0.0.1:" + port));
        }
        byte[] body = request.has("body") ? request.get("body").asString().getBytes(StandardCharsets.UTF_8) : null;
        return Call.of(
                        request.get("method").asString(),
                        HeaderChecks.onTheWire(request.get("path").asString()),
                        fields.toArray(Field[]::new))
                .with(body);
    }

    static Stream<Arguments> refused() {
        return CASES.stream()
                .filter(vector -> !vector.path("valid").asBoolean(true))
                .map(vector -> Arguments.of(Vectors.name(vector), vector));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String name, JsonNode vector, @TempDir Path folder) throws Exception {
        assertThat(vector.get("requests")).isEmpty();
        Path file = folder.resolve("kong.yml");
        JsonNode filled = new Placeholders(Map.of(PORT, "9")).fill(vector.get("config"));
        Files.writeString(file, filled.toString());
        Map<String, String> env =
                Map.of("SLUICE_JAVA_OPTS", StartupCache.options(), "KONG_PROXY_LISTEN", "127.0.0.1:0");

        GatewayProcess.Ended lint = GatewayProcess.run(env, "lint", "--format", "json", file.toString());
        if (lint.code() == 1) {
            assertThat(messages(lint.output())).contains(errorContains(vector));
        } else {
            GatewayProcess.Ended start = GatewayProcess.run(env, "start", "--config", file.toString());
            assertThat(start.code()).as(start.output()).isEqualTo(1);
            assertThat(start.output()).contains(errorContains(vector));
        }
    }

    private static List<String> errorContains(JsonNode vector) {
        return vector.get("error_contains")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private static String messages(String report) {
        List<String> messages = new ArrayList<>();
        for (JsonNode problem : Json.parse(report).get("problems")) {
            if (problem.get("severity").asString().equals("error")) {
                messages.add(problem.get("message").asString());
            }
        }
        return String.join("\n", messages);
    }

    @Test
    void deviationsAreOfCasesThatAllowThem() {
        Collection<String> allowed = CASES.stream()
                .filter(vector -> vector.has("deviation_allowed"))
                .map(Vectors::name)
                .toList();
        assertThat(allowed).containsAll(Deviations.names());
    }
}
