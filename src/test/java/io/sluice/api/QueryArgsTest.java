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
        assertThat(text(QueryArgs.parse("a=1&&=x&b=2", 3)))
                .as("what has no name counts")
                .isEqualTo("[a=1]");
    }

    @Test
    void theFirstOfANameCountsAndNamesAreUtf8() {
        QueryArgs args = QueryArgs.parse("K=0&k&k=2&th%C3%A8me=t", 100);

        assertThat(args.first("k")).contains(new QueryArgs.Arg("k", null));
        assertThat(args.first("th\u00e8me").orElseThrow().value()).isEqualTo("t");
        assertThat(args.first("kk")).isEmpty();
    }

    @Test
    void allOfANameKeepTheirOrder() {
        QueryArgs args = QueryArgs.parse("k=2&K=3&th%C3%A8me=t&k&k=1", 100);

        assertThat(args.all("k")).extracting(QueryArgs.Arg::value).containsExactly("2", null, "1");
        assertThat(args.all("th\u00e8me")).extracting(QueryArgs.Arg::value).containsExactly("t");
        assertThat(args.all("none")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "b=2&a=1&e&f=&a=0   | b=2&a=1&e&f=&a=0 | a=1&a=0&b=2&e&f=",
                "d=%2F+x            | d=%2F%20x        | d=%2F%20x",
                "a=!'()*-._~        | a=!'()*-._~      | a=!'()*-._~",
                "a=%22%23%24,/:;@%5B%5d| a=%22%23%24%2C%2F%3A%3B%40%5B%5D | a=%22%23%24%2C%2F%3A%3B%40%5B%5D",
                "%26%3D=%26%3D%2B   | %26%3D=%26%3D%2B | %26%3D=%26%3D%2B",
                "n=%C3%a9%ff%00\u007f| n=%C3%A9%FF%00%7F| n=%C3%A9%FF%00%7F",
                "a=1&a-b=2&a&ab     | a=1&a-b=2&a&ab   | a-b=2&a=1&a&ab",
            })
    void argumentsAreWrittenAsNginxsLuaModuleWritesThem(String raw, String inOrder, String sorted) {
        QueryArgs args = QueryArgs.parse(raw, 100);

        assertThat(QueryArgs.encode(args.all())).isEqualTo(inOrder);
        assertThat(QueryArgs.encodeSorted(args.all())).isEqualTo(sorted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "z=1+2&a=%2F%20c&d&q=%41  | z=1%202&a=%2F%20c&d=&q=A",
                "b=2&k=1&a=3&k&k=2&K=4    | b=2&a=3&K=4",
                "%6b=1&k+=2&k%3D1         | k%20=2&k%3D1=",
                "&&a=b=c&&                | a=b%3Dc",
                "=x&k=1                   | =x",
                "a=!'()*-._~              | a=%21%27%28%29*-._%7E",
                "a=%ff%C3%A9%zz           | a=%FF%C3%A9%25zz",
                "k=1                      | ``",
            })
    void anArgumentIsTakenOutAndTheOthersAreWrittenAnew(String raw, String left) {
        assertThat(QueryArgs.without(raw, "k")).isEqualTo(left);
    }

    @Test
    void takingOutKeepsArgumentsBeyondAnyLimit() {
        assertThat(QueryArgs.without("a=1&".repeat(1500) + "k=2", "k").split("&"))
                .hasSize(1500);
        assertThat(QueryArgs.without("th%C3%A8me=1&a=2", "th\u00e8me")).isEqualTo("a=2");
    }

    private static String text(QueryArgs args) {
        return args.all().stream()
                .map(a -> "[" + a.name() + (a.value() == null ? "" : "=" + a.value()) + "]")
                .collect(Collectors.joining());
    }
}
