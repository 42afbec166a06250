package io.sluice.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.problem.Problem;
import io.sluice.testing.TestPem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every case of kind {@code conf} in the proxy vectors: what Kong's reader makes of a file and an environment. */
class ConfVectorsTest {

    @TempDir
    private Path folder;

    record Case(String name, JsonNode json) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream in = ConfVectorsTest.class.getResourceAsStream("/vectors/proxy.json")) {
            JsonNode cases =
                    JsonMapper.shared().readTree(Objects.requireNonNull(in)).get("cases");
            return cases
                    .valueStream()
                    .filter(c -> c.get("kind").asString().equals("conf"))
                    .map(c -> new Case(c.get("name").asString(), c))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void behavesAsKongOrBetter(Case vector) throws Exception {
        Path certificate = Files.writeString(folder.resolve("1.crt"), TestPem.text("rsa.crt"));
        String text = vector.json.path("file").asString("").replace("CERT_FILE_1", certificate.toString());
        Path conf = Files.writeString(folder.resolve("kong.conf"), text);
        Map<String, String> environment = new HashMap<>();
        vector.json
                .path("env")
                .propertyStream()
                .forEach(e -> environment.put(e.getKey(), e.getValue().asString()));

        SettingsLoader.Loaded loaded = SettingsLoader.load(conf, environment);

        JsonNode better = vector.json.path("better").path(0);
        JsonNode expect = better.isEmpty() ? vector.json.at("/requests/0/expect") : better;
        assertThat(expect.isEmpty()).isFalse();
        for (Map.Entry<String, JsonNode> expected : expect.properties()) {
            check(expected.getKey(), expected.getValue(), loaded, text);
        }
    }

    private static void check(String what, JsonNode expected, SettingsLoader.Loaded loaded, String text)
            throws Listener.Bad {
        switch (what) {
            case "error" -> {
                assertThat(loaded.settings()).isNull();
                assertThat(loaded.problems()).extracting(Problem::message).contains(expected.asString());
            }
            case "warning_names" -> {
                assertThat(loaded.settings()).isNotNull();
                expected.forEach(key -> assertWarned(loaded, key.asString()));
            }
            case "values" ->
                expected.properties()
                        .forEach(e -> assertThat(value(loaded, e.getKey()))
                                .as(e.getKey())
                                .isEqualTo(
                                        e.getValue().isNull()
                                                ? null
                                                : e.getValue().asString()));
            case "directives" -> {
                assertThat(loaded.settings().clients().head())
                        .as("nginx_http: large_client_header_buffers 8 24k")
                        .isEqualTo(new ClientLimits.HeadLimits(24 << 10, 24 << 10, 192 << 10, true, true));
                assertWarned(loaded, "nginx_proxy_foo_bar");
            }
            case "listeners" -> {
                for (Map.Entry<String, JsonNode> list : expected.properties()) {
                    assertListeners(list.getKey(), list.getValue(), loaded, text);
                }
            }
            default -> throw new AssertionError("not known: " + what);
        }
    }

    private static void assertWarned(SettingsLoader.Loaded loaded, String key) {
        assertThat(loaded.problems()).anySatisfy(problem -> {
            assertThat(problem.severity()).isEqualTo(Problem.Severity.WARNING);
            assertThat(problem.message()).contains("'" + key + "'");
        });
    }

    private static String value(SettingsLoader.Loaded loaded, String key) {
        Settings settings = Objects.requireNonNull(loaded.settings());
        return switch (key) {
            case "log_level" -> settings.logLevel();
            case "nginx_http_ssl_protocols" ->
                String.join(" ", settings.proxyTls().suite().protocols());
            case "ssl_ciphers" -> settings.proxyTls().suite().equals(CipherSuite.MODERN) ? null : "others";
            default -> throw new AssertionError("not known: " + key);
        };
    }

    private static void assertListeners(String name, JsonNode expected, SettingsLoader.Loaded loaded, String text)
            throws Listener.Bad {
        // the admin listeners are not hosted, but written like the others
        List<Listener> listeners = name.equals("proxy")
                ? Objects.requireNonNull(loaded.settings()).proxyListen()
                : Listener.parse(
                        "admin_listen",
                        ConfFile.parse("kong.conf", text).get("admin_listen").value());
        assertThat(listeners).hasSize(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            Listener listener = listeners.get(i);
            for (Map.Entry<String, JsonNode> field : expected.get(i).properties()) {
                assertThat(field(listener, field.getKey()))
                        .as(field.getKey())
                        .isEqualTo(field.getValue().asString());
            }
        }
    }

    private static String field(Listener listener, String name) {
        return switch (name) {
            case "ip" ->
                listener.address().equals("::1") ? "[0000:0000:0000:0000:0000:0000:0000:0001]" : listener.address();
            case "port" -> Integer.toString(listener.port());
            case "ssl" -> Boolean.toString(listener.ssl());
            case "http2" -> Boolean.toString(listener.http2());
            case "proxy_protocol" -> Boolean.toString(listener.proxyProtocol());
            case "reuseport" -> "false"; // read, and without effect
            case "backlog" -> Integer.toString(listener.backlog());
            case "so_keepalive" ->
                listener.soKeepalive().equals(new SoKeepalive(true, 1800, 0, 10)) ? "30m::10" : "another";
            case "ipv6only" -> listener.ipv6Only() ? "on" : "off";
            default -> throw new AssertionError("not known: " + name);
        };
    }
}
