package io.sluice.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Our schema in an editor: the language server that VS Code and others use, with nothing but the modeline of the file. Runs with
 * {@code make lsp}, which installs that server; skipped otherwise.
 */
class YamlLanguageServerTest {

    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final String MODELINE = "# yaml-language-server: $schema=schema/kong.schema.json\n";
    private static final String ROUTE = MODELINE + "_format_version: \"3.0\"\nroutes:\n  - name: r\n";

    private static LanguageServer server;
    private int opened;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        String program = System.getProperty("lsp.server");
        Assumptions.assumeTrue(program != null, "no -Dlsp.server: see `make lsp`");
        server = LanguageServer.start(Path.of(program).toAbsolutePath(), ROOT);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (server != null) {
            server.close();
        }
    }

    /** A file beside the example, new for every text. */
    private String uri() {
        return ROOT.resolve("kong-" + System.identityHashCode(this) + "-" + opened++ + ".yml")
                .toUri()
                .toString();
    }

    @Test
    void theExampleIsClean() throws Exception {
        String example = Files.readString(Path.of("kong.yml.example"));

        assertThat(example).startsWith(MODELINE);
        assertThat(server.diagnostics(uri(), example)).isEmpty();
        // and it is looked at: the same with a slip of the finger is not
        assertThat(server.diagnostics(uri(), example.replace("forward_method", "forward_metod")))
                .anySatisfy(found -> assertThat(found).contains("forward_metod"));
    }

    @Test
    void keysOfTheFileAreOffered() throws Exception {
        assertThat(server.completions(uri(), MODELINE + "_format_version: \"3.0\"\nse"))
                .contains("services", "routes", "plugins", "consumers", "upstreams");
    }

    @Test
    void fieldsOfARouteAreOffered() throws Exception {
        assertThat(server.completions(uri(), ROUTE + "    pa")).contains("paths", "hosts", "methods", "strip_path");
    }

    @Test
    void fieldsOfAPluginAreOfferedByItsName() throws Exception {
        String plugin =
                ROUTE + "    paths: [/r]\n    plugins:\n      - name: kafka-upstream\n        config:\n          ";
        List<String> kafka = server.completions(uri(), plugin + "t");
        assertThat(kafka)
                .contains("topic", "bootstrap_servers", "producer_async")
                .doesNotContain("key_names");
        assertThat(server.completions(uri(), plugin.replace("kafka-upstream", "key-auth") + "k"))
                .contains("key_names")
                .doesNotContain("bootstrap_servers");
    }

    @Test
    void namesOfPluginsAreOffered() throws Exception {
        assertThat(server.completions(uri(), MODELINE + "_format_version: \"3.0\"\nplugins:\n  - name: k"))
                .contains("kafka-upstream", "key-auth");
    }

    @Test
    void mistakesAreMarkedWhereTheyStand() throws Exception {
        assertThat(server.diagnostics(uri(), ROUTE + "    hosst: [a.com]\n"))
                .anySatisfy(found -> assertThat(found).startsWith("5: ").contains("hosst"));
        assertThat(server.diagnostics(uri(), ROUTE + "    paths: /a\n"))
                .anySatisfy(found -> assertThat(found).startsWith("5: ").contains("array"));
        assertThat(server.diagnostics(
                        uri(),
                        ROUTE + "    paths: [/r]\n    plugins:\n      - name: kafka-upstream\n        config:\n"
                                + "          topic: 5\n"))
                .anySatisfy(found -> assertThat(found).startsWith("9: ").contains("string"));
    }
}
