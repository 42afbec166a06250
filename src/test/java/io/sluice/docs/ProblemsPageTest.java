package io.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.DeclarationLoader;
import io.sluice.config.Dialect;
import io.sluice.config.PluginSchemas;
import io.sluice.lint.Lint;
import io.sluice.router.Calculation;
import io.sluice.runtime.PluginCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every code leads somewhere: {@code docs/problems.md#code}. */
class ProblemsPageTest {

    private static final Pattern HEADING = Pattern.compile("(?m)^### (.+)$");
    /** A code where one is reported, alone on its line or in front of a pointer. */
    private static final Pattern REPORTED = Pattern.compile(
            "(?:rror|arning|warn|note|unreadable|problem|add|[Pp]roblem)\\(\\s*(?:Problem\\.Severity\\.\\w+,\\s*)?(?:entry,\\s*|file,\\s*|out,\\s*)?\"([a-z]+(?:-[a-z]+)+)\"");

    private static Set<String> explained() throws IOException {
        return HEADING.matcher(Files.readString(Path.of("docs/problems.md")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void codesInTheSourcesAreExplained() throws IOException {
        Set<String> codes = new TreeSet<>();
        for (String room : List.of("config", "lint", "runtime", "settings")) {
            try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/sluice", room))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    REPORTED.matcher(Files.readString(file)).results().forEach(match -> codes.add(match.group(1)));
                }
            }
        }
        assertThat(codes).hasSizeGreaterThan(50).contains("route-tie", "duplicate-key", "plain-secret", "bad-topic");
        assertThat(explained()).containsAll(codes);
    }

    @Test
    void codesOfSchemasAndOfBadFilesAreExplained() throws IOException {
        PluginSchemas schemas = new PluginSchemas(PluginCatalog.discover().names());
        Lint lint = new Lint(schemas, Calculation.ORIGINAL);
        Set<String> codes = new TreeSet<>();
        try (InputStream in = getClass().getResourceAsStream("/vectors/declarative.json")) {
            for (JsonNode c : JsonMapper.shared().readTree(in)) {
                for (Dialect dialect : Dialect.values()) {
                    DeclarationLoader loader = new DeclarationLoader(schemas, Map.<String, String>of()::get, dialect);
                    lint.check(loader.load("kong.yml", c.get("yaml").asString()))
                            .forEach(problem -> codes.add(problem.code()));
                }
            }
        }
        try (Stream<Path> files = Files.list(Path.of("schema/plugins"))) {
            for (Path file : files.toList()) {
                JsonMapper.shared()
                        .readTree(Files.readString(file))
                        .findValues("x-checks")
                        .forEach(checks -> checks.forEach(
                                check -> codes.add(check.path("code").asString("between-fields"))));
            }
        }
        assertThat(codes).hasSizeGreaterThan(30);
        assertThat(explained())
                .containsAll(codes.stream()
                        .map(code -> code.toLowerCase(Locale.ROOT))
                        .toList());
    }
}
