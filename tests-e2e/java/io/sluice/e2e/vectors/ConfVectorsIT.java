package io.sluice.e2e.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.GatewayProcess;
import io.sluice.e2e.wire.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The cases of kong.conf that a user can see: starts that are refused, and warnings. */
class ConfVectorsIT {

    /** Fields of {@code expect} that can be seen from outside; the others are {@code ConfVectorsTest}'s. */
    private static final Set<String> SEEN = Set.of("error", "warning_names", "error_names");
    /** The program prints no settings. */
    private static final Set<String> ELSEWHERE = Set.of("ok", "values", "absent", "listeners", "directives");

    private static final String EMPTY = "{\"_format_version\":\"3.0\"}";

    @TempDir
    private Path folder;

    static Stream<Arguments> starts() {
        return ProxyVectorsIT.ofKind("conf")
                .filter(vector -> SEEN.stream().anyMatch(expect(vector)::has))
                .map(vector -> Arguments.of(Vectors.name(vector), vector));
    }

    private static JsonNode expect(JsonNode vector) {
        return ProxyVectorsIT.expected(vector, 0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void starts(String name, JsonNode vector) throws Exception {
        JsonNode expect = expect(vector);
        Path conf = Files.writeString(folder.resolve("kong.conf"), filled(vector));
        Map<String, String> env = new HashMap<>(Map.of("SLUICE_JAVA_OPTS", StartupCache.options()));
        vector.path("env")
                .properties()
                .forEach(e -> env.put(e.getKey(), e.getValue().asString()));
        if (expect.has("warning_names")) {
            try (GatewayProcess gateway = GatewayProcess.serve(EMPTY, env, "-c", conf.toString())) {
                for (JsonNode key : expect.get("warning_names")) {
                    assertThat(gateway.output())
                            .as(name)
                            .anySatisfy(line -> assertThat(line).contains("warning", key.asString()));
                }
            }
        } else {
            GatewayProcess.Ended ended = refused(conf, env);
            assertThat(ended.code()).as(ended.output()).isEqualTo(2);
            if (expect.has("error")) {
                assertThat(ended.output()).contains(expect.get("error").asString());
            }
            expect.path("error_names").forEach(key -> assertThat(ended.output()).contains(key.asString()));
        }
    }

    private GatewayProcess.Ended refused(Path conf, Map<String, String> env) throws Exception {
        if (!Files.readString(conf).contains("proxy_listen")) {
            env.put("KONG_PROXY_LISTEN", "127.0.0.1:0");
        }
        Path file = Files.writeString(folder.resolve("kong.yml"), EMPTY);
        return GatewayProcess.run(env, "start", "-c", conf.toString(), "--config", file.toString());
    }

    private String filled(JsonNode vector) throws IOException, InterruptedException {
        String text = vector.get("file").asString();
        if (!text.contains("CERT_FILE_1")) {
            return new Placeholders(Map.of()).text(text);
        }
        Path pem = Files.writeString(
                folder.resolve("certificate.pem"),
                Certificate.forName("conf.test").certificatePem());
        return new Placeholders(Map.of("CERT_FILE_1", pem.toString())).text(text);
    }

    @Test
    void everyCaseIsSeenHereOrOnlyInside() {
        ProxyVectorsIT.ofKind("conf")
                .forEach(vector -> expect(vector)
                        .propertyNames()
                        .forEach(field -> assertThat(SEEN.contains(field) || ELSEWHERE.contains(field))
                                .as(Vectors.name(vector) + ": " + field)
                                .isTrue()));
    }
}
