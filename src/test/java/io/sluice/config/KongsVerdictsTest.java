package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.problem.Problem;
import io.sluice.runtime.PluginCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small files with the verdict of Kong's own reader ({@code kong/verdicts.txt}): the next difference is one line there. */
class KongsVerdictsTest {

    private static final PluginSchemas SCHEMAS =
            new PluginSchemas(PluginCatalog.discover().names());
    private static final DeclarationLoader LOADER =
            new DeclarationLoader(SCHEMAS, Map.<String, String>of()::get, Dialect.KONG);

    /** A file and what becomes of it. */
    record Verdict(String file, String told) {}

    static Stream<Verdict> verdicts() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(KongsVerdictsTest.class.getResourceAsStream("/kong/verdicts.txt"))) {
            List<Verdict> all = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", 2))
                    .map(parts -> new Verdict(parts[0], parts[1]))
                    .toList();
            return all.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void areOurs(Verdict verdict) {
        DeclarationLoader.Loaded loaded =
                LOADER.load("kong.yml", "_format_version: \"3.0\"\n" + verdict.file.replace("\\n", "\n"));
        List<Problem> errors = loaded.problems().stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .toList();

        String[] told = verdict.told.split(" ", 3);
        if (!told[0].equals("ok")) {
            String text = verdict.told.substring(told[0].length() + 1);
            assertThat(errors).anySatisfy(error -> {
                assertThat(error.pointer()).satisfies(pointer -> isNear(pointer, told[0]));
                assertThat(error.message()).contains(text.startsWith("~") ? "" : text);
            });
            return;
        }
        assertThat(errors).isEmpty();
        if (told.length > 1) {
            String value =
                    Objects.requireNonNull(loaded.document()).root().at(told[1]).toString();
            assertThat(value).contains(told[2].replaceAll("^\\{|}$", ""));
        }
    }

    /** One lies in the other; what a url yields is blamed on the url. */
    private static void isNear(String ours, String kongs) {
        String mine = ours.replaceFirst("/url$", "") + "/";
        assertThat(mine.startsWith(kongs + "/") || (kongs + "/").startsWith(mine))
                .as(ours + " near " + kongs)
                .isTrue();
    }
}
