package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.api.entity.Route;
import io.sluice.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeclarationLoaderTest {

    private static final DeclarationLoader LOADER =
            new DeclarationLoader(new PluginSchemas(List.of("kafka-upstream")), Map.of("DECK_PORT", "70000")::get);

    private static final String GOOD = """
            _format_version: "3.0"
            services:
            - name: s
              host: example.com
            routes:
            - name: r
              service: s
              paths: [/a]
              plugins:
              - name: kafka-upstream
                config:
                  topic: t
                  bootstrap_servers:
                  - {host: k, port: 9092}
            consumers:
            - username: bob
            """;

    @Test
    void defaultsComeFromTheSchema() {
        Declaration declaration = load(GOOD).declaration();

        assertThat(declaration).isNotNull();
        JsonNode config = declaration.plugins().getFirst().config();
        assertThat(config.get("forward_body").asBoolean()).isTrue();
        assertThat(config.get("producer_request_timeout").asInt()).isEqualTo(2000);
        assertThat(config.get("headers").get("repeated_headers_behavior").asString())
                .isEqualTo("retain_duplicates");
        assertThat(config.has("schema_registry")).isFalse();
        Route route = declaration.routes().getFirst();
        assertThat(route.protocols()).containsExactly("http", "https");
        assertThat(route.service()).isEqualTo(declaration.services().getFirst());
        assertThat(declaration.plugins().getFirst().route()).isEqualTo(route);
    }

    @Test
    void loadingTwiceGivesEqualDeclarations() {
        assertThat(load(GOOD).declaration()).isEqualTo(load(GOOD).declaration());
    }

    /** What to replace in the good file, what by, and the one problem that must come of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "host: example.com; hosst: example.com; 4:3; /services/0/hosst; unknown field; did you mean 'host'?",
                "paths: [/a]; paths: [a]; 8:11; /routes/0/paths/0; should start with: / (fixed path) or ~/ (regex path);",
                "paths: [/a]; paths: [/a/../b]; 8:11; /routes/0/paths/0; non-normalized path, consider use '/b' instead;",
                "paths: [/a]; paths: ['~/a(']; 8:11; /routes/0/paths/0; invalid regex: '/a(';",
                "paths: [/a]; paths: ['~/a(?=b)']; 8:11; /routes/0/paths/0; linear time;",
                "paths: [/a]; paths: /a; 8:10; /routes/0/paths; expected an array; a list of one: [/a]",
                "paths: [/a]; tags: x; 8:9; /routes/0/tags; expected a set; a list of one: [x]",
                "paths: [/a]; hosts: [a.*.b]; 8:11; /routes/0/hosts/0; must be placed at leftmost or rightmost label;",
                "paths: [/a]; methods: [get]; 8:13; /routes/0/methods/0; invalid value;",
                "paths: [/a]; protocols: [http, tcp]; 8:14; /routes/0/protocols; mutually exclusive;",
                "paths: [/a]; name2: x; 8:3; /routes/0/name2; unknown field; did you mean 'name'?",
                "service: s; service: z; 7:12; /routes/0/service; invalid reference 'service: z' (no such entry in 'services');",
                "name: kafka-upstream; name: kafka-upstreem; 10:11; /routes/0/plugins/0/name; plugin 'kafka-upstreem' not enabled; did you mean 'kafka-upstream'? Otherwise, a plugin of your own is enabled by its name: KONG_PLUGINS=bundled,kafka-upstreem, or plugins = bundled,kafka-upstreem in kong.conf (-c), or for lint --plugin kafka-upstreem",
                "port: 9092; port: 70000; 14:25; /routes/0/plugins/0/config/bootstrap_servers/0/port; value should be between 0 and 65535;",
                "port: 9092; port: '9092'; 14:25; /routes/0/plugins/0/config/bootstrap_servers/0/port; expected an integer; without quotes it is an integer",
                "port: 9092; port: 90.5; 14:25; /routes/0/plugins/0/config/bootstrap_servers/0/port; expected an integer;",
                "', port: 9092'; ''; 14:9; /routes/0/plugins/0/config/bootstrap_servers/0/port; required field missing: 'port';",
                "topic: t; topicc: t; 12:7; /routes/0/plugins/0/config/topicc; unknown field; did you mean 'topic'?",
                "topic: t; topic: 5; 12:14; /routes/0/plugins/0/config/topic; expected a string; as text it needs quotes: '5'",
                "'topic: t'; 'topic: t\\n      producer_request_acks: 2'; 13:30; /routes/0/plugins/0/config/producer_request_acks; expected one of: -1, 0, 1;",
                "'topic: t'; 'topic: t\\n      forward_body: false'; 12:7; /routes/0/plugins/0/config; at least one of these fields must be true;",
                "'topic: t'; 'topic: t\\n      authentication: {mechanism: OAUTHBEARER, strategy: sasl}'; 13:23; /routes/0/plugins/0/config/authentication; 'oauthbearer' must be set;",
                "username: bob; tags: [a]; 16:3; /consumers/0; at least one of these fields must be non-empty;",
                "consumers:; consummers:; 15:1; /consummers; unknown field; did you mean 'consumers'?",
                "'\"3.0\"'; 3.0; 1:18; /_format_version; expected a string; as text it needs quotes: '3.0'",
                "'\"3.0\"'; '\"4.0\"'; 1:18; /_format_version; expected one of: 1.1, 2.1, 3.0; did you mean '3.0'?",
            })
    void everyMistakeHasItsPlaceAndWords(
            String good, String bad, String place, String pointer, String message, String hint) {
        String from = unquote(good);
        assertThat(GOOD).contains(from);
        List<Problem> problems = load(GOOD.replaceFirst(
                        java.util.regex.Pattern.quote(from),
                        java.util.regex.Matcher.quoteReplacement(unquote(bad).replace("\\n", "\n"))))
                .problems()
                .stream()
                .filter(p -> p.severity() == Problem.Severity.ERROR)
                .filter(p -> p.pointer().equals(pointer))
                .toList();

        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().place()).hasToString("kong.yml:" + place);
        assertThat(problems.getFirst().message()).contains(message);
        assertThat(problems.getFirst().hint()).isEqualTo(hint);
    }

    private static String unquote(String text) {
        return text.startsWith("'") && text.endsWith("'") ? text.substring(1, text.length() - 1) : text;
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        List<Problem> problems = load(GOOD.replace("host: example.com", "port: -1")
                        .replace("topic: t", "topicc: t")
                        .replace("[/a]", "[a, b]"))
                .problems();

        assertThat(problems).hasSize(6); // host, port, two paths, topic missing, topicc unknown
    }

    @Test
    void aTemplatedValueIsNeverShown() {
        List<Problem> problems = load(GOOD.replace("port: 9092", "port: ${{ env \"DECK_PORT\" | toInt }}"))
                .problems();

        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().value()).isNull();
        assertThat(problems.toString()).doesNotContain("70000");
    }

    @Test
    void aSecretIsNeverShown() {
        List<Problem> problems = load(GOOD.replace("topic: t", "topic: t\n      authentication: {password: [hush]}"))
                .problems();

        assertThat(problems).hasSize(1);
        assertThat(problems.toString()).doesNotContain("hush");
    }

    @Test
    void whatIsLegalAndAlmostSurelyWrongIsAWarning() {
        DeclarationLoader.Loaded loaded = load(GOOD.replace("[/a]", "['/a/\\d+']")
                .replace(
                        "topic: t",
                        "topic: t\n      producer_request_acks: 0\n      authentication: {strategy: sasl}"));

        assertThat(loaded.declaration()).isNotNull();
        assertThat(loaded.problems())
                .extracting(Problem::code)
                .containsExactlyInAnyOrder("path-looks-like-regex", "acks-none", "sasl-half");
    }

    @Test
    void oldFormatsAreMigrated() {
        Declaration declaration = load(GOOD.replace("3.0", "1.1").replace("[/a]", "['/a/\\d+', '/b%41']"))
                .declaration();

        assertThat(declaration.routes().getFirst().paths()).containsExactly("~/a/\\d+", "/bA");
    }

    @Test
    void deckSharedConfigsAndDefaultsWork() {
        Declaration declaration = load("""
                        _format_version: "3.0"
                        _info: {defaults: {route: {strip_path: false, tags: [x]}}}
                        _plugin_configs: {base: {topic: shared, forward_uri: true}}
                        routes:
                        - name: r
                          paths: [/a]
                        plugins:
                        - name: kafka-upstream
                          route: {name: r}
                          _config: base
                          config: {topic: own}
                        """).declaration();

        assertThat(declaration.routes().getFirst().stripPath()).isFalse();
        assertThat(declaration.routes().getFirst().tags()).containsExactly("x");
        assertThat(declaration.plugins().getFirst().config().get("topic").asString())
                .isEqualTo("own");
        assertThat(declaration.plugins().getFirst().config().get("forward_uri").asBoolean())
                .isTrue();
    }

    @Test
    void defaultsOfTheFileWinOverTheSchemaForNestedEntitiesToo() {
        Declaration declaration = load("""
                        _format_version: "3.0"
                        _info: {defaults: {route: {preserve_host: true}, service: {retries: 1}}}
                        services:
                        - host: h
                          routes: [{paths: [/a]}, {paths: [/b], preserve_host: false}]
                        """).declaration();

        assertThat(declaration.services().getFirst().retries()).isEqualTo(1);
        assertThat(declaration.routes()).extracting(Route::preserveHost).containsExactly(true, false);
    }

    @Test
    void aListThatIsAMapIsOneProblemAndNoException() {
        assertThat(load("""
                        _format_version: "3.0"
                        services: [{url: 'https://a.com', ca_certificates: {a: b}}]
                        consumers: [{username: bob, groups: {a: b}, acls: {a: b}}]
                        certificates: {a: b}
                        """).problems()).hasSize(4);
    }

    /** Loads a file with ten thousand routes; how long it takes is measured in bench/. */
    @Test
    void manyRoutesLoad() {
        StringBuilder yaml = new StringBuilder("_format_version: \"3.0\"\nroutes:\n");
        for (int i = 0; i < 10_000; i++) {
            yaml.append("- name: r")
                    .append(i)
                    .append("\n  paths: [/p")
                    .append(i)
                    .append(
                            "]\n  plugins:\n  - name: kafka-upstream\n    config: {topic: t, bootstrap_servers: [{host: k, port: 9092}]}\n");
        }
        assertThat(load(yaml.toString()).declaration().plugins()).hasSize(10_000);
    }

    @TestFactory
    List<DynamicTest> configVectors() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream in = getClass().getResourceAsStream("/vectors/kafka-upstream.json")) {
            for (JsonNode v : JsonMapper.shared().readTree(in).get("vectors")) {
                // Lua chunks are not compiled, and there is no host setting tls_certificate_verify, in this version
                boolean later = v.get("name").asString().contains("lua")
                        || v.has("host_settings")
                        || v.toString().contains("tls_certificate_verify");
                if (v.get("kind").asString().equals("config") && !later) {
                    tests.add(dynamicTest(v.get("name").asString(), () -> {
                        String file =
                                "{\"_format_version\":\"3.0\",\"plugins\":[{\"name\":\"kafka-upstream\",\"config\":"
                                        + v.get("config") + "}]}";
                        boolean valid = load(file).declaration() != null;
                        assertThat(valid)
                                .as(file)
                                .isEqualTo(v.get("expect").get("valid").asBoolean());
                    }));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(6);
        return tests;
    }

    private static DeclarationLoader.Loaded load(String yaml) {
        return LOADER.load("kong.yml", yaml);
    }
}
