package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.DeclarationLoader;
import io.sluice.problem.Problem;
import io.sluice.testing.AuthorsJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which plugins a file may name: by the setting, by an option, by a jar. */
class KnownPluginsTest {

    private static final String SCHEMA =
            "{\"properties\": {\"config\": {\"type\": \"object\", \"additionalProperties\": false, \"properties\": {\"size\": {\"type\": \"integer\"}}}}}";

    @TempDir
    private Path folder;

    @TempDir
    private Path scratch;

    @BeforeEach
    void install() throws IOException {
        AuthorsJar.of("com.example.Factory")
                .source("com.example.Factory", """
                        package com.example;
                        import io.sluice.api.*;
                        public class Factory implements PluginFactory<Factory.C> {
                            public record C(Integer size) {}
                            public String name() { return "mine"; }
                            public int priority() { return 42; }
                            public Class<C> configType() { return C.class; }
                            public Plugin create(C config, PluginEnv env) { return new Plugin() {}; }
                        }
                        """)
                .file("schema/plugins/mine.json", SCHEMA)
                .write(folder.resolve("mine.jar"), scratch);
    }

    private static List<String> codes(KnownPlugins known, String plugin) {
        try (known) {
            return new DeclarationLoader(known.schemas(), Map.<String, String>of()::get)
                            .load(
                                    "kong.yml",
                                    "_format_version: '3.0'\nplugins: [{name: " + plugin + ", config: {size: big}}]")
                            .problems()
                            .stream()
                            .map(Problem::code)
                            .toList();
        }
    }

    private static @Nullable List<String> setting(@Nullable String names) {
        return names == null ? null : List.of(names.split(",", -1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // setting | option | plugin | problems
                "- | - | theirs | unknown-plugin",
                "bundled,theirs | - | theirs | unchecked-plugin",
                "theirs,bundled,off | - | theirs | unchecked-plugin",
                "off,theirs | - | theirs | unknown-plugin",
                "- | theirs | theirs | unchecked-plugin",
                "off | theirs | theirs | unchecked-plugin",
                "bundled | theirs | theirs | unchecked-plugin",
                "- | - | mine | bad-type",
                "bundled,mine | - | mine | bad-type",
                "bundled | mine | mine | bad-type",
            })
    void lintTakesNamesFromTheSettingAndTheOptionAndSchemasFromJars(
            @Nullable String setting, @Nullable String option, String plugin, String code) {
        KnownPlugins known = KnownPlugins.of(folder, setting(setting), option == null ? List.of() : List.of(option));

        assertThat(codes(known, plugin)).containsExactly(code);
    }

    @Test
    void lintSaysWhatASettingLeavesOut() {
        assertThat(codes(KnownPlugins.of(folder, List.of("bundled"), List.of()), "mine"))
                .containsExactlyInAnyOrder("plugin-not-enabled", "bad-type");
        assertThat(codes(KnownPlugins.of(folder, List.of("mine"), List.of()), "acl"))
                .contains("plugin-not-enabled");
    }

    @Test
    void aStartNeedsTheJar() {
        assertThatThrownBy(() -> KnownPlugins.strict(folder, List.of("bundled", "theirs")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("theirs plugin is enabled but not installed")
                .hasMessageContaining("KONG_PLUGIN_FOLDER");
        assertThat(codes(KnownPlugins.strict(folder, List.of("bundled", "mine")), "mine"))
                .containsExactly("bad-type");
        assertThat(codes(KnownPlugins.strict(folder, List.of("bundled")), "mine"))
                .containsExactly("unknown-plugin");
    }

    @Test
    void whoServesNothingNeedsNoJar() {
        KnownPlugins known = KnownPlugins.lenient(folder, List.of("bundled", "theirs"), List.of("more"));

        assertThat(known.catalog().names()).contains("acl").doesNotContain("theirs", "more", "mine");
        assertThat(known.catalog().off()).containsExactly("mine");
        assertThat(codes(known, "theirs")).containsExactly("unchecked-plugin");
        assertThat(codes(known, "more")).containsExactly("unchecked-plugin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "off", "bundled;theirs", "../x"})
    void whatIsNoNameIsRefused(String name) {
        assertThatThrownBy(() -> KnownPlugins.of(folder, null, List.of(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + name + "' cannot be the name of a plugin");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> KnownPlugins.of(Path.of("/no/folder"), null, List.of()))
                .hasMessage("plugin folder /no/folder: there is no such folder; name the one with the plugins' jars");
    }
}
