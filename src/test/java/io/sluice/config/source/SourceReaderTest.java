package io.sluice.config.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sluice.problem.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceReaderTest {

    private static final Map<String, String> ENV = Map.of(
            "DECK_PORT", "9093", "DECK_SECRET", "hush", "DECK_EMPTY", "", "DECK_TWO", "a\nb", "DECK_YES", "true");

    @TempDir
    private Path folder;

    private final SourceReader reader = new SourceReader(ENV::get);

    @Test
    void everyValueKnowsItsPlace() {
        Document document = parse("_format_version: \"3.0\"\nroutes:\n- name: a\n  paths: [/x, /y]\n")
                .document();

        assertThat(document.place("/routes/0/paths/1")).hasToString("kong.yml:4:15");
        assertThat(document.keyPlace("/routes/0/paths")).hasToString("kong.yml:4:3");
        assertThat(document.place("/routes/0/nothing/here")).hasToString("kong.yml:3:3");
    }

    @ParameterizedTest
    @CsvSource({
        "yes, true",
        "off, false",
        "'\"yes\"', \"yes\"",
        "014, 12",
        "012, 10",
        "08, 8",
        "0o14, \"0o14\"",
        "0b101, 5",
        "_12, 12",
        "0X1E, 30",
        "1_0.5, 10.5",
        "-1:30, -90",
        "0x1F, 31",
        "1_000, 1000",
        "12:30:00, 45000",
        "2001-01-01, \"2001-01-01\"",
        "~, null",
        "'', null",
        "1e3, 1E+3",
        "9223372036854775808, 9223372036854775808",
        "-0, 0",
        "+1, 1",
        ".inf, \".inf\"",
        "1e300, \"1e300\"",
        "-9223372036854775808.5, \"-9223372036854775808.5\"",
        "True, true",
        "1.50, 1.50",
        "/a, \"/a\"",
        "y, \"y\"",
        "1.2.3.4, \"1.2.3.4\"",
        "!!str 012, \"012\"",
        "!!int \"012\", 10",
        "!!bool y, true"
    })
    void plainValuesAreTyped(String yaml, String json) {
        assertThat(parse("a: " + yaml).document().root().get("a").toString()).isEqualTo(json);
    }

    @Test
    void aCarriageReturnAloneEndsALineBesideATemplateToo() {
        Document document =
                parse("a: 1\rb: ${{ env \"DECK_PORT\" }}\rc:\r\n- x\r\n- y\r").document();

        assertThat(document.place("/b")).hasToString("kong.yml:2:4");
        assertThat(document.place("/c/1")).hasToString("kong.yml:5:3");
    }

    @Test
    void aDuplicateKeyNamesBothLines() {
        Problem problem = onlyProblem("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n");

        assertThat(problem.code()).isEqualTo("duplicate-key");
        assertThat(problem.place()).hasToString("kong.yml:5:3");
        assertThat(problem.message()).contains("'c'").contains("line 3");
    }

    @Test
    void anchorsAndMergesWork() {
        Document document = parse("_ignore: [&base {x: 1, y: 2}]\na:\n  <<: *base\n  y: 3\nb: *base\n")
                .document();

        assertThat(document.root().get("a").toString()).isEqualTo("{\"y\":3,\"x\":1}");
        assertThat(document.root().get("b").get("y").asInt()).isEqualTo(2);
        assertThat(document.place("/a/x").line()).isEqualTo(1);
    }

    @Test
    void bombsDepthAndLoopsAreRefused() {
        StringBuilder bomb = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (char c = 'b'; c <= 'i'; c++) {
            bomb.append(c).append(": &").append(c).append(" [");
            bomb.append(("*" + (char) (c - 1) + ",").repeat(8))
                    .append("*")
                    .append((char) (c - 1))
                    .append("]\n");
        }
        assertThat(onlyProblem(bomb.toString()).code()).isEqualTo("yaml-limit");
        assertThat(onlyProblem("a: " + "[".repeat(5000) + "]".repeat(5000)).code())
                .isEqualTo("yaml-limit");
        assertThat(onlyProblem("a: &a [*a]").message()).contains("anchor");
        assertThat(onlyProblem("a: !!java.net.URL [x]").code()).startsWith("yaml");
        assertThat(onlyProblem("a: !foo x").code()).startsWith("yaml");
    }

    @Test
    void syntaxErrorsHavePlaces() {
        assertThat(onlyProblem("a:\n\t- b\n").place().line()).isEqualTo(2);
        assertThat(onlyProblem("a: [1, 2\nb: 3\n").place().line()).isGreaterThan(0);
        assertThat(onlyProblem("a: 1\n---\nb: [2\n").code()).isEqualTo("yaml-syntax");
    }

    /** As for Kong and decK. */
    @Test
    void ofSeveralDocumentsTheFirstCounts() {
        SourceReader.Source source = reader.parse("kong.yml", "a: 1\n---\nb: 2\n---\nc: 3\n");

        assertThat(source.document().root()).hasToString("{\"a\":1}");
        assertThat(source.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Problem.Severity.WARNING);
            assertThat(problem.code()).isEqualTo("more-documents");
            assertThat(problem.place()).hasToString("kong.yml:3:1");
        });
    }

    @Test
    void ofADocumentWithNothingInItNothingIsSaid() {
        assertThat(parse("---\na: 1\n---\n").document().root()).hasToString("{\"a\":1}");
    }

    /** What would stand in for the variable may be a secret. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ${KEY}                  | ${KEY}
            "${KEY}"                | ${KEY}
            http://${HOST}:80/      | ${HOST}
            ${KEY:-hush}            | ${KEY...}
            ${KEY?hush}             | ${KEY...}
            """)
    void aVariableThatNothingReplacesIsTold(String yaml, String shown) {
        SourceReader.Source source = reader.parse("kong.yml", "a: " + yaml + "\n");

        assertThat(source.document().root().get("a").asString()).isEqualTo(yaml.replace("\"", ""));
        assertThat(source.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Problem.Severity.WARNING);
            assertThat(problem.code()).isEqualTo("not-replaced");
            assertThat(problem.message()).contains("nothing replaces " + shown + ":");
            assertThat(problem.toString()).doesNotContain("hush");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            $(headers.host)
            "$1"
            "{vault://env/key}"
            "${}"
            "${a b}"
            """)
    void otherDollarsAreTexts(String yaml) {
        assertThat(parse("a: " + yaml + "\n").document().root().get("a").isString())
                .isTrue();
    }

    @Test
    void aControlCharacterIsNamedAtItsPlace() {
        Problem problem = onlyProblem("a: 1\nb: \"x\u001by\"\n");

        assertThat(problem.place()).hasToString("kong.yml:2:6");
        assertThat(problem.message()).contains("U+001B");
    }

    @Test
    void emptyAndScalarFilesAreNoConfiguration() {
        for (String text : new String[] {"", "# nothing\n", "hello", "- a\n", "~"}) {
            assertThat(onlyProblem(text).message())
                    .isEqualTo("failed parsing declarative configuration: expected an object");
        }
        assertThat(onlyProblem("").hint()).startsWith("it is empty");
        assertThat(onlyProblem("- a\n").hint()).startsWith("it is a list");
        assertThat(onlyProblem("hello").hint()).startsWith("it is a single value");
    }

    @Test
    void templatesAreRenderedAndPositionsStayTheUsers() {
        Document document = parse(
                        "# ${{ env \"DECK_NOT_SET\" }}\na: \"${{ env \"DECK_SECRET\" }}\" \nb: ${{ env \"DECK_PORT\" | toInt }}\n"
                                + "c: [${{ env \"DECK_PORT\" }}, 7]\nd: \"${{ env \"DECK_EMPTY\" }}\"\ne: ${{ env \"DECK_YES\" | toBool }}\nf: x\n")
                .document();

        assertThat(document.root().get("a").asString()).isEqualTo("hush");
        assertThat(document.root().get("b").asInt()).isEqualTo(9093);
        assertThat(document.root().get("e").asBoolean()).isTrue();
        assertThat(document.place("/c/1")).hasToString("kong.yml:4:29");
        assertThat(document.place("/f")).hasToString("kong.yml:7:4");
        assertThat(document.templated()).contains("/a", "/b", "/c/0").doesNotContain("/f", "/c/1");
    }

    @Test
    void badTemplatesNameTheVariableAndNoValue() {
        assertThat(onlyProblem("a: 1\nb: ${{ env \"DECK_MISSING\" }}\n").message())
                .isEqualTo("environment variable 'DECK_MISSING' present in state file but not set");
        assertThat(onlyProblem("a: ${{ env \"HOME\" }}\n").message()).contains("prefixed with 'DECK_'");
        assertThat(onlyProblem("a: ${{ env \"DECK_SECRET\" | toInt }}\n").message())
                .contains("not a number")
                .doesNotContain("hush");
        assertThat(onlyProblem("a: ${{ env \"DECK_SECRET\" | toBool }}\n").message())
                .contains("not a boolean");
        assertThat(onlyProblem("a: ${{ env \"DECK_MISSING\" | toBool }}\n").code())
                .isEqualTo("unset-variable");
        assertThat(onlyProblem("a: ${{ nope }}\n").code()).isEqualTo("bad-template");
    }

    @Test
    void whatIsNoTextIsUnusable() throws IOException {
        Path binary = Files.write(folder.resolve("binary.yml"), new byte[] {'a', ':', 0, 1});
        Path latin1 = Files.write(folder.resolve("latin1.yml"), "a: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        Path huge = folder.resolve("huge.yml");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(100L << 20);
        }
        for (Path path : new Path[] {folder.resolve("none.yml"), binary, latin1, huge, Path.of("/dev/zero")}) {
            SourceReader.Source source = reader.read(path);
            assertThat(source.readable()).as(path.toString()).isFalse();
            assertThat(source.problems()).hasSize(1);
            assertThat(source.problems().getFirst().place().file()).isEqualTo(path.toString());
        }
    }

    /** The library reads in buffers, and with small ones a long value costs the square of its length. */
    @Test
    void aTextIsNoLargerThanAFile() {
        String half = "é".repeat(SourceReader.MOST_BYTES / 2);
        SourceReader.Source large = new SourceReader(_ -> null).parse("setting", half + "é");

        assertThat(large.readable()).isFalse();
        assertThat(large.problems()).extracting(Problem::code).containsExactly("too-large");
    }

    @Test
    void aVeryLongValueIsRead() {
        String text = "_comment: '" + "x".repeat(20_000_000) + "'\n";

        Document document = assertTimeoutPreemptively(
                Duration.ofMinutes(1), () -> reader.parse("kong.yml", text).document());

        assertThat(document.root().get("_comment").asString()).hasSize(20_000_000);
    }

    /** Whatever the bytes are: problems, never an exception. */
    @Test
    void mutatedFilesYieldOnlyProblems() {
        byte[] good =
                ("_format_version: \"3.0\"\nservices: &s\n- name: a\n  url: http://h/x\n  routes: [{name: r, paths: [~/x, \"/y\"]}]\n"
                                + "plugins:\n- {name: kafka-upstream, config: {topic: t, <<: *s}}\n")
                        .getBytes(StandardCharsets.UTF_8);
        String spice = "{}[]&*!|>'\"%@`:-?,\n\t #~<$\\0\u0001\u00ff";
        Random random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            byte[] mutated = good.clone();
            for (int k = random.nextInt(6); k >= 0; k--) {
                mutated[random.nextInt(mutated.length)] = (byte) spice.charAt(random.nextInt(spice.length()));
            }
            SourceReader.Source source = reader.parse("kong.yml", new String(mutated, StandardCharsets.ISO_8859_1));
            boolean failed = source.problems().stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
            assertThat(source.document() == null).isEqualTo(failed);
        }
    }

    private SourceReader.Source parse(String text) {
        SourceReader.Source source = reader.parse("kong.yml", text);
        assertThat(source.problems()).isEmpty();
        return source;
    }

    private Problem onlyProblem(String text) {
        SourceReader.Source source = reader.parse("kong.yml", text);
        assertThat(source.document()).isNull();
        assertThat(source.problems()).hasSize(1);
        return source.problems().getFirst();
    }
}
