package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One mistake is one problem, where it was made. */
class SaidOnceTest {

    private static List<String> problems(String yaml) {
        return Loads.load(yaml).problems().stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR
                        || problem.code().equals("not-hosted"))
                .map(problem -> problem.place().line() + " " + problem.code() + " " + problem.pointer())
                .toList();
    }

    @Test
    void aProtocolThatIsNone() {
        assertThat(problems("routes:\n- {name: r, paths: [/], protocols: [ftp]}"))
                .containsExactly("3 bad-enum /routes/0/protocols/0");
        assertThat(problems("services:\n- {name: s, url: 'ftp://h/'}")).containsExactly("3 bad-enum /services/0/url");
        assertThat(problems("services:\n- {name: s, url: 'grpc://h'}")).containsExactly("3 not-hosted /services/0/url");
        assertThat(problems("plugins:\n- {name: cors, protocols: [ftp]}"))
                .containsExactly("3 bad-enum /plugins/0/protocols/0");
        assertThat(problems("plugins:\n- {name: cors, protocols: [tcp]}"))
                .containsExactly("3 bad-enum /plugins/0/protocols/0");
    }

    @Test
    void pluginsWhoseRoutesAreMissingAreNotTakenForGlobalOnes() {
        assertThat(problems("plugins:\n- {name: cors}\n- {name: cors, route: a}\n- {name: cors, route: b}"))
                .containsExactly("4 no-such-entity /plugins/1/route", "5 no-such-entity /plugins/2/route");
    }

    @Test
    void aQuoteThatNeverEndsIsToldOfWhereItBegins() {
        assertThat(problems("services:\n- name: \"s\n  host: h\n- name: t\n  host: i\n"))
                .containsExactly("3 yaml-syntax ");
    }

    @Test
    void aLongPatternIsShortened() {
        String pattern = "~/(" + "a".repeat(3_000);

        assertThat(Loads.load("routes: [{name: r, paths: ['" + pattern + "']}]").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .startsWith("invalid regex")
                        .hasSizeLessThan(600));
    }
}
