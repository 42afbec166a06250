package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.sluice.config.Expected;
import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How problems are printed. */
class ReportsTest {

    private static final Problem BAD = problem("kong.yml", 2, 9, "wrong", "expected an integer");

    private static Problem problem(String file, int line, int column, String value, String message) {
        return new Problem(
                Problem.Severity.ERROR, "bad-type", new Place(file, line, column), "/a/b", value, message, "try 1");
    }

    private static String printed(Consumer<PrintWriter> report) {
        StringWriter text = new StringWriter();
        report.accept(new PrintWriter(text));
        return text.toString();
    }

    private static String text(String source, boolean coloured, int limit, Problem... problems) {
        Sources sources = new Sources();
        sources.put("kong.yml", source);
        return printed(out -> new TextReport(out, sources, coloured, limit).print(List.of(problems)));
    }

    @Test
    void theLineIsShownWithTheValueMarked() {
        assertThat(text("a:\n  port: wrong # why\n", false, 0, BAD)).isEqualTo("""
                kong.yml:2:9: error: expected an integer [bad-type]
                    |   port: wrong
                    |         ^^^^^
                    at     /a/b
                    hint   try 1
                    see    docs/problems.md#bad-type
                """);
    }

    @Test
    void whatStandsBesideTheValueIsNotShownIfItMayBeASecret() {
        String line = "a:\n{password: hush, port: wrong}";
        assertThat(text(line, false, 0, problem("kong.yml", 2, 25, "wrong", "m")))
                .doesNotContain("hush");
        assertThat(text("a:\n{port: wrong, password: hush}", false, 0, problem("kong.yml", 2, 8, "wrong", "m")))
                .contains("| {port: wrong\n")
                .doesNotContain("hush");
        Problem secret = new Problem(Problem.Severity.ERROR, "c", new Place("kong.yml", 2, 1), "", null, "m", null);
        assertThat(text("a:\nhush", false, 0, secret)).doesNotContain("hush");
    }

    @Test
    void manyOfOneKindAreCounted() {
        Problem[] many = Collections.nCopies(5, BAD).toArray(Problem[]::new);
        assertThat(text("", false, 2, many)).containsOnlyOnce("see ").contains("and 3 more [bad-type]");
        assertThat(text("", false, 0, many)).doesNotContain("more");
    }

