package io.sluice.e2e.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The parts of the soak, which has to notice a single wrong byte. */
class SoakPartsTest {

    @Test
    void aPatternIsTheSameFromEveryOffset() {
        byte[] whole = new byte[1000];
        Pattern.fill(7, 0, whole, 1000);
        for (int offset = 0; offset < 50; offset++) {
            byte[] part = new byte[100];
            Pattern.fill(7, offset, part, 100);
            assertThat(part).isEqualTo(java.util.Arrays.copyOfRange(whole, offset, offset + 100));
            assertThat(Pattern.firstWrong(7, offset, part, 100)).isEqualTo(-1);
            assertThat(Pattern.firstWrong(8, offset, part, 100)).isBetween((long) offset, offset + 4L);
            part[60] ^= 1;
            assertThat(Pattern.firstWrong(7, offset, part, 100)).isEqualTo(offset + 60);
        }
    }

    @Test
    void aPlanSurvivesItsTarget() {
        SplittableRandom random = new SplittableRandom(1);
        Set<Plan.Cut> cuts = EnumSet.noneOf(Plan.Cut.class);
        for (long id = 1; id < 2000; id++) {
            Plan plan = Plan.random(id, "/tb", 1_000_000, random);
            cuts.add(plan.cut());
            assertThat(Plan.of(plan.target())).isEqualTo(plan);
        }
        assertThat(cuts).containsExactlyInAnyOrder(Plan.Cut.values());
    }

    @Test
    void bodiesAreWrittenAndCheckedInPieces() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PatternBody.write(out, 3, 100_000, 100_000, false, false);
        byte[] right = out.toByteArray();

        assertThat(right).hasSize(100_000);
        assertThat(checked(right)).isEqualTo(-1);
        right[70_000] ^= 1;
        assertThat(checked(right)).isEqualTo(70_000);
    }

    private static long checked(byte[] bytes) throws IOException {
        PatternBody.Check check = new PatternBody.Check(3, bytes.length, false, Long.MAX_VALUE);
        for (int at = 0; at < bytes.length; at += 33_000) {
            byte[] piece = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 33_000));
            check.write(piece, 0, piece.length);
        }
        return check.wrongAt();
    }

    @Test
    void aCheckLeavesWhereItIsToldTo() {
        PatternBody.Check check = new PatternBody.Check(3, 100, false, 10);

        assertThatThrownBy(() -> check.write(new byte[20], 0, 20)).hasMessageContaining("as planned");
    }

    @Test
    void onlyAWholeChunkedBodyHasALastChunk() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        PatternBody.write(whole, 3, 5, 5, true, false);
        PatternBody.write(cut, 3, 5, 4, true, false);

        assertThat(whole.toString(StandardCharsets.ISO_8859_1))
                .startsWith("5\r\n")
                .endsWith("\r\n0\r\n\r\n");
        assertThat(cut.toString(StandardCharsets.ISO_8859_1))
                .startsWith("4\r\n")
                .doesNotContain("\r\n0\r\n");
    }
}
