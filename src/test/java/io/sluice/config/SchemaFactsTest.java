package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.runtime.PluginCatalog;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The schemas of all plugins against the official facts, field by field, in both directions. */
class SchemaFactsTest {

    /** What is compared; an enum without its order, which is ours to choose: Kong's messages have one, its facts are sorted. */
    private static final String[] FACTS = {
        "type", "enum", "default", "minimum", "maximum", "x-encrypted", "x-referenceable"
    };

    private static final List<String> SCOPES = List.of("route", "service", "consumer", "consumer_group");

    static Set<String> plugins() {
        return PluginCatalog.discover().names();
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void hasEveryOfficialFieldAndNoOther(String plugin) {
        JsonNode official = SchemaFile.resource("facts/" + plugin + ".json").orElseThrow();
        JsonNode ours = schema(plugin);

        assertThat(facts(ours.at("/properties/config"))).isEqualTo(facts(official.at("/properties/config")));
        assertThat(facts(ours.at("/properties/protocols"))).isEqualTo(facts(official.at("/properties/protocols")));
    }

    /** The facts list a scope as a property beside {@code config}. */
    @ParameterizedTest
    @MethodSource("plugins")
    void hasTheOfficialScopes(String plugin) {
        JsonNode official = SchemaFile.resource("facts/" + plugin + ".json").orElseThrow();
        List<String> scopes =
                SCOPES.stream().filter(official.path("properties")::has).toList();

        assertThat(schema(plugin).path("x-scopes").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrderElementsOf(scopes);
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void everyFieldIsDescribed(String plugin) {
        describe(schema(plugin).at("/properties/config"), plugin);
    }

    private static JsonNode schema(String plugin) {
        return SchemaFile.resource("schema/plugins/" + plugin + ".json").orElseThrow();
    }

    private static void describe(JsonNode schema, String path) {
        schema.path("properties").properties().forEach(p -> {
            assertThat(p.getValue().path("description").asString(""))
                    .as(path + "." + p.getKey())
                    .isNotBlank();
            describe(p.getValue(), path + "." + p.getKey());
        });
    }

    private static Map<String, String> facts(JsonNode schema) {
        Map<String, String> facts = new TreeMap<>();
        collect(schema, "", facts);
        return facts;
    }

    private static void collect(JsonNode schema, String path, Map<String, String> facts) {
        StringBuilder fact = new StringBuilder();
        for (String name : FACTS) {
            boolean emptyRecord =
                    name.equals("default") && schema.path("default").isObject() && schema.has("properties");
            if (schema.has(name) && !emptyRecord) { // ours, so that the defaults inside are filled in
                fact.append(name)
                        .append('=')
                        .append(value(name, schema.get(name)))
                        .append(' ');
            }
        }
        schema.path("required").forEach(r -> facts.put(path + " requires " + r.asString(), ""));
        facts.put(path, fact.toString());
        schema.path("properties").properties().forEach(p -> collect(p.getValue(), path + "/" + p.getKey(), facts));
        if (schema.has("items")) {
            collect(schema.get("items"), path + "[]", facts);
        }
        if (schema.path("additionalProperties").isObject()) {
            collect(schema.get("additionalProperties"), path + "{}", facts);
        }
    }

    private static String value(String name, JsonNode value) {
        if (!name.equals("enum")) {
            return value.toString();
        }
        Set<String> values = new TreeSet<>();
        value.forEach(v -> values.add(v.toString()));
        return values.toString();
    }
}
