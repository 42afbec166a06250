package io.sluice.plugins.requesttransformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.ByteText;
import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.runtime.Entities;
import io.sluice.runtime.Exchanges;
import io.sluice.testing.FakeRequest;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    private static final Headers HEADERS = Headers.of(
            "Host",
            "example.com",
            "X-A",
            "one",
            "x_b",
            "under",
            "X-M",
            "m1",
            "x-m",
            "m2",
            "X-Empty",
            "",
            "X-E",
            "caf\u00c3\u00a9");

    private static Names names() {
        Exchange exchange = Exchanges.matched(
                new FakeRequest("GET", "/u/42/x?q=7&flag&e=&l=1&l=2&Q=upper&a.b=dot", HEADERS),
                Entities.route("r", Entities.service("s")),
                Map.of("0", "/u/42/x", "1", "42", "2", "x", "id", "42"));
        return new Names(exchange, 100);
    }

    private static String render(String template) throws Exception {
        return Template.of(template).render(names());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // text around, several, and what only looks like a template
                "plain                          | plain",
                "a$(headers.x_a)b$(query_params.q)c | aoneb7c",
                "a$b ${c}                       | a$b ${c}",
                "$(headers.x_a                  | $(headers.x_a",
                "$( $(headers.x_a)              | $( one",
                "$(headers.x_a))                | one)",
                "$                              | $",
                "$((headers.x_a))               | one",
                // headers
                "$(headers['x-a'])              | one",
                "$(headers[\"X-A\"])            | one",
                "$(headers.x_a)                 | one",
                "$(headers.X_A)                 | one",
                "$(headers.host)                | example.com",
                "$(headers.x_b)                 | under",
                "$(headers['x-b'])              | ``",
                "$(headers.nope)                | ``",
                "$(headers['x-empty'])          | ``",
                "$(headers[1])                  | ``",
                "$(headers.x_a.y)               | ``",
                "$(headers['x-m'])              | m1",
                "$(headers['x-m'][1])           | m1",
                "$(headers['x-m'][2])           | m2",
                "$(headers['x-m'][3])           | ``",
                "$(headers['x-m'] .. '!')       | m1!",
                // query
                "$(query_params.q)              | 7",
                "$(query_params.Q)              | upper",
                "$(query_params.flag)           | true",
                "$(query_params.e)              | ``",
                "$(query_params.l)              | 1",
                "$(query_params.l[2])           | 2",
                "$(query_params['a.b'])         | dot",
                "$(query_params.a)              | ``",
                // captures and shared
                "$(uri_captures.id)             | 42",
                "$(uri_captures[1])/$(uri_captures[2]) | 42/x",
                "$(uri_captures[0])             | /u/42/x",
                "$(uri_captures['1'])           | ``",
                "$(uri_captures[3])             | ``",
                "$(shared.anything)             | ``",
                // logic
                "$(headers.nope or 'dflt')      | dflt",
                "$(headers.x_a or 'dflt')       | one",
                "$(headers['x-empty'] or 'd')   | ``",
                "$(headers.nope and 'x' or 'y') | y",
                "$(headers.x_a and 'x' or 'y')  | x",
                "$(false or nil)                | ``",
                "$(not headers.nope)            | true",
                "$(not not headers.nope)        | ``",
                "$(query_params.q == '7')       | true",
                "$(query_params.q == 7)         | ``",
                "$(query_params.q ~= 7)         | true",
                "$(query_params.flag == true)   | true",
                "$(headers.nope == nil)         | true",
                "$(headers['x-m'] == headers['x-m']) | true",
                "$('a' == 'a' == true)          | true",
                "$(not 'a' == 'a')              | ``",
                "$(1 == 1.0)                    | true",
                // precedence: or, and, comparison, .., not
                "$(nil and 1 or 2)              | 2",
                "$(1 or nil and 2)              | 1",
                "$('a' .. 'b' == 'ab')          | true",
                "$(nil or 'a' .. 'b')           | ab",
                "$((nil or 'a') .. 'b')         | ab",
                "$('a' .. 'b' .. 'c')           | abc",
                // literals
                "$('it''s')                     | refused",
                "$(\"it's\")                    | it's",
                "$('it\\'s')                    | it's",
                "$('a\\\\b\\tc')                | a\\b\tc",
                "$(1)                           | 1",
                "$(1.50)                        | 1.5",
                "$(.5)                          | 0.5",
                "$(-2)                          | -2",
                "$(1e3)                         | 1000",
                "$(123456789012345)             | 1.2345678901234e+14",
                "$(99999999999999)              | 99999999999999",
                "$(1e15)                        | 1e+15",
                "$(0.0001)                      | 0.0001",
                "$(0.00001)                     | 1e-05",
                "$(1e-120)                      | 1e-120",
                "$(0)                           | 0",
                "$(1 .. 2)                      | 12",
                // types
                "$(type(headers))               | table",
                "$(type(headers.x_a))           | string",
                "$(type(headers.nope))          | nil",
                "$(type(query_params.flag))     | boolean",
                "$(type(query_params.l))        | table",
                "$(type(1))                     | number",
                "$(type(1):upper())             | NUMBER",
                // methods
                "$(headers.x_a:upper())         | ONE",
                "$(query_params.Q:upper():lower()) | upper",
                "$(headers.x_a:len())           | 3",
                "$(headers.x_e:len())           | 5",
                "$(headers.x_e:upper():lower()) | café",
                "$(headers.x_a:sub(1))          | one",
                "$(headers.x_a:sub(2))          | ne",
                "$(headers.x_a:sub(-2))         | ne",
                "$(headers.x_a:sub(1, 1))       | o",
                "$(headers.x_a:sub(0, -2))      | on",
                "$(headers.x_a:sub(-9, 9))      | one",
                "$(headers.x_a:sub(3, 2))       | ``",
                "$(headers.x_a:sub(9))          | ``",
                "$(headers.x_a:sub(1, -9))      | ``",
                "$(headers.x_a:gsub('n', '-'))  | o-e",
                "$(('a-b-c'):gsub('-', '_'))    | a_b_c",
                "$(('a-b-c'):gsub('%-', '_', 1)) | a_b-c",
                "$(('a.b'):gsub('%.', ''))      | ab",
                "$(('a$b'):gsub('$b', 'c'))     | ac",
                "$(('aaa'):gsub('aa', 'b'))     | ba",
                "$(('ab'):gsub('b', '[%0%1%%]')) | a[bb%]",
                "$(('ab'):gsub('b', '', 0))     | ab",
                "$(('ab'):gsub('x', headers.x_a)) | ab",
                "$((headers.nope or 'n'):upper()) | N",
            })
    void rendersAsLuaDoes(String template, String expected) throws Exception {
        if (expected.equals("refused")) {
            assertThatThrownBy(() -> Template.of(template)).isInstanceOf(NotSupported.class);
        } else {
            assertThat(render(template)).isEqualTo(ByteText.of(expected));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$(headers.nope.x)            | attempt to index a nil value",
                "$(query_params.flag.x)       | attempt to index a boolean value",
                "$((1).x)                     | attempt to index a number value",
                "$(headers.nope:upper())      | a nil value is not a text",
                "$(headers.nope .. 'x')       | a nil value is not a text",
                "$(query_params.flag .. 'x')  | a boolean value is not a text",
                "$(headers)                   | a table value is not a text",
                "$(shared .. 'x')             | a table value is not a text",
                "$(headers.x_a:sub('1'))      | number expected, got string",
                "$(headers.x_a:gsub('n', nil)) | a nil value is not a text",
                "$(headers.x_a:gsub('n', '%2')) | invalid capture index in the replacement",
            })
    void failsWhereTheRequestDoesNotFit(String template, String message) throws Exception {
        Template readable = Template.of(template);

        assertThatThrownBy(() -> readable.render(names()))
                .isInstanceOf(RenderFailed.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$()                     | character 3: unexpected the end",
                "ab$(headers.)           | character 13: unexpected the end",
                "$(headers x)            | character 11: unexpected 'x'",
                "$(headers.x y)          | character 13: unexpected 'y'",
                "$(#headers.x)           | character 3: unexpected '#'; a text's length is :len()",
                "$(1 + 1)                | character 5: unexpected '+'; arithmetic is not supported",
                "$(-headers.x)           | character 3: unexpected '-'; arithmetic is not supported",
                "$(1 < 2)                | character 5: unexpected '<'; compare with == or ~=",
                "$(1 >= 2)               | character 5: unexpected '>='; compare with == or ~=",
                "$(function() end)       | character 3: unexpected 'function'; functions are not supported",
                "$({})                   | character 3: unexpected '{'; write texts in quotes, and nothing but an expression",
                "$([[x]])                | character 3: unexpected '[['; write texts in quotes, and nothing but an expression",
                "$(1 -- x)               | character 5: unexpected '--'; write texts in quotes, and nothing but an expression",
                "$(x = 1)                | character 3: unknown name 'x'; known are [headers, query_params, uri_captures, shared] and type()",
                "$(ngx.var.host)         | character 3: unknown name 'ngx'; the request is in [headers, query_params, uri_captures, shared]",
                "$(kong.request.get_path()) | character 3: unknown name 'kong'; the request is in [headers, query_params, uri_captures, shared]",
                "$(require('x'))         | character 3: unknown name 'require'; there is no library; texts have the methods [upper, lower, len, sub, gsub]",
                "$(headers.x:rep(9))     | character 13: unknown method 'rep'; known are [upper, lower, len, sub, gsub]",
                "$(headers.x:upper)      | character 18: unexpected the end",
                "$(headers.x:upper(1))   | character 13: wrong number of arguments for 'upper'",
                "$(headers.x:sub())      | character 13: wrong number of arguments for 'sub'",
                "$(headers.x:sub(1,2,3)) | character 13: wrong number of arguments for 'sub'",
                "$(headers.x())          | character 12: unexpected '('",
                "$(type)                 | character 7: unexpected the end",
                "$(type())               | character 8: unexpected ')'",
                "$('x':upper())          | character 6: unexpected ':'",
                "$('x)                   | character 3: unfinished text",
                "$('\\q')                | `character 4: unknown escape in a text; known are \\n \\r \\t \\\\ \\\" \\'`",
                "$(1..2)                 | character 3: malformed number '1..2'",
                "$(0x10)                 | character 3: malformed number '0x10'",
                "$(1e999)                | character 3: malformed number '1e999'",
                "$(headers.5)            | character 10: unexpected '.5'",
                "$(headers[1)            | character 12: unexpected the end",
                "$(headers.x:gsub('.', '')) | character 18: only plain patterns are supported; write '%.' for a '.'",
                "$(headers.x:gsub('a*', '')) | character 18: only plain patterns are supported; write '%*' for a '*'",
                "$(headers.x:gsub('^a', '')) | character 18: only plain patterns are supported; write '%^' for a '^'",
                "$(headers.x:gsub('a$', '')) | character 18: only plain patterns are supported; write '%$' for a '$'",
                "$(headers.x:gsub('%a', '')) | character 18: only plain patterns are supported; write '%%' for a '%'",
                "$(headers.x:gsub('', '')) | character 18: the pattern is empty",
                "$(headers.x:gsub(headers.y, '')) | character 18: a pattern must be a text in quotes",
                "$(headers.é)            | character 11: unexpected 'é'",
            })
    void refusesEverythingElseWithItsPlace(String template, String message) {
        assertThatThrownBy(() -> Template.of(template))
                .isInstanceOf(NotSupported.class)
                .hasMessage(message);
    }

    @Test
    void headersAreThoseThatReachedThePlugin() throws Exception {
        FakeRequest request = new FakeRequest("GET", "/", Headers.of("X-A", "before"));
        Exchange exchange = Exchanges.matched(request, Entities.route("r", Entities.service("s")), Map.of());
        exchange.change().headers().set("X-A", "earlier plugin");
        Names names = new Names(exchange, 100);
        exchange.change().headers().set("X-A", "since");

        assertThat(Template.of("$(headers.x_a)").render(names)).isEqualTo("earlier plugin");
    }

    @Test
    void readsNoMoreArgumentsThanTheHostDoes() throws Exception {
        Exchange exchange = Exchanges.matched(
                new FakeRequest("GET", "/?a=1&b=2"), Entities.route("r", Entities.service("s")), Map.of());

        assertThat(Template.of("$(query_params.a)$(query_params.b)").render(new Names(exchange, 1)))
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$(query_params.q:gsub('7', '%1%1%1%1'):gsub('7', headers.long):gsub('7', headers.long))",
                "$(headers.long .. headers.long .. headers.long)",
            })
    void textsThatGrowWithoutMeasureFail(String template) throws Exception {
        Exchange exchange = Exchanges.matched(
                new FakeRequest("GET", "/?q=7", Headers.of("Long", "7".repeat(30_000))),
                Entities.route("r", Entities.service("s")),
                Map.of());
        Template readable = Template.of(template);

        assertThatThrownBy(() -> readable.render(new Names(exchange, 100)))
                .isInstanceOf(RenderFailed.class)
                .hasMessage("the text is longer than 65536 bytes");
    }

    @Test
    void aLongTextOfTheFileIsNoFailure() throws Exception {
        String text = "x".repeat(100_000);

        assertThat(render(text + "$(headers.x_a)")).isEqualTo(text + "one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "not ", "headers.a..", "headers[", "type("})
    void depthIsBounded(String opening) {
        String inside = opening.repeat(20_000) + "1" + ")".repeat(20_000);

        assertThatThrownBy(() -> Template.of("$(" + inside + ")"))
                .isInstanceOf(NotSupported.class)
                .hasMessageContaining("too long");
    }

    @Test
    void theDeepestExpressionStillRuns() throws Exception {
        assertThat(render("$(" + "(".repeat(248) + "1" + ")".repeat(248) + ")")).isEqualTo("1");
        assertThat(render("$(" + "not ".repeat(496) + "1)")).isEqualTo("true");
        assertThat(render("$(headers.x_a" + ":upper()".repeat(120) + ")")).isEqualTo("ONE");
    }

    /** Pieces of expressions in any order either do not parse, or render, or fail in the one way that is allowed. */
    @Test
    void nothingElseEverHappens() {
        String[] pieces = {
            "$(",
            ")",
            "(",
            "headers",
            "query_params",
            ".x_a",
            ".l",
            "['x-m']",
            "[1]",
            " or ",
            " and ",
            "not ",
            " == ",
            " ~= ",
            " .. ",
            "type(",
            "'text'",
            "\"",
            "'",
            "1",
            "-",
            ".5",
            ":upper()",
            ":sub(",
            ", ",
            ":gsub('a', ",
            "nil",
            "true",
            "\\",
            "#",
            "$",
            "é",
            " ",
            "%",
            "uri_captures",
            "shared",
            "[",
            "]",
            "e9",
            ".."
        };
        Random random = new Random(4711);
        Names names = names();
        int rendered = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder template = new StringBuilder("$(");
            for (int n = random.nextInt(12); n >= 0; n--) {
                template.append(pieces[random.nextInt(pieces.length)]);
            }
            template.append(")");
            try {
                Template.of(template.toString()).render(names);
                rendered++;
            } catch (NotSupported | RenderFailed e) {
                assertThat(e).as(template.toString()).hasMessageMatching("(?s).+");
            }
        }
        assertThat(rendered).isGreaterThan(100);
    }
}
