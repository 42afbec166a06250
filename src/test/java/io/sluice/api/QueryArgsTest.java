package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryArgsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a=1&a=2&b | [a=1][a=2][b]",
                "a=&=x&b==c | [a=][b==c]",
                "&&a=1& | [a=1]",
                "a+b=%41%2b%26 | [a b=A+&]",
                "a=%&b=%4&c=%zz&d=%4g%41 | [a=%][b=%4][c=%zz][d=%4gA]",
                "a=%C3%A9%ff | [a=\u00c3\u00a9\u00ff]",
                "a=1?b=2;c | [a=1?b=2;c]",
            })
    void argumentsAreReadAsNginxsLuaModuleReadsThem(String query, String args) {
        assertThat(text(QueryArgs.parse(query, 100))).isEqualTo(args);
    }

    @Test
    void noneIsNone() {
        assertThat(QueryArgs.parse(null, 100).all()).isEmpty();
        assertThat(QueryArgs.parse("", 100).all()).isEmpty();
    }

    @Test
    void whatIsBeyondTheLimitIsIgnored() {
        assertThat(text(QueryArgs.parse("a=1&b=2&c=3", 2))).isEqualTo("[a=1][b=2]");
    }

    @Test
    void theFirstOfANameCountsAndNamesAreUtf8() {
        QueryArgs args = QueryArgs.parse("K=0&k&k=2&th%C3%A8me=t", 100);

        assertThat(args.first("k")).contains(new QueryArgs.Arg("k", null));
        assertThat(args.first("th\u00e8me").orElseThrow().value()).isEqualTo("t");
        assertThat(args.first("kk")).isEmpty();
    }

    private static String text(QueryArgs args) {
        return args.all().stream()
                .map(a -> "[" + a.name() + (a.value() == null ? "" : "=" + a.value()) + "]")
                .collect(Collectors.joining());
    }
}
