package io.sluice.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class JsonBodyTest {

    private static final JsonFactory JACKSON = new JsonFactory();

    private static final String[] SEEDS = {
        "{\"a\":1,\"b\":{\"c\":[1,2.5,\"x\",true,false,null]},\"d\":{},\"e\":[]}",
        "[-0.1e+10, 1E-3 , 0 ,\"\\u00e9\\ud83d\\ude00\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
        " {\t\"k\u00e9\ud83d\ude00\" :\r\n[ [ ] , { } ] } ",
        "\"text\"",
        "-12.50",
        "true",
        "null"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "1e999999999",
                "12345678901234567890.123456789",
                "\"\"",
                " \t\r\n{}\n",
                "[[[]],{}]",
                "{\"\":0,\"\":1}",
                "\"\\ud800\"",
                "\"\u007f\"",
                "\"\u00e9\ud83d\ude00\""
            })
    void jsonIsJson(String text) throws Exception {
        assertThat(JsonBody.check(utf8(text)))
                .isEqualTo(
                        text.strip().startsWith("{") || text.strip().startsWith("[")
                                ? JsonBody.Kind.STRUCTURE
                                : JsonBody.Kind.SCALAR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": | 1 | 6 | it ends too early",
                "` ` | 1 | 2 | it ends too early",
                "{\"a\":1 | 1 | 7 | it ends too early",
                "\"abc | 1 | 5 | it ends too early",
                "\"\\u00 | 1 | 2 | it ends too early",
                "- | 1 | 2 | it ends too early",
                "nul | 1 | 4 | it ends too early",
                "nule | 1 | 4 | expected null",
                "{\"a\" 1} | 1 | 6 | expected ':'",
                "{a:1} | 1 | 2 | expected a member name in quotes",
                "{\"a\":1,} | 1 | 8 | expected a member name in quotes",
                "{\"\u00e4\ud83d\ude00\":1,} | 1 | 9 | expected a member name in quotes",
                "[1,] | 1 | 4 | expected a value",
                "[,1] | 1 | 2 | expected a value",
                "[1 2] | 1 | 4 | expected ',' or ']'",
                "[1} | 1 | 3 | expected ',' or ']'",
                "{\"a\":1] | 1 | 7 | expected ',' or '}'",
                "[] ] | 1 | 4 | expected nothing after the value",
                "1,2 | 1 | 2 | expected nothing after the value",
                "01 | 1 | 2 | expected nothing after the value",
                "+1 | 1 | 1 | expected a value",
                ".5 | 1 | 1 | expected a value",
                "[1.] | 1 | 4 | expected a digit",
                "[1e+] | 1 | 5 | expected a digit",
                "[NaN] | 1 | 2 | expected a value",
                "[-Infinity] | 1 | 3 | expected a digit",
                "'a' | 1 | 1 | expected a value",
                "/**/1 | 1 | 1 | expected a value",
                "\"\\x\" | 1 | 2 | an unknown escape",
                "\"\\u12g4\" | 1 | 2 | an unknown escape",
            })
    void whatIsNotJsonBreaksWhereItBreaks(String text, int line, int column, String reason) {
        assertBroken(utf8(text), line, column, reason);
    }

    @Test
    void linesAndCharactersAreCounted() {
        assertBroken(utf8("{\r\n  \"\u00e9\ud83d\ude00\": [1,\n2,,3]}"), 3, 3, "expected a value");
        assertBroken(utf8("[\"\u00e9\" x]"), 1, 6, "expected ',' or ']'");
        assertBroken(utf8("\"a\nb\""), 1, 3, "a control character inside a string");
        assertBroken(utf8("\"\u0000\""), 1, 2, "a control character inside a string");
    }

    @Test
    void onlyUtf8IsReadAndNoByteOrderMark() {
        assertBroken(new byte[] {'[', '"', (byte) 0xff, '"', ']'}, 1, 3, "not UTF-8");
        assertBroken(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}, 1, 2, "not UTF-8");
        assertBroken(new byte[] {'"', (byte) 0xc3}, 1, 2, "not UTF-8");
        assertBroken(utf8("\ufeff{}"), 1, 1, "expected a value");
        assertBroken("{}".getBytes(StandardCharsets.UTF_16BE), 1, 1, "expected a value");
        assertBroken("{}".getBytes(StandardCharsets.UTF_16LE), 1, 2, "expected a member name in quotes");
        assertBroken(utf8("[]\u0000"), 1, 3, "expected nothing after the value");
        assertBroken(utf8("[\u00a01]"), 1, 2, "expected a value");
    }

    @Test
    void aThousandLevelsAreTheLimit() throws Exception {
        assertThat(JsonBody.check(utf8("[{\"a\":".repeat(500) + "1" + "}]".repeat(500))))
                .isEqualTo(JsonBody.Kind.STRUCTURE);
        assertBroken(utf8("[".repeat(1001)), 1, 1001, "nested deeper than 1000");
        assertBroken(utf8("{\"a\":[".repeat(500) + "{"), 1, 3001, "nested deeper than 1000");
        assertBroken(utf8("[{\"a\":".repeat(300) + "1" + "}]".repeat(299) + "]]"), 1, 2400, "expected ',' or '}'");
    }

    /** Another reader's verdict, on texts that are nearly JSON. */
    @Test
    void itAgreesWithJackson() {
        Random random = new Random(11);
        String alphabet = "{}[]\",:0123456789eE+-.\\ubtrfalsn/ \t\n\r\u0001\u007f\u00e9x";
        int accepted = 0;
        for (int i = 0; i < 300_000; i++) {
            StringBuilder text = new StringBuilder(SEEDS[random.nextInt(SEEDS.length)]);
            for (int edits = random.nextInt(4); edits > 0 && !text.isEmpty(); edits--) {
                int at = random.nextInt(text.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(4)) {
                    case 0 -> text.insert(at, c);
                    case 1 -> text.setCharAt(at, c);
                    case 2 -> text.deleteCharAt(at);
                    default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 4)));
                }
            }
            byte[] body = utf8(text.toString());
            if (random.nextInt(20) == 0 && body.length > 0) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            boolean ours = ours(body);
            assertThat(ours)
                    .as(new String(body, StandardCharsets.ISO_8859_1))
                    .isEqualTo(Utf8.isValid(body) && jackson(body));
            accepted += ours ? 1 : 0;
        }
        assertThat(accepted).isBetween(60_000, 240_000);
    }

    private static boolean ours(byte[] body) {
        try {
            JsonBody.check(body);
            return true;
        } catch (UnreadableBody e) {
            return false;
        }
    }

    private static boolean jackson(byte[] body) {
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                return false; // Jackson would guess UTF-16 or UTF-32
            }
        }
        try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() == null) {
                return false;
            }
            if (parser.currentToken().isStructStart()) {
                parser.skipChildren();
            } else {
                parser.finishToken();
            }
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static void assertBroken(byte[] body, int line, int column, String reason) {
        assertThatThrownBy(() -> JsonBody.check(body))
                .isInstanceOf(UnreadableBody.class)
                .hasMessage("invalid json body: line " + line + ", column " + column + ": " + reason);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
