package io.sluice.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vectors of kafka-upstream, but for those that ask for what is not hosted yet. */
final class KafkaVectors {

    /** Fields that need Lua or a schema registry. */
    private static final Set<String> LATER =
            Set.of("message_by_lua_functions", "custom_fields_by_lua", "schema_registry");

    private KafkaVectors() {}

    static List<JsonNode> hosted(String kind) throws IOException {
        List<JsonNode> vectors = new ArrayList<>();
        try (InputStream in = KafkaVectors.class.getResourceAsStream("/vectors/kafka-upstream.json")) {
            for (JsonNode vector : JsonMapper.shared().readTree(in).get("vectors")) {
                boolean hosted = LATER.stream().noneMatch(vector.get("config")::has);
                if (hosted && vector.get("kind").asString().equals(kind)) {
                    vectors.add(vector);
                }
            }
        }
        return vectors;
    }
}