    @Test
    void coloursSurroundAndDoNotChangeTheText() {
        String coloured = text("a:\n  port: wrong\n", true, 0, BAD);
        assertThat(coloured).contains("\u001b[1;31merror:\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(text("a:\n  port: wrong\n", false, 0, BAD));
    }

    @Test
    void aTerminalIsToldNothingByAFile() {
        assertThat(text("a:\n  port: \u001b[31m\n", true, 0, problem("kong.yml", 2, 9, "\u001b[31m", "no \u001b[31m")))
                .contains("\\u001b[31m")
                .doesNotContain("\u001b[31m");
    }

    @Test
    void aNoteIsNoWarning() throws Exception {
        Problem note = new Problem(Problem.Severity.NOTE, "n", Place.of("f"), "", null, "m", null);

        assertThat(text("", false, 0, note)).startsWith("f: note: m [n]\n");
        assertThat(text("", true, 0, note)).contains("\u001b[1;36mnote:\u001b[0m");
        assertThat(printed(out -> new GithubReport(out).print(List.of(note))))
                .isEqualTo("::notice file=f,title=n::m\n");
        assertThat(JsonMapper.shared()
                        .readTree(printed(out -> new SarifReport(out).print(List.of(note))))
                        .at("/runs/0/results/0/level")
                        .asString())
                .isEqualTo("note");
        JsonNode json = JsonMapper.shared().readTree(printed(out -> ProblemReport.json(List.of(note, BAD), null, out)));
        assertThat(json.get("errors").asInt()).isEqualTo(1);
        assertThat(json.get("warnings").asInt()).isZero();
        assertThat(json.get("notes").asInt()).isEqualTo(1);
        assertThat(json.at("/problems/0/severity").asString()).isEqualTo("note");
        assertThat(json.has("expected")).isFalse();
        assertThat(ProblemReport.counts(List.of(note, BAD))).isEqualTo("1 error, 0 warnings, 1 note");
        assertThat(ProblemReport.counts(List.of(BAD))).isEqualTo("1 error, 0 warnings");
    }

    @Test
    void whatAPartialFileExpectsIsAList() throws Exception {
        List<Expected> expected = List.of(
                new Expected("consumer_groups", "g\u001b", List.of(asked(1))),
                new Expected("services", "orders", List.of(asked(2), asked(3), asked(4), asked(5))));

        assertThat(printed(out -> ProblemReport.text(expected, out, "expected:")))
                .isEqualTo("""
                        expected:
                          consumer_groups  g\\u001b  kong.yml:1:1
                          services         orders   kong.yml:2:1, kong.yml:3:1, kong.yml:4:1 and 1 more
                        """);
        assertThat(printed(out -> ProblemReport.text(List.of(), out, "expected:")))
                .isEmpty();
        JsonNode json = JsonMapper.shared().readTree(printed(out -> ProblemReport.json(List.of(), expected, out)));
        assertThat(json.at("/expected/1/kind").asString()).isEqualTo("services");
        assertThat(json.at("/expected/1/name").asString()).isEqualTo("orders");
        assertThat(json.at("/expected/1/asked")).hasSize(4);
        assertThat(json.at("/expected/1/asked/3").toString())
                .isEqualTo("{\"file\":\"kong.yml\",\"line\":5,\"column\":1,\"pointer\":\"/p\"}");
    }

    private static Expected.Asked asked(int line) {
        return new Expected.Asked(new Place("kong.yml", line, 1), "/p");
    }

    @Test
    void noLineOfASettingIsShown() {
        Sources sources = new Sources();
        sources.put(Served.TEXT, "a:\n  port: wrong # sluice: ignore c\n");
        Problem problem = problem(Served.TEXT, 2, 9, "wrong", "expected an integer");

        String printed = printed(out -> new TextReport(out, sources, false, 0).print(List.of(problem)));
        assertThat(printed)
                .startsWith("declarative_config_string:2:9: error: ")
                .contains("value  wrong")
                .doesNotContain("port");
        assertThat(sources.text(Served.TEXT)).contains("ignore c");
        assertThat(new Sources().text(Served.TEXT)).isEmpty();
    }

    @Test
    void workflowCommandsAreEscaped() {
        Problem odd = problem("a,b:c%.yml", 3, 7, "v", "100%\nof it: a, b");
        Problem whole = new Problem(Problem.Severity.WARNING, "c", Place.of("f"), "", null, "m", null);

        assertThat(printed(out -> new GithubReport(out).print(List.of(odd, whole))))
                .isEqualTo("""
                ::error file=a%2Cb%3Ac%25.yml,line=3,col=7,title=bad-type::100%25%0Aof it: a, b%0Atry 1
                ::warning file=f,title=c::m
                """);
    }

    @Test
    void sarifIsValidAndSaysAll() throws Exception {
        Problem odd = problem("/srv/ü %.yml", 3, 7, "v", "m");
        Problem whole = new Problem(Problem.Severity.WARNING, "c", Place.of("a/b c.yml"), "", null, "m", null);
        JsonNode log =
                JsonMapper.shared().readTree(printed(out -> new SarifReport(out).print(List.of(BAD, odd, whole))));

        try (InputStream in = getClass().getResourceAsStream("/sarif/sarif-2.1.0-subset.json")) {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(JsonMapper.shared().readTree(in));
            assertThat(schema.validate(log)).isEmpty();
        }
        JsonNode results = log.at("/runs/0/results");
        assertThat(results.at("/0/ruleId").asString()).isEqualTo("bad-type");
        assertThat(results.at("/0/level").asString()).isEqualTo("error");
        assertThat(results.at("/0/message/text").asString()).isEqualTo("expected an integer (try 1)");
        assertThat(results.at("/0/locations/0/physicalLocation/region/startLine")
                        .asInt())
                .isEqualTo(2);
        assertThat(results.at("/0/locations/0/physicalLocation/region/startColumn")
                        .asInt())
                .isEqualTo(9);
        assertThat(results.at("/1/locations/0/physicalLocation/artifactLocation/uri")
                        .asString())
                .isEqualTo("file:///srv/%C3%BC%20%25.yml");
        assertThat(results.at("/2/locations/0/physicalLocation/artifactLocation/uri")
                        .asString())
                .isEqualTo("a/b%20c.yml");
        assertThat(results.at("/2/locations/0/physicalLocation").has("region")).isFalse();
        assertThat(log.at("/runs/0/tool/driver/rules")).hasSize(2);
        assertThat(log.at("/runs/0/tool/driver/rules/"
                                + results.at("/2/ruleIndex").asInt() + "/id")
                        .asString())
                .isEqualTo("c");
    }
}
