package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Our schema against the official facts, field by field, in both directions. */
class SchemaFactsTest {

    private static final String[] FACTS = {
        "type", "enum", "default", "minimum", "maximum", "x-encrypted", "x-referenceable"
    };

    @Test
    void kafkaUpstreamHasEveryOfficialFieldAndNoOther() {
        JsonNode ours = SchemaFile.resource("schema/plugins/kafka-upstream.json")
                .orElseThrow()
                .at("/properties/config");
        JsonNode official =
                SchemaFile.resource("facts/kafka-upstream.json").orElseThrow().at("/properties/config");

        assertThat(facts(ours)).isEqualTo(facts(official));
        assertThat(facts(official)).hasSizeGreaterThan(80);
    }

    @Test
    void everyFieldIsDescribed() {
        describe(
                SchemaFile.resource("schema/plugins/kafka-upstream.json")
                        .orElseThrow()
                        .at("/properties/config"),
                "");
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
                fact.append(name).append('=').append(schema.get(name)).append(' ');
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
}
