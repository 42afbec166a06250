package io.sluice.e2e.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of the docs is what {@link SecurityIT} tests; {@code -Ddocs.write=true} writes it anew. */
class SecurityTableTest {

    private static final Path PAGE = Path.of("docs", "kafka-security.md");
    private static final String BEGIN = "<!-- table:begin -->\n";
    private static final String END = "<!-- table:end -->";

    @Test
    void theTableIsWhatIsTested() throws IOException {
        String text = Files.readString(PAGE);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, text.substring(0, begin) + WaysIn.table() + text.substring(end));
            return;
        }

        assertThat(text.substring(begin, end)).as("run `make docs`").isEqualTo(WaysIn.table());
    }
}
