package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.PluginFactory;
import io.sluice.testing.AuthorsJar;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginCatalogTest {

    private static final String SCHEMA = "{\"properties\": {\"config\": {\"type\": \"object\"}}}";

    @TempDir
    private Path folder;

    @TempDir
    private static Path scratch;

    private static Path mine;

    /** Compiling takes its time, so most tests share a jar. */
    @BeforeAll
    static void pack() throws IOException {
        mine = plugin("mine").write(scratch.resolve("mine.jar"), scratch);
    }

    @Test
    void whatIsNotAJarByNameDoesNotCount() throws IOException {
        Files.writeString(folder.resolve("README.md"), "plugins of ours");

        try (PluginCatalog catalog = PluginCatalog.discover(folder)) {
            assertThat(catalog.names()).isEqualTo(PluginCatalog.discover().names());
        }
    }

    @Test
    void aPluginIsFoundByTheNameOfItsFactory() throws IOException {
        Files.copy(mine, folder.resolve("whatever-1.0.jar"));

        try (PluginCatalog catalog = PluginCatalog.discover(folder)) {
            PluginFactory<?> factory = catalog.find("mine").orElseThrow();
            assertThat(factory.priority()).isEqualTo(42);
            assertThat(catalog.names()).contains("mine", "kafka-upstream");
            assertThat(catalog.all()).contains(factory).hasSameSizeAs(catalog.names());
            assertThat(catalog.loaders().get("mine").getResource("schema/plugins/mine.json"))
                    .isNotNull();
            assertThat(catalog.loaders().get("kafka-upstream").getResource("schema/plugins/kafka-upstream.json"))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "io.sluice.api.Plugin, true",
        "io.sluice.api.produce.Producing, true",
        "org.jspecify.annotations.Nullable, true",
        "java.net.http.HttpClient, true",
        "java.sql.Connection, true",
        "io.sluice.runtime.Gateway, false",
        "io.sluice.plugins.kafkalog.KafkaLogFactory, false",
        "tools.jackson.databind.json.JsonMapper, false",
        "org.apache.kafka.clients.producer.Producer, false",
        "io.helidon.webserver.WebServer, false",
        "org.junit.jupiter.api.Test, false",
    })
    void aPluginSeesTheApiAndTheJdkAlone(String type, boolean seen) throws Exception {
        Files.copy(mine, folder.resolve("a.jar"));
        Class.forName(type); // the host has it, or this shows nothing

        try (PluginCatalog catalog = PluginCatalog.discover(folder)) {
            ClassLoader loader = catalog.loaders().get("mine");
            if (seen) {
                assertThat(Class.forName(type, false, loader)).isSameAs(Class.forName(type));
            } else {
                assertThatThrownBy(() -> Class.forName(type, false, loader)).isInstanceOf(ClassNotFoundException.class);
            }
        }
    }

    @Test
    void aPluginSeesNoResourceOfItsHost() throws IOException {
        Files.copy(mine, folder.resolve("a.jar"));

        try (PluginCatalog catalog = PluginCatalog.discover(folder)) {
            ClassLoader loader = catalog.loaders().get("mine");
            assertThat(loader.getResource("schema/plugins/kafka-upstream.json")).isNull();
            assertThat(loader.getResource("io/sluice/api/version.txt")).isNull();
        }
    }

    @Test
    void aPluginMayBringOtherJars() throws IOException {
        Files.createDirectory(folder.resolve("lib"));
        new AuthorsJar().file("codec.txt", "fast").write(folder.resolve("lib/codec.jar"), scratch);
        plugin("lean")
                .file("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nClass-Path: lib/codec.jar\n")
                .write(folder.resolve("a.jar"), scratch);

        try (PluginCatalog catalog = PluginCatalog.discover(folder)) {
            assertThat(catalog.loaders().get("lean").getResource("codec.txt")).isNotNull();
        }
    }

    @Test
    void jarsDoNotSeeEachOtherNorShareClasses() throws IOException {
        Files.copy(mine, folder.resolve("a.jar"));
        plugin("two").write(folder.resolve("b.jar"), scratch);

        try (PluginCatalog catalog = PluginCatalog.discover(folder)) {
            PluginFactory<?> one = catalog.find("mine").orElseThrow();
            PluginFactory<?> two = catalog.find("two").orElseThrow();
            assertThat(one.getClass().getName()).isEqualTo(two.getClass().getName());
            assertThat(one.getClass()).isNotSameAs(two.getClass());
            assertThat(catalog.loaders().get("mine").getResource("schema/plugins/two.json"))
                    .isNull();
        }
    }

    @Test
    void aJarThatIsNoneIsNamed() throws IOException {
        Files.writeString(folder.resolve("text.jar"), "not a zip");
        Files.createDirectory(folder.resolve("folder.jar"));

        assertRefused("text.jar: is not a jar", "folder.jar: is not a jar");
    }

    @Test
    void everyJarThatCannotBeUsedIsNamedWithItsReason() throws IOException {
        new AuthorsJar().file("a.txt", "").write(folder.resolve("plain.jar"), scratch);
        AuthorsJar.of("# none").write(folder.resolve("empty.jar"), scratch);
        AuthorsJar.of("com.example.Missing").write(folder.resolve("missing.jar"), scratch);
        AuthorsJar.of("com.example.Other")
                .source("com.example.Other", "package com.example; public class Other {}")
                .write(folder.resolve("other.jar"), scratch);
        factory("bare", "").write(folder.resolve("bare.jar"), scratch);
        factory("odd", "").file("schema/plugins/odd.json", "{\n]").write(folder.resolve("odd.jar"), scratch);
        factory("lean", "").file("schema/plugins/lean.json", "{}").write(folder.resolve("lean.jar"), scratch);
        factory("../up", "").write(folder.resolve("up.jar"), scratch);

        assertRefused(
                "plain.jar: has no META-INF/services/io.sluice.api.PluginFactory",
                "empty.jar: META-INF/services/io.sluice.api.PluginFactory names no plugin",
                "missing.jar: io.sluice.api.PluginFactory: Provider com.example.Missing not found",
                "other.jar: io.sluice.api.PluginFactory: com.example.Other not a subtype",
                "bare.jar: has no schema/plugins/bare.json, the schema of its plugin 'bare'",
                "odd.jar: schema/plugins/odd.json is not JSON: it breaks in line 2, column ",
                "lean.jar: schema/plugins/lean.json does not describe /properties/config",
                "up.jar: com.example.Factory has no usable name: ../up");
    }

    @Test
    void aFactoryThatThrowsIsNamed() throws IOException {
        factory("a", "public Factory() { throw new IllegalStateException(\"boom\"); }")
                .write(folder.resolve("constructor.jar"), scratch);
        factory("b", "static final int N = Integer.parseInt(\"x\");").write(folder.resolve("static.jar"), scratch);
        factory("c", "private Factory() {}").write(folder.resolve("private.jar"), scratch);
        factory("d", "@Override public Class<C> configType() { throw new IllegalStateException(\"later\"); }")
                .write(folder.resolve("method.jar"), scratch);

        assertRefused(
                "constructor.jar: its factory fails: java.lang.IllegalStateException: boom",
                "static.jar: its factory fails: java.lang.NumberFormatException",
                "private.jar: its factory has no public constructor without arguments: com.example.Factory",
                "method.jar: its factory fails: java.lang.IllegalStateException: later");
    }

    /** A class that the author's API had and ours has not, as the author's own copy of it would be. */
    @Test
    void aJarForAnotherApiIsNamed() throws IOException {
        Path built = scratch.resolve("built.jar");
        factory("a", "final io.sluice.api.Gone gone = new io.sluice.api.Gone();")
                .source("io.sluice.api.Gone", "package io.sluice.api; public class Gone {}")
                .write(built, scratch);
        without("io/sluice/api/Gone.class", built, folder.resolve("new.jar"));

        assertRefused("new.jar: needs what is neither in it nor in this version of the API:"
                + " java.lang.NoClassDefFoundError: io/sluice/api/Gone");
    }

    private static void without(String entry, Path jar, Path copy) throws IOException {
        Files.copy(jar, copy);
        try (var zip = FileSystems.newFileSystem(copy)) {
            Files.delete(zip.getPath(entry));
        }
    }

    @Test
    void aNameIsGivenOnce() throws IOException {
        plugin("kafka-upstream").write(folder.resolve("a.jar"), scratch);
        Files.copy(mine, folder.resolve("b.jar"));
        Files.copy(mine, folder.resolve("c.jar"));

        assertRefused(
                "a.jar: there is a plugin 'kafka-upstream' already, a bundled one",
                "c.jar: there is a plugin 'mine' already, in " + folder.resolve("b.jar"));
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> PluginCatalog.discover(missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void closingClosesTheJars() throws IOException {
        Files.copy(mine, folder.resolve("a.jar"));
        PluginCatalog enabled = PluginCatalog.discover(folder).enabled(List.of("mine"));
        ClassLoader loader = enabled.loaders().get("mine");

        enabled.close();

        assertThat(loader.getResourceAsStream("schema/plugins/mine.json")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "bundled | kafka-log,kafka-upstream",
                "bundled,mine | kafka-log,kafka-upstream,mine",
                "mine,bundled,mine | kafka-log,kafka-upstream,mine",
                "mine | mine",
                "kafka-log,mine,off | kafka-log,mine",
                "off,bundled,mine | none",
                "off | none",
                "off,unknown | none",
            })
    void pluginsAreEnabledByName(String setting, String names) throws IOException {
        Files.copy(mine, folder.resolve("a.jar"));

        try (PluginCatalog catalog = PluginCatalog.discover(folder)) {
            assertThat(String.join(",", onlyThese(catalog, setting))).isEqualTo(names == null ? "" : names);
        }
    }

    /** Whatever else is bundled by now. */
    private static List<String> onlyThese(PluginCatalog catalog, String setting) {
        return catalog.enabled(List.of(setting.split(","))).names().stream()
                .filter(List.of("kafka-log", "kafka-upstream", "mine")::contains)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bundled,kafka-lgo,other", "kafka-lgo,other,off"})
    void aNameThatIsNotThereIsRefusedWithTheNearest(String setting) {
        assertThatThrownBy(() -> PluginCatalog.discover().enabled(List.of(setting.split(","))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "kafka-lgo plugin is enabled but not installed; did you mean 'kafka-log'? There are ")
                .hasMessageContaining("\nother plugin is enabled but not installed; There are ");
    }

    private void assertRefused(String... lines) {
        assertThatThrownBy(() -> PluginCatalog.discover(folder))
                .isInstanceOfSatisfying(IllegalArgumentException.class, e -> {
                    assertThat(e.getMessage().lines()).hasSize(lines.length);
                    for (String line : lines) {
                        assertThat(e).hasMessageContaining(folder + "/" + line);
                    }
                });
    }

    private static AuthorsJar plugin(String name) {
        return factory(name, "").file("schema/plugins/" + name + ".json", SCHEMA);
    }

    private static AuthorsJar factory(String name, String more) {
        String configType = more.contains("configType") ? "" : "public Class<C> configType() { return C.class; }";
        return AuthorsJar.of("com.example.Factory")
                .source("com.example.Factory", """
                        package com.example;
                        import io.sluice.api.*;
                        public class Factory implements PluginFactory<Factory.C> {
                            public record C() {}
                            public String name() { return "%s"; }
                            public int priority() { return 42; }
                            public Plugin create(C config, PluginEnv env) { return new Plugin() {}; }
                            %s
                            %s
                        }
                        """.formatted(name, configType, more));
    }
}
