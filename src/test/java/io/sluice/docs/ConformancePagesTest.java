package io.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that {@code docs/conformance} names are there: {@code `SomeTest#method`}, or a class alone. */
class ConformancePagesTest {

    private static final Pattern NAMED = Pattern.compile("`(?:[\\w.]+\\.)?(\\w+(?:Test|IT))(?:#(\\w+))?`");

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        int named = 0;
        try (Stream<Path> pages = Files.list(Path.of("docs/conformance"))) {
            for (Path page : pages.filter(p -> p.toString().endsWith(".md")).toList()) {
                for (MatchResult test :
                        NAMED.matcher(Files.readString(page)).results().toList()) {
                    named++;
                    String source = sources.get(test.group(1));
                    if (source == null || (test.group(2) != null && !source.contains(" " + test.group(2) + "("))) {
                        missing.add(page.getFileName() + ": " + test.group());
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(50);
    }

    /** By the name of their class. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String root : List.of("src/test/java", "tests-e2e/java")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    sources.merge(
                            file.getFileName().toString().replace(".java", ""), Files.readString(file), String::concat);
                }
            }
        }
        return sources;
    }
}
