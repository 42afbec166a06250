package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text/plain | text/plain",
                "Text/PLAIN; charset=utf-8 | text/plain",
                "` text/plain ;charset=utf-8` | text/plain",
                "text/plain; | text/plain",
                "; a=b | ``",
            })
    void theTypeIsLowerCaseWithoutParameters(String header, String type) {
        assertThat(MediaType.of(header).type()).isEqualTo(type);
    }

    @Test
    void noHeaderIsNoType() {
        assertThat(MediaType.of(null)).isEqualTo(MediaType.of(""));
        assertThat(MediaType.of(null).parameter("boundary")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "m/f; boundary=XX | XX",
                "m/f;BOUNDARY=XX;charset=utf-8 | XX",
                "m/f; charset=\"a;boundary=no\"; boundary=\"X X\" | X X",
                "`m/f; boundary=  XX  ; a=b` | XX",
                "m/f; boundary=\"a\\\"b\\\\c\" | a\"b\\c",
                "m/f; boundary=\"open | open",
                "m/f; boundary=a; boundary=b | a",
                "m/f; flag; boundary=XX | XX",
                "m/f; boundary; boundary=XX | XX",
                "m/f;; boundary=a=b | a=b",
                "m/f; boundary= | ``",
                "m/f; xboundary=a |",
                "m/f; boundary |",
                "m/f; a=\"boundary=XX\" |",
            })
    void parametersStandInAnyOrderQuotedOrNot(String header, String boundary) {
        assertThat(MediaType.of(header).parameter("boundary").orElse(null)).isEqualTo(boundary);
    }
}
