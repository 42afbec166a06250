package io.sluice.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SilenceTest {

    private static Problem warning(String code, int line) {
        return new Problem(Problem.Severity.WARNING, code, new Place("f", line, 1), "", null, "m", null);
    }

    private static boolean hears(String text, Problem problem, String... ignored) {
        return new Silence(Set.of(ignored), _ -> text).heard(List.of(problem)).contains(problem);
    }

    @Test
    void aCodeIsSilencedEverywhere() {
        assertThat(hears("", warning("a-b", 3), "a-b")).isFalse();
        assertThat(hears("", warning("a-b", 3), "a")).isTrue();
    }

    @Test
    void aCommentSilencesItsLineAndTheOneBelow() {
        String behind = "x\ny: 1 # sluice: ignore a-b\nz";
        assertThat(hears(behind, warning("a-b", 2))).isFalse();
        assertThat(hears(behind, warning("a-c", 2))).isTrue();
        assertThat(hears(behind, warning("a-b", 1))).isTrue();
        assertThat(hears(behind, warning("a-b", 3))).isTrue(); // it belongs to the value before it
        String above = "x\n  # sluice: ignore c, a-b for a reason\n  # and a word more\ny\nz";
        assertThat(hears(above, warning("a-b", 4))).isFalse();
        assertThat(hears(above, warning("c", 4))).isFalse();
        assertThat(hears(above, warning("reason", 4))).isTrue();
        assertThat(hears(above, warning("a-b", 5))).isTrue();
        assertThat(hears(above, warning("a-b", 1))).isTrue();
    }

    @Test
    void aCommentSilencesTheWholeFile() {
        String text = "x\ny\n# sluice: ignore-file a-b,c\n";
        assertThat(hears(text, warning("a-b", 1))).isFalse();
        assertThat(hears(text, warning("c", 0))).isFalse();
        assertThat(hears(text, warning("d", 1))).isTrue();
    }

    @Test
    void anErrorIsNeverSilenced() {
        Problem error = warning("a-b", 1).asError();
        assertThat(hears("x # sluice: ignore a-b", error, "a-b")).isTrue();
    }
}
