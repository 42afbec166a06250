package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What under {@code schema/} is generated is up to date; {@code make schemas} writes it anew. */
class SchemasTest {

    private static final Path SCHEMAS = Path.of("schema/plugins");
    private static final Path FACTS = Path.of("src/test/resources/facts");

    /** Official plugins without a schema written by hand. */
    static List<String> generated() throws IOException {
        try (Stream<Path> facts = Files.list(FACTS)) {
            return facts.map(file -> file.getFileName().toString().replace(".json", ""))
                    .filter(name -> !name.equals("priorities") && !isByHand(name))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isByHand(String plugin) {
        Path file = SCHEMAS.resolve(plugin + ".json");
        return Files.exists(file) && !read(file).path("$comment").asString("").equals(FactsSchema.MARK);
    }

    @ParameterizedTest
    @MethodSource("generated")
    void everyGeneratedSchemaOfAPluginIsUpToDate(String plugin) throws IOException {
        compare(SCHEMAS.resolve(plugin + ".json"), JsonText.of(fromFacts(plugin)));
    }

    @Test
    void theSchemaForEditorsIsUpToDate() throws IOException {
        Map<String, JsonNode> plugins = new TreeMap<>();
        generated().forEach(plugin -> plugins.put(plugin, fromFacts(plugin)));
        try (Stream<Path> files = Files.list(SCHEMAS)) {
            files.forEach(file ->
                    plugins.computeIfAbsent(file.getFileName().toString().replace(".json", ""), _ -> read(file)));
        }
        JsonNode schema = new EditorSchema(read(Path.of("schema/entities.json")), plugins).make();
        compare(Path.of("schema/kong.schema.json"), JsonText.of(schema));
    }

    private static JsonNode fromFacts(String plugin) {
        Overlay overlay = Overlay.of(
                read(Path.of("src/test/resources/overlay.json")), read(Path.of("src/test/resources/not-null.json")));
        return FactsSchema.of(plugin, read(FACTS.resolve(plugin + ".json")), overlay);
    }

    static JsonNode read(Path file) {
        return JsonMapper.shared().readTree(file.toFile());
    }

    static void compare(Path file, String text) throws IOException {
        if (Boolean.getBoolean("schemas.write")) {
            Files.writeString(file, text);
        }
        assertThat(Files.exists(file) && Files.readString(file).equals(text))
                .as(file + " is what its sources say; if not, run `make schemas`")
                .isTrue();
    }
}
