package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.problem.Problem;
import io.sluice.runtime.PluginCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Small files with the verdict of Kong's own reader ({@code kong/verdicts.txt}): the next difference is one line there. */
class KongsVerdictsTest {

    private static final PluginSchemas SCHEMAS =
            new PluginSchemas(PluginCatalog.discover().names());
    private static final DeclarationLoader LOADER =
            new DeclarationLoader(SCHEMAS, Map.<String, String>of()::get, Dialect.KONG);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A file and what becomes of it: {@code ok}, perhaps with a value, or all its errors. */
    record Verdict(String file, List<String> told) {}

    static Stream<Verdict> verdicts() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(KongsVerdictsTest.class.getResourceAsStream("/kong/verdicts.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(line -> List.of(line.split(" \\| ")))
                            .map(parts -> new Verdict(parts.getFirst(), parts.subList(1, parts.size())))
                            .toList()
                            .stream();
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

        if (verdict.told.getFirst().startsWith("ok")) {
            assertThat(errors).isEmpty();
            holds(Objects.requireNonNull(loaded.document()).root(), verdict.told.getFirst());
            return;
        }
        assertThat(errors).hasSameSizeAs(verdict.told);
        for (String told : verdict.told) {
            String text = told.substring(told.indexOf(' ') + 1);
            assertThat(errors).anySatisfy(error -> {
                assertThat(error.pointer()).isIn(places(told.substring(0, told.indexOf(' ')), text));
                assertThat(error.message()).contains(text.startsWith("~") ? "" : text);
            });
        }
    }

    /** Of an object the members that are told, of anything else all. */
    private static void holds(JsonNode root, String told) {
        String[] parts = told.split(" ", 3);
        if (parts.length == 1) {
            return;
        }
        JsonNode value = root.at(parts[1]);
        if (parts[2].startsWith("{")) {
            JSON.readTree(parts[2])
                    .properties()
                    .forEach(member -> assertThat(value.path(member.getKey())).isEqualTo(member.getValue()));
        } else {
            assertThat(value.toString()).isEqualTo(parts[2]);
        }
    }

    /** What a url yields is blamed on the url, what is missing on its owner, and what lies between a plugin's fields on its config. */
    private static Set<String> places(String kongs, String text) {
        Set<String> places = new HashSet<>(List.of(kongs, kongs.replaceFirst("/(protocol|host|port|path)$", "/url")));
        if (text.startsWith("required field missing")) {
            places.add(kongs.substring(0, kongs.lastIndexOf('/')));
        }
        if (kongs.matches("/plugins/\\d+")) {
            places.add(kongs + "/config");
        }
        return places;
    }
}
