package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.sluice.config.source.Document;
import io.sluice.config.source.SourceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an editor makes of files with {@code schema/kong.schema.json} alone. */
class EditorSchemaTest {

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(Dialects.getDraft7())
            .getSchema(SchemasTest.read(Path.of("schema/kong.schema.json")));

    @TestFactory
    List<DynamicTest> acceptsWhatIsValid() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : SchemasTest.read(Path.of("src/test/resources/vectors/declarative.json"))) {
            if (vector.get("valid").asBoolean()) {
                String yaml = vector.get("yaml").asString();
                tests.add(dynamicTest(
                        vector.get("name").asString(),
                        () -> assertThat(problems(yaml)).isEmpty()));
            }
        }
        for (String file : List.of("kong.yml.example", "examples/gateway.yml")) {
            tests.add(dynamicTest(
                    file,
                    () -> assertThat(problems(Files.readString(Path.of(file)))).isEmpty()));
        }
        return tests;
    }

    /** An editor sees a template as it stands. */
    @Test
    void takesTemplatesAndReferencesInPlaceOfNumbers() {
        ObjectNode service = JsonNodeFactory.instance.objectNode();
        service.put("name", "a").put("host", "h").put("port", "${{ env \"DECK_PORT\" | toInt }}");
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        file.putArray("services").add(service);

        assertThat(SCHEMA.validate(file)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            services: [{name: a, hosst: h}]                                                   | /services/0
            services: [{name: a, host: h, port: '80'}]                                        | /services/0/port
            services: [{name: a, host: h, protocol: ftp}]                                     | /services/0/protocol
            services: [{name: a, host: h, routes: [{path: [/a]}]}]                            | /services/0/routes/0
            plugins: [{name: cors, config: {origin: x}}]                                      | /plugins/0/config
            plugins: [{name: rate-limiting-advanced, config: {limit: [1]}}]                   | /plugins/0/config
            plugins: [{name: openid-connect, config: {issuer: a, redis: {prt: 1}}}]           | /plugins/0/config/redis
            plugins: [{name: statsd, config: {metrics: [{name: latency, stat_type: spread}]}}] | /plugins/0/config/metrics/0/stat_type
            routes: [{name: r, paths: [/a], plugins: [{name: jwt, config: {realm: 1}}]}]      | /routes/0/plugins/0/config/realm
            consumers: [{username: a, jwt_secrets: [{algorithm: none}]}]                      | /consumers/0/jwt_secrets/0/algorithm
            upstreams: [{targets: []}]                                                        | /upstreams/0
            """)
    void findsMistakes(String yaml, String pointer) {
        assertThat(problems(yaml)).anyMatch(problem -> problem.startsWith(pointer + ":"));
    }

    private static List<String> problems(String yaml) {
        Document document = Objects.requireNonNull(new SourceReader(Map.<String, String>of()::get)
                .parse("kong.yml", yaml)
                .document());
        return SCHEMA.validate(document.root()).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }
}
