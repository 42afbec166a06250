package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last line denies no loss that was counted before it. */
class FarewellTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 | stopped; every buffered record was delivered",
                "0 | 1 | stopped; 1 record was lost before the stop",
                "0 | 3 | stopped; 3 records were lost before the stop",
                "7 | 0 | stopped; 7 accepted records were not delivered",
                "7 | 1 | stopped; 7 accepted records were not delivered; 1 record was lost before the stop",
            })
    void theLastLineSaysWhatWasLostAndWhen(long byTheStop, long before, String line) {
        assertThat(RunningGateway.farewell(byTheStop, before)).isEqualTo(line);
    }
}
