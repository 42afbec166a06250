package io.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.Plugin;
import io.sluice.api.PluginFactory;
import io.sluice.config.ConfigBinder;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.runtime.Exchanges;
import io.sluice.runtime.PluginCatalog;
import io.sluice.testing.AuthorsJar;
import io.sluice.testing.FakeHead;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What the guide for plugin authors shows is so: its code compiles against the API alone, its plugin runs, its files lint clean. */
class PluginGuideTest {

    private static final Path GUIDE = Path.of("docs/plugin-author-guide.md");
    private static final String BEGIN = "<!-- contract:begin -->\n";
    private static final String END = "<!-- contract:end -->";
    private static final Pattern TYPE =
            Pattern.compile("package ([\\w.]+);.*?\\b(?:class|record|interface|enum) (\\w+)", Pattern.DOTALL);

    /** Around what is no whole file. */
    private static final String SNIPPET = """
            package snippets;
            import io.sluice.api.*;
            import io.sluice.api.entity.*;
            import io.sluice.api.produce.*;
            import java.net.URI;
            import java.nio.charset.StandardCharsets;
            import java.time.*;
            import java.time.temporal.ChronoUnit;
            import java.util.*;
            final class Snippet%s {
                void run(Exchange exchange, PluginEnv env, Completion completion, KafkaProducerConfig config) throws Exception {
            %s
                }
            }
            """;

    @TempDir
    private Path folder;

    @TempDir
    private Path scratch;

    @Test
    void theContractIsThatOfTheInterface() throws IOException {
        String guide = Files.readString(GUIDE);
        int begin = guide.indexOf(BEGIN) + BEGIN.length();
        int end = guide.indexOf(END);
        String contract = contract();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(GUIDE, guide.substring(0, begin) + contract + guide.substring(end));
            return;
        }
        assertThat(guide.substring(begin, end)).as("run `make docs`").isEqualTo(contract);
    }

    /** The list in the Javadoc as Markdown. */
    private static String contract() throws IOException {
        String source = Files.readString(Path.of("src/main/java/io/sluice/api/Plugin.java"));
        String list = source.substring(source.indexOf("<ol>") + 4, source.indexOf("</ol>"))
                .replaceAll("\\n \\*\\s*", " ")
                .replaceAll("\\{@(?:code|link) +#?([^}]+)}", "`$1`")
                .replace('#', '.');
        StringBuilder markdown = new StringBuilder();
        int number = 0;
        for (String rule : list.split("<li>")) {
            if (!rule.isBlank()) {
                markdown.append(++number).append(". ").append(rule.strip()).append('\n');
            }
        }
        assertThat(number).isGreaterThan(9);
        return markdown.toString();
    }

    @Test
    void everyPieceOfCodeCompilesAgainstTheApiAlone() throws IOException {
        List<String> pieces = blocks("java");
        AuthorsJar jar = new AuthorsJar();
        int number = 0;
        for (String piece : pieces) {
            if (piece.startsWith("package ")) {
                addSource(jar, piece);
            } else {
                number++;
                jar.source("snippets.Snippet" + number, SNIPPET.formatted(number, piece));
            }
        }
        assertThat(number).isGreaterThan(10);

        assertThat(jar.write(folder.resolve("all.jar"), scratch)).isNotEmptyFile();
    }

    @Test
    void itsPluginGreetsAndItsFilesLintClean() throws Exception {
        AuthorsJar jar = AuthorsJar.of("com.example.hello.HelloFactory")
                .file("schema/plugins/hello.json", blocks("json").getFirst());
        blocks("java").stream().filter(piece -> piece.startsWith("package ")).forEach(piece -> addSource(jar, piece));
        jar.write(folder.resolve("hello.jar"), scratch);
        List<String> files = blocks("yaml");
        assertThat(files).isNotEmpty();

        try (PluginCatalog catalog = PluginCatalog.discover(folder).enabled(List.of("bundled", "hello"))) {
            DeclarationLoader loader =
                    new DeclarationLoader(new PluginSchemas(catalog.loaders()), Map.<String, String>of()::get);
            List<ObjectNode> configs = new ArrayList<>();
            for (String file : files) {
                DeclarationLoader.Loaded loaded = loader.load("guide.yml", file);
                assertThat(loaded.problems()).as(file).isEmpty();
                loaded.declaration().plugins().forEach(plugin -> configs.add(plugin.config()));
            }
            Plugin hello = create(catalog.find("hello").orElseThrow(), configs.getFirst());
            assertThat(greeting(hello)).isEqualTo("Good morning, stranger");
        }
    }

    private static <C extends Record> Plugin create(PluginFactory<C> factory, ObjectNode config) throws Exception {
        return factory.create(ConfigBinder.bind(config, factory.configType()), new FakeHost());
    }

    private static String greeting(Plugin hello) throws Exception {
        Exchange exchange = Exchanges.of(new FakeRequest("GET", "/orders"));
        Headers headers = new Headers();
        hello.headerFilter(exchange, new FakeHead(200, headers));
        return headers.first("X-Hello").orElse("");
    }

    private static void addSource(AuthorsJar jar, String piece) {
        Matcher type = TYPE.matcher(piece);
        assertThat(type.find()).as(piece).isTrue();
        jar.source(type.group(1) + "." + type.group(2), piece);
    }

    private static List<String> blocks(String language) {
        try {
            List<String> blocks = new ArrayList<>();
            Matcher fence = Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                    .matcher(Files.readString(GUIDE));
            while (fence.find()) {
                blocks.add(fence.group(1));
            }
            return blocks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
