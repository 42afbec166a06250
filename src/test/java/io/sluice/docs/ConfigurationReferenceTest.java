package io.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.PluginSchemas;
import io.sluice.runtime.PluginCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The configuration reference is what the schemas say: the README's for what Sluice is for, {@code docs/plugins.md} for all other
 * plugins. {@code make docs} writes both anew.
 */
class ConfigurationReferenceTest {

    private static final String MAIN = "kafka-upstream";
    private static final String BEGIN = "<!-- reference:begin -->\n";
    private static final String END = "<!-- reference:end -->";

    private final PluginCatalog catalog = PluginCatalog.discover();
    private final PluginSchemas schemas = new PluginSchemas(catalog.names());

    @Test
    void theReadmeIsWhatTheSchemaSays() throws IOException {
        compare(Path.of("README.md"), reference(MAIN) + '\n');
    }

    @Test
    void thePageOfThePluginsIsWhatTheSchemasSay() throws IOException {
        StringBuilder all = new StringBuilder();
        catalog.names().stream().filter(name -> !name.equals(MAIN)).forEach(name -> all.append(reference(name)));
        compare(Path.of("docs/plugins.md"), all.append('\n').toString());
    }

    private static void compare(Path page, String reference) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(page, text.substring(0, begin) + reference + text.substring(end));
            return;
        }
        assertThat(text.substring(begin, end)).as("run `make docs`").isEqualTo(reference);
    }

    private String reference(String plugin) {
        StringBuilder out = new StringBuilder();
        JsonNode file = schemas.file(plugin).orElseThrow();
        out.append("\n### ")
                .append(plugin)
                .append("\n\n")
                .append(file.get("description").asString())
                .append("\n\n");
        out.append("| field | type | default | |\n| --- | --- | --- | --- |\n");
        rows(file.at("/properties/config"), "", out);
        return out.toString();
    }

    private static void rows(JsonNode schema, String prefix, StringBuilder out) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(r -> required.add(r.asString()));
        schema.path("properties").properties().forEach(p -> {
            JsonNode rule = p.getValue();
            String name = prefix + p.getKey();
            boolean record = rule.has("properties");
            String byDefault = required.contains(p.getKey())
                    ? "**required**"
                    : rule.has("default") && !record ? "`" + rule.get("default").toString() + "`" : "";
            out.append("| `")
                    .append(name)
                    .append("` | ")
                    .append(type(rule))
                    .append(" | ")
                    .append(byDefault)
                    .append(" | ")
                    .append(rule.path("description").asString(""))
                    .append(" |\n");
            if (record) {
                rows(rule, name + ".", out);
            } else if (rule.path("items").has("properties")) {
                rows(rule.get("items"), name + "[].", out);
            }
        });
    }

    private static String type(JsonNode rule) {
        if (rule.has("enum")) {
            List<String> values = new ArrayList<>();
            rule.get("enum").forEach(v -> values.add("`" + v.asString() + "`"));
            return String.join(", ", values);
        }
        String range = rule.has("minimum")
                ? " " + rule.get("minimum") + ".." + rule.path("maximum").asString("")
                : "";
        String of = rule.path("items").has("type")
                ? " of " + rule.get("items").get("type").asString()
                : "";
        return rule.path("type").asString("") + of + range;
    }
}
