package io.sluice.e2e.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.upstream.Behaviours;
import io.sluice.e2e.upstream.Recorded;
import io.sluice.e2e.upstream.UpstreamServer;
import io.sluice.e2e.wire.Certificate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every case of the vectors of proxying that has requests, over real sockets, against upstreams plain and behind TLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyVectorsIT {

    private static final String PORT = "UPSTREAM_PORT_";
    private static final Set<String> MEMBERS = Set.of(
            "name", "kind", "config", "upstreams", "conf", "file", "env", "requests", "better", "sure", "source");
    private static final List<JsonNode> CASES = ofKind("http").toList();

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

    /** The cases of one kind; the other kinds have tests of their own. */
    static Stream<JsonNode> ofKind(String kind) {
        return Vectors.read("proxy", MEMBERS).stream()
                .filter(vector -> vector.get("kind").asString().equals(kind));
    }

    /** A file with {@code upstreams} needs the balancer, which is not there yet. */
    private static boolean covered(JsonNode vector) {
        return !vector.get("config").has("upstreams");
    }

    private static Map<String, JsonNode> runs() {
        Map<String, JsonNode> runs = new LinkedHashMap<>();
        for (JsonNode vector : CASES) {
            if (covered(vector)) {
                String title = Vectors.name(vector) + (vector.has("better") ? " [better]" : "");
                runs.put(title, vector);
                JsonNode overTls = Vectors.overTls(vector, PORT);
                if (!overTls.equals(vector)) {
                    runs.put(title + " (https)", overTls);
                }
            }
        }
        return runs;
    }

    private Stage set(JsonNode vector) throws IOException {
        SSLContext tls = CASES.contains(vector) ? null : certificate.serverContext();
        Map<String, UpstreamServer> upstreams = new HashMap<>();
        for (Map.Entry<String, JsonNode> upstream : vector.get("upstreams").properties()) {
            String behaviour = upstream.getValue().asString();
            upstreams.put(
                    PORT + upstream.getKey(),
                    behaviour.equals("refuse")
                            ? UpstreamServer.refusing()
                            : UpstreamServer.start(
                                    Behaviours.named(behaviour, Integer.parseInt(upstream.getKey())), tls));
        }
        Map<String, String> settings = new LinkedHashMap<>();
        vector.path("conf")
                .properties()
                .forEach(s -> settings.put(s.getKey(), s.getValue().asString()));
        return Stage.set(vector, upstreams, settings);
    }

    static Stream<Arguments> proxied() {
        List<String> names = List.copyOf(runs().keySet());
        return Stream.iterate(0, i -> i < names.size(), i -> i + 1).map(i -> Arguments.of(names.get(i), i));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void proxied(String name, int place) throws Exception {
        try (Stage stage = stages.take(place)) {
            JsonNode vector = stage.filled();
            for (int i = 0; i < vector.get("requests").size(); i++) {
                check(stage, vector.get("requests").get(i), expected(vector, i));
            }
        }
    }

    /** What is better than Kong's accident, where the case names it, stands for the whole expectation. */
    static JsonNode expected(JsonNode vector, int request) {
        JsonNode better = vector.path("better").path(request);
        return better.isObject() && !better.isEmpty()
                ? better
                : vector.get("requests").get(request).get("expect");
    }

    private static void check(Stage stage, JsonNode entry, JsonNode expect) throws Exception {
        if (expect.has("within_ms") || expect.has("first_byte_within_ms")) {
            // the first request of a process pays for its start; what is timed is the second
            new ProxyEntry(entry, expect, stage.gateway().proxyPort()).send();
        }
        Map<String, Integer> before = new HashMap<>();
        stage.upstreams()
                .forEach((name, server) -> before.put(name, server.requests().size()));
        List<ProxyChecks.Answer> answers = new ArrayList<>();
        try {
            ProxyEntry sent = new ProxyEntry(entry, expect, stage.gateway().proxyPort());
            answers.addAll(sent.send());
            Map<String, List<Recorded>> requests = new TreeMap<>();
            stage.upstreams().forEach((name, server) -> {
                List<Recorded> all = server.requests();
                requests.put(name.substring(PORT.length()), all.subList(before.get(name), all.size()));
            });
            ProxyChecks.run(expect, new ProxyChecks.Outcome(answers, requests, sent.hung()));
            assertThat(stage.faults()).as("faults that the upstreams found").isEmpty();
        } catch (AssertionError | IOException e) {
            throw Report.of(e, entry, expect, answers, stage);
        }
    }

    @Test
    void everyKindHasATest() {
        Set<String> kinds = Vectors.read("proxy", MEMBERS).stream()
                .map(vector -> vector.get("kind").asString())
                .collect(Collectors.toSet());

        // the ring is the balancer's, which is not there yet
        assertThat(kinds).containsExactlyInAnyOrder("http", "sni", "conf", "ring");
    }

    @Test
    void whatIsLeftOutNeedsTheBalancer() {
        List<JsonNode> leftOut =
                CASES.stream().filter(vector -> !covered(vector)).toList();

        assertThat(leftOut).isNotEmpty().allMatch(vector -> vector.get("config").has("upstreams"));
        assertThat(CASES.size() - leftOut.size()).isGreaterThanOrEqualTo(30);
    }
}
