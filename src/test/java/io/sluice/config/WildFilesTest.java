package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lint.Lint;
import io.sluice.problem.Problem;
import io.sluice.router.Calculation;
import io.sluice.runtime.PluginCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Small files after those of people, which were read wrongly once ({@code vectors/wild.json}). */
class WildFilesTest {

    private static final PluginSchemas SCHEMAS =
            new PluginSchemas(PluginCatalog.discover().names());

    private static JsonNode cases() throws IOException {
        try (InputStream in = Objects.requireNonNull(WildFilesTest.class.getResourceAsStream("/vectors/wild.json"))) {
            return JsonMapper.shared().readTree(in).get("cases");
        }
    }

    private static DeclarationLoader.Loaded load(String name, Dialect dialect) throws IOException {
        Stream<JsonNode> all = StreamSupport.stream(cases().spliterator(), false);
        JsonNode its = all.filter(c -> c.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
        return new DeclarationLoader(SCHEMAS, Map.<String, String>of()::get, dialect)
                .load("kong.yml", its.get("config").asString());
    }

    private static List<String> told(DeclarationLoader.Loaded loaded) {
        return loaded.problems().stream()
                .filter(problem -> !problem.code().equals("plugin-not-hosted"))
                .map(problem -> problem.severity() + " " + problem.pointer() + " " + problem.message())
                .toList();
    }

    /** Clean, with this value. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            url-host-with-underscore         | /services/0/host     | "orders_service"
            url-host-with-underscore         | /services/0/port     | 8080
            url-host-with-underscore         | /services/0/path     | "/v1"
            url-wins-over-its-siblings       | /services/0/protocol | "http"
            url-wins-over-its-siblings       | /services/0/port     | 4000
            empty-list-where-a-map-is-wanted | /services/0/tags     | []
            empty-list-where-a-map-is-wanted | /services/0/routes/0/headers | {}
            leading-zero-number              | /services/0/retries  | 10
            condition-on-an-absent-field     | /plugins/0/config/maximum_expiration | 300
            path-regex-warning-for-letters   | /services/0/routes/0/paths/0 | "/gr\u00f8nn"
            """)
    void areClean(String name, String pointer, String value) throws IOException {
        DeclarationLoader.Loaded loaded = load(name, Dialect.ANY);

        assertThat(told(loaded)).isEmpty();
        assertThat(Objects.requireNonNull(loaded.document()).root().at(pointer).toString())
                .isEqualTo(value);
    }

    @Test
    void aPlaceholderIsATextAndAWarning() throws IOException {
        DeclarationLoader.Loaded loaded = load("dollar-brace-scalar", Dialect.ANY);

        assertThat(new Lint(SCHEMAS, Calculation.ORIGINAL).check(loaded))
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("not-replaced"));
        assertThat(told(loaded))
                .containsExactly("WARNING /consumers/0/keyauth_credentials/0/key nothing replaces ${ANON_KEY}:"
                        + " Kong and decK take it for the text that it is");
        assertThat(Objects.requireNonNull(loaded.declaration())
                        .credentials()
                        .getFirst()
                        .key()
                        .reveal())
                .isEqualTo("${ANON_KEY}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            broker-host-empty       | ANY  | /routes/0/plugins/0/config/bootstrap_servers/0/host length must be at least 1
            broker-host-not-a-host  | ANY  | /plugins/0/config/bootstrap_servers/0/host must not have a port
            url-port-out-of-range   | ANY  | /services/0/url value should be between 0 and 65535
            null-for-a-required-field | KONG | /services/0/port required field missing: 'port'
            null-for-a-required-field | ANY  | /services/0/port required field missing: 'port'
            """)
    void areRefused(String name, Dialect dialect, String error) throws IOException {
        DeclarationLoader.Loaded loaded = load(name, dialect);

        assertThat(told(loaded)).contains("ERROR " + error);
        assertThat(loaded.declaration()).isNull();
    }

    /** The commonest mistakes with brokers. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            kafka://broker | invalid value: kafka://broker
            a b            | invalid value: a b
            "broker "      | invalid value: broker
            broker:9092    | must not have a port
            """)
    void aBrokerIsAHost(String host, String error) {
        for (String plugin : List.of("kafka-upstream", "kafka-log", "confluent")) {
            String file = "plugins: [{name: " + plugin + ", config: {topic: t, bootstrap_servers: [{host: "
                    + (host.startsWith("\"") ? host : "\"" + host + "\"") + ", port: 9092}]}}]";
            assertThat(Loads.errors(file))
                    .anySatisfy(
                            told -> assertThat(told).startsWith("/plugins/0/config/bootstrap_servers/0/host " + error));
        }
    }

    @Test
    void kongsExactRulesForHostsPathsAndHeaders() throws IOException {
        assertThat(load("small-validators", Dialect.KONG).problems().stream()
                        .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                        .map(Problem::pointer))
                .containsExactly(
                        "/services/0/routes/0/hosts/0",
                        "/services/0/routes/1/hosts/0",
                        "/services/0/routes/3/paths/0",
                        "/services/0/routes/4/headers/x/0");
    }

    /** As stacks have it whose start script was not run. */
    @ParameterizedTest
    @ValueSource(strings = {"url: http://$AUTH_HOST:8000/", "url: http://h:$PORT/", "host: $IP", "host: auth.${ZONE}"})
    void aVariableThatMakesAnErrorIsTold(String field) {
        assertThat(Loads.load("services:\n- name: s\n  " + field + "\n").problems())
                .filteredOn(problem -> problem.severity() == Problem.Severity.ERROR)
                .singleElement()
                .satisfies(problem -> assertThat(problem.hint())
                        .isEqualTo("it looks like a variable that nothing has replaced; envsubst does, before"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "url: 'http://u:hush@a..b/x'",
                "url: 'http://u:hush@/x'",
                "url: 'http://u:hush@h:99999'",
                "url: 'u:hush@h'",
                "url: 'http://u:hush/more@h:99/x'",
                "url: 'hush@h'",
                "host: 'u:hush@h'",
                "host: 'http://u:hush@h/x'",
                "{host: h, path: 'http://u:hush@h/x'}",
                "{host: h, protocol: 'http://u:hush@h/x'}",
                "{host: h, port: 'u:hush@h'}",
                "{host: h, tags: 'u:hush@h'}"
            })
    void aPasswordInAUrlIsNotRepeated(String fields) {
        String service = fields.startsWith("{") ? fields : "{" + fields + "}";
        assertThat(Loads.load("services: [" + service + "]").problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain("hush"));
    }

    /** Each a field of an entity or of a plugin that wants a host, a path or a name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "routes: [{name: r, hosts: ['u:hush@h']}]",
                "routes: [{name: r, paths: ['u:hush@h']}]",
                "routes: [{name: r, paths: [/], headers: {'u:hush@h': [x]}}]",
                "routes: [{name: 'u:hush@h', paths: [/]}]",
                "upstreams: [{name: 'u:hush@h'}]",
                "upstreams: [{name: u, targets: [{target: 'u:hush@h'}]}]",
                "certificates: [{cert: 'u:hush@h', key: 'u:hush@h'}]",
                "plugins: [{name: kafka-upstream, config: {bootstrap_servers: [{host: 'u:hush@h', port: 9}], topic: t}}]"
            })
    void norIsOneAnywhereElse(String file) {
        assertThat(Loads.load(file).problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain("hush"));
    }

    /** What a message advises is clean. */
    @Test
    void anEncodedLetterIsAdvisedAsWhatIsClean() {
        assertThat(Loads.errors("routes: [{name: r, paths: [/gr%C3%B8nn]}]"))
                .containsExactly("/routes/0/paths/0 non-normalized path, consider use '/gr\u00f8nn' instead");
        assertThat(Loads.load("routes: [{name: r, paths: [\"/gr\u00f8nn\"]}]").problems())
                .isEmpty();
    }
}
