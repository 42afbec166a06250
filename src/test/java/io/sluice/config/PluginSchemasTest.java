package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginSchemasTest {

    private static final String SCHEMA = """
            {"x-scopes": ["route", "service"],
             "properties": {"config": {"type": "object", "additionalProperties": false, "required": ["size"], "properties": {
               "size": {"type": "integer", "minimum": 1}, "unit": {"type": "string", "default": "kilobytes"}}}}}
            """;

    @TempDir
    private Path folder;

    /** A plugin {@code own} whose jar is a folder. */
    static PluginSchemas schemas(Path folder, String schema) throws IOException {
        Path plugins = Files.createDirectories(folder.resolve("schema/plugins"));
        Files.writeString(plugins.resolve("own.json"), schema);
        URLClassLoader jar = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null);
        return new PluginSchemas(Map.of("own", jar));
    }

    private List<String> errors(String yaml) throws IOException {
        return Loads.loader(schemas(folder, SCHEMA), Map.of())
                .load("kong.yml", "_format_version: \"3.0\"\n" + yaml)
                .problems()
                .stream()
                .map(p -> p.severity() + " " + p.pointer() + " " + p.message())
                .toList();
    }

    @Test
    void aPluginBringsItsSchemaWithItsClassLoader() throws IOException {
        Declaration declaration = Loads.loader(schemas(folder, SCHEMA), Map.of())
                .load("kong.yml", "_format_version: \"3.0\"\nplugins: [{name: own, config: {size: 5}}]")
                .declaration();

        assertThat(declaration.plugins().getFirst().config().get("unit").asString())
                .isEqualTo("kilobytes");
        assertThat(errors("plugins: [{name: own, config: {size: 0}}]"))
                .containsExactly("ERROR /plugins/0/config/size value must be greater than 0");
    }

    @Test
    void itsNameIsAHintToo() throws IOException {
        assertThat(Loads.loader(schemas(folder, SCHEMA), Map.of())
                        .load("kong.yml", "_format_version: \"3.0\"\nplugins: [{name: ownn}]")
                        .problems()
                        .getFirst()
                        .hint())
                .startsWith("did you mean 'own'? Otherwise, ");
    }

    @Test
    void aPluginWithoutAReadableSchemaIsRefused() {
        assertThatThrownBy(() -> new PluginSchemas(List.of("nope")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("plugin nope brings no schema/plugins/nope.json");
        assertThatThrownBy(() -> schemas(folder, "{"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("schema/plugins/own.json is not JSON");
        assertThatThrownBy(() -> schemas(folder, "{}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("schema/plugins/own.json of plugin own describes no config");
        assertThatThrownBy(() -> schemas(folder, "")).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "plugins: [{name: own, consumer: bob, config: {size: 1}}]; ERROR /plugins/0/consumer value must be null: plugin 'own' cannot be scoped to a consumer",
                "plugins: [{name: own, consumer_group: gold, config: {size: 1}}]; ERROR /plugins/0/consumer_group value must be null: plugin 'own' cannot be scoped to a consumer_group",
                "plugins: [{name: own, route: r, service: s, config: {size: 1}}]; ",
            })
    void aReferenceToWhatItCannotBeScopedToIsRefused(String yaml, String problem) throws IOException {
        String file = yaml + """

                routes: [{name: r, paths: [/r]}]
                services: [{name: s, host: h}]
                consumers: [{username: bob}]
                consumer_groups: [{name: gold}]
                """;

        assertThat(errors(file)).isEqualTo(problem == null ? List.of() : List.of(problem));
    }

    @Test
    void nestedInOneItIsRefusedToo() throws IOException {
        assertThat(errors("consumers: [{username: bob, plugins: [{name: own, config: {size: 1}}]}]"))
                .containsExactly(
                        "ERROR /consumers/0/plugins/0 value must be null: plugin 'own' cannot be scoped to a consumer");
    }

    @Test
    void aNestedPluginCannotBelongToAnother() {
        String yaml = """
                services: [{name: a, host: h, plugins: [{name: cors, service: b}, {name: jwt, service: a}]}, {name: b, host: h}]
                routes: [{name: r, paths: [/r], plugins: [{name: cors, route: q}]}, {name: q, paths: [/q]}]
                """;

        assertThat(Loads.errors(yaml))
                .containsExactlyInAnyOrder(
                        "/services/0/plugins/0/service value must be null: it is nested in another service",
                        "/routes/0/plugins/0/route value must be null: it is nested in another route");
    }

    @Test
    void idsOfEntriesAreUnique() {
        String id = "11111111-1111-4111-8111-111111111111";

        assertThat(Loads.errors("plugins: [{name: cors, id: %s}, {name: jwt, id: %s}]".formatted(id, id)))
                .containsExactly("/plugins/1 uniqueness violation: 'plugins' entity with primary key set to '" + id
                        + "' already declared");
        assertThat(Loads.errors("plugins: [{name: cors, instance_name: x}, {name: jwt, instance_name: x}]"))
                .containsExactly(
                        "/plugins/1/instance_name uniqueness violation: 'plugins' entity with instance_name set to"
                                + " 'x' already declared");
    }
}
