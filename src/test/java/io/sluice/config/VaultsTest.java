package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VaultsTest {

    private static final Map<String, String> ENV = Map.of(
            "MY_SECRET", "one",
            "MY_SECRET_PREVIOUS", "zero",
            "SSL_MY_SECRET", "two",
            "EMPTY", "",
            "JSON", "{\"a\": \"three\", \"b-c\": \"four\", \"n\": 5, \"e\": \"\"}");

    private static final JsonNode FILE = JsonMapper.shared().readTree("""
            {"vaults": [{"prefix": "ssl-env", "name": "env", "config": {"prefix": "ssl_"}},
                        {"prefix": "bare", "name": "env"},
                        {"prefix": "other", "name": "hcv"},
                        {"prefix": 5}, 7]}""");

    private static final Vaults VAULTS = new Vaults(FILE, ENV::get);

    @ParameterizedTest
    @CsvSource({
        "{vault://env/my-secret}, one",
        "{vault://env/MY_SECRET}, one",
        "{vault://env/my-secret/}, one",
        "{vault://env/my%2Dsecret}, one",
        "{vault://env/my-secret#1}, one",
        "{vault://env/my-secret#2}, zero",
        "{vault://env/my-secret?prefix=SSL_}, two",
        "{vault://ssl-env/my-secret}, two",
        "{vault://bare/my-secret}, one",
        "{vault://env/json/a}, three",
        "{vault://env/json/b-c}, four"
    })
    void findsTheValueInTheEnvironment(String reference, String value) throws Vaults.Unresolved {
        assertThat(Vaults.isReference(reference)).isTrue();
        assertThat(VAULTS.resolve(reference)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "{vault://env/nope}, the environment variable 'NOPE' is not set",
        "{vault://env/empty}, the value in the environment variable 'EMPTY' is empty",
        "{vault://env/json/e}, the value in the environment variable 'JSON' is empty",
        "{vault://env/json/x}, subfield x not found in JSON secret 'JSON'",
        "{vault://env/json/n}, unexpected number value in JSON secret 'JSON' for subfield n",
        "{vault://env/my-secret/a}, unable to json decode value of 'MY_SECRET'",
        "{vault://other/x}, there is no vault 'other' of the kind env",
        "{vault://env/}, it names nothing in the vault",
        "{vault://env}, it names nothing in the vault",
        "{vault://}, expected {vault://env/name} or {vault://env/name/key}",
        "{vault://env/a b}, expected {vault://env/name} or {vault://env/name/key}"
    })
    void saysWhyThereIsNone(String reference, String reason) {
        assertThatThrownBy(() -> VAULTS.resolve(reference))
                .isInstanceOf(Vaults.Unresolved.class)
                .hasMessage("unable to resolve reference " + reference + ": " + reason)
                .hasMessageNotContainingAny("one", "three");
    }

    @ParameterizedTest
    @CsvSource({"vault://env/a", "'{vault://env/a} '", "x{vault://env/a}", "{vault:/env/a}"})
    void otherTextsAreNone(String text) {
        assertThat(Vaults.isReference(text)).isFalse();
    }

    private static final String KAFKA = """
            plugins:
            - name: kafka-upstream
              enabled: %s
              config:
                topic: "{vault://env/topic}"
                bootstrap_servers: [{host: k, port: 9092}]
                authentication: {strategy: sasl, mechanism: PLAIN, user: "{vault://env/kafka/user}", password: "{vault://env/password}"}
            """;

    @Test
    void pluginFieldsMarkedForItAreResolvedAndNoOther() {
        Declaration declaration = Loads.load(
                        KAFKA.formatted("true"), Map.of("KAFKA", "{\"user\": \"u\"}", "PASSWORD", "p", "TOPIC", "t"))
                .declaration();

        JsonNode config = declaration.plugins().getFirst().config();
        assertThat(config.at("/authentication/user").asString()).isEqualTo("u");
        assertThat(config.at("/authentication/password").asString()).isEqualTo("p");
        assertThat(config.at("/topic").asString()).isEqualTo("{vault://env/topic}");
        assertThat(declaration.unhosted()).isEmpty();
    }

    @Test
    void anUnresolvedPluginFieldRefusesAStartAtItsPlace() {
        DeclarationLoader.Loaded loaded = Loads.load(KAFKA.formatted("true"), Map.of("PASSWORD", "p"));

        assertThat(loaded.problems()).extracting(Problem::severity).containsOnly(Problem.Severity.WARNING);
        assertThat(loaded.declaration().unhosted()).singleElement().satisfies(p -> {
            assertThat(p.code()).isEqualTo("unresolved-reference");
            assertThat(p.pointer()).isEqualTo("/plugins/0/config/authentication/user");
            assertThat(p.place()).hasToString("kong.yml:8:62");
            assertThat(p.message()).contains("the environment variable 'KAFKA' is not set");
        });
    }

    @Test
    void anEntryThatDoesNotRunNeedsNoSecrets() {
        assertThat(Loads.good(KAFKA.formatted("false")).unhosted()).isEmpty();
    }

    @Test
    void numbersAndElementsOfListsAreResolvedToo(@TempDir Path folder) throws IOException {
        PluginSchemas schemas = PluginSchemasTest.schemas(folder, """
                {"x-scopes": ["route", "service"], "properties": {"config": {"type": "object", "additionalProperties": false, "properties": {
                  "port": {"type": "integer", "minimum": 1, "x-referenceable": true},
                  "url": {"type": "string", "pattern": "^http", "x-referenceable": true},
                  "keys": {"type": "array", "items": {"type": "string", "x-referenceable": true}},
                  "named": {"type": "object", "additionalProperties": {"type": "string", "x-referenceable": true}}}}}}
                """);
        DeclarationLoader loader = Loads.loader(schemas, Map.of("PORT", "6379", "KEY", "k", "URL", "hush"));
        String config =
                "{port: '{vault://env/port}', keys: [a, '{vault://env/key}'], named: {x: '{vault://env/key}'}, url: '%s'}";
        String yaml = "_format_version: \"3.0\"\nplugins: [{name: own, config: " + config + "}]";

        JsonNode resolved = loader.load("kong.yml", yaml.formatted("http://a"))
                .declaration()
                .plugins()
                .getFirst()
                .config();
        assertThat(resolved.toString())
                .isEqualTo("{\"port\":6379,\"keys\":[\"a\",\"k\"],\"named\":{\"x\":\"k\"},\"url\":\"http://a\"}");

        // what was resolved is checked and never shown; what was not is told once, whatever the field expects
        assertThat(loader.load("kong.yml", yaml.formatted("{vault://env/url}")).problems())
                .singleElement()
                .satisfies(p -> assertThat(p.code()).isEqualTo("bad-pattern"))
                .satisfies(p -> assertThat(p.toString()).doesNotContain("hush"));
        assertThat(loader.load("kong.yml", yaml.formatted("{vault://env/nope}")).problems())
                .singleElement()
                .satisfies(p -> assertThat(p.code()).isEqualTo("unresolved-reference"));
    }
}
