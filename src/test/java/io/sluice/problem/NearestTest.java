package io.sluice.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> KNOWN = List.of("host", "hosts", "port", "protocol", "producer_request_timeout");

    @ParameterizedTest
    @CsvSource({
        "hosst, host",
        "hotss, hosts",
        "prot, port",
        "PORT, port",
        "protocl, protocol",
        "producer_reqest_timout, producer_request_timeout",
        "x, ",
        "completely, ",
        "ho, "
    })
    void findsASlipOfTheFingerAndNothingElse(String written, String meant) {
        assertThat(Nearest.to(written, KNOWN).orElse(null)).isEqualTo(meant);
    }
}
