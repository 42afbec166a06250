package io.sluice.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Headers;
import io.sluice.api.HostLimits;
import io.sluice.api.QueryArgs;
import io.sluice.api.Request;
import io.sluice.api.Utf8;
import io.sluice.api.produce.KafkaProducerConfig;
import io.sluice.plugins.kafkaupstream.KafkaUpstreamConfig;
import io.sluice.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RecordValueTest {

    private static final RecordValue BODY = new RecordValue(config(false, false, false, true), HostLimits.DEFAULT);
    private static final RecordValue ALL = new RecordValue(config(true, true, true, true), HostLimits.DEFAULT);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json | {\"a\": 1.0 , \"b\":12345678901234567890} | {\"body\":\"{\\\"a\\\": 1.0 , \\\"b\\\":12345678901234567890}\",\"body_args\":{\"a\": 1.0 , \"b\":12345678901234567890}}",
                "application/json | [] | {\"body\":\"[]\",\"body_args\":[]}",
                "application/json | \"x\" | {\"body\":\"\\\"x\\\"\"}",
                "application/json | null | {\"body\":\"null\"}",
                "application/jsonx | 42 | {\"body\":\"42\"}",
                "application/vnd.api+json | {} | {\"body\":\"e30=\",\"body_args\":{},\"body_base64\":true}",
                "text/plain;charset=utf-8 | hi | {\"body\":\"hi\",\"body_args\":{}}",
                "TEXT/HTML | hi | {\"body\":\"hi\",\"body_args\":{}}",
                "text/csv | hi | {\"body\":\"aGk=\",\"body_args\":{},\"body_base64\":true}",
                "application/x-www-form-urlencoded;x | a=1&a=2&flag&e=&=x&%zz=%41+%2B | {\"body\":\"a=1&a=2&flag&e=&=x&%zz=%41+%2B\",\"body_args\":{\"a\":[\"1\",\"2\"],\"flag\":true,\"e\":\"\",\"%zz\":\"A +\"}}",
            })
    void bodiesBecomeWhatTheirTypeSays(String type, String body, String value) throws Exception {
        assertThat(text(BODY, type, body)).isEqualTo(value);
    }

    @Test
    void noBodyAtAllIsBase64OfNothing() throws Exception {
        assertThat(new String(BODY.of(request(null), QueryArgs.parse(null, 100), new byte[0]), StandardCharsets.UTF_8))
                .isEqualTo("{\"body\":\"\",\"body_args\":{},\"body_base64\":true}");
        assertThat(text(BODY, "application/json", "")).isEqualTo("{\"body\":\"\",\"body_args\":{}}");
        assertThat(text(BODY, "text/plain", "")).isEqualTo("{\"body\":\"\",\"body_args\":{}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": | line 1, column 6: it ends too early",
                "{\"a\" 1} | line 1, column",
                "{} {} | line 1, column 4: expected nothing after the value",
                "[NaN] | line 1, column",
                "[01] | line 1, column",
                "nul | line 1, column",
                "{'a':1} | line 1, column",
                "[1,] | line 1, column",
            })
    void brokenJsonSaysWhereItBreaksAndQuotesNothing(String body, String where) {
        assertThatThrownBy(() -> text(BODY, "application/json", body))
                .isInstanceOf(UnreadableBody.class)
                .hasMessageStartingWith("invalid json body: ")
                .hasMessageContaining(where);
        assertThatThrownBy(() -> text(BODY, "application/json", "{\"hush\": secret}"))
                .message()
                .doesNotContain("hush")
                .doesNotContain("secret");
    }

    @Test
    void jsonThatIsNotUtf8OrNotPlainIsBroken() {
        for (byte[] body : List.of(
                new byte[] {'"', (byte) 0xff, '"'},
                new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
                new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'},
                new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, '{', '}'},
                "{}".getBytes(StandardCharsets.UTF_16BE),
                "{}".getBytes(StandardCharsets.UTF_16LE),
                ("[".repeat(1001) + "]".repeat(1001)).getBytes(StandardCharsets.UTF_8))) {
            assertThatThrownBy(() -> BODY.of(request("application/json"), QueryArgs.parse(null, 100), body))
                    .isInstanceOf(UnreadableBody.class);
        }
    }

    @Test
    void deepButAllowedJsonPasses() throws Exception {
        assertThat(text(BODY, "application/json", "[".repeat(1000) + "]".repeat(1000)))
                .endsWith("]}");
    }

    @Test
    void headersKeepRepeatsAndBytes() throws Exception {
        Headers headers = Headers.of("X-A", "1", "x-a", "2", "X-Latin", "\u00e9", "X-Utf8", "\u00c3\u00a9");

        JsonNode value = json(ALL.of(request("POST", "/p?a=1&b", headers), QueryArgs.parse("a=1&b", 100), new byte[0]));

        assertThat(value.get("headers").toString())
                .isEqualTo("{\"x-a\":[\"1\",\"2\"],\"x-latin\":\"\u00e9\",\"x-utf8\":\"\u00e9\"}");
        assertThat(value.get("method").asString()).isEqualTo("POST");
        assertThat(value.get("uri").asString()).isEqualTo("/p?a=1&b");
        assertThat(value.get("uri_args").toString()).isEqualTo("{\"a\":\"1\",\"b\":true}");
        assertThat(value.propertyNames())
                .containsExactly("method", "uri", "uri_args", "headers", "body", "body_args", "body_base64");
    }

    @Test
    void argumentsThatAreNotUtf8GetAReplacementCharacter() throws Exception {
        JsonNode value = json(BODY.of(
                request("application/x-www-form-urlencoded"),
                QueryArgs.parse(null, 100),
                "a=%ff".getBytes(StandardCharsets.US_ASCII)));

        assertThat(value.get("body").asString()).isEqualTo("a=%ff");
        assertThat(value.get("body_args").get("a").asString()).isEqualTo("\ufffd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data; boundary=XX",
                "multipart/form-data; charset=utf-8; boundary=\"XX\"",
                "Multipart/Form-Data; BOUNDARY=XX; charset=utf-8"
            })
    void multipartIsReadAsTheRfcSays(String type) throws Exception {
        String body =
                "preamble\r\n--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--XX  \r\nX: y\r\ncontent-disposition: form-data; filename=\"f;name=q\"; name=\"b\\\"c\"\r\n\r\nl1\r\n--XXnot\r\nl2\r\n"
                        + "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--XX\r\nContent-Disposition: form-data\r\n\r\nnameless\r\n--XX--\r\nepilogue --XX";

        JsonNode args = json(BODY.of(request(type), QueryArgs.parse(null, 100), body.getBytes(StandardCharsets.UTF_8)))
                .get("body_args");

        assertThat(args.toString()).isEqualTo("{\"a\":[\"1\",\"\"],\"b\\\"c\":\"l1\\r\\n--XXnot\\r\\nl2\"}");
    }

    @Test
    void aPartThatIsNotTextIsBase64AndSoIsTheBody() throws Exception {
        byte[] head = "--XX\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(head, head.length + 2);
        body[head.length] = (byte) 0xff;
        body[head.length + 1] = 0;

        JsonNode value = json(BODY.of(request("multipart/form-data; boundary=XX"), QueryArgs.parse(null, 100), body));

        assertThat(value.get("body_args").get("f").asString())
                .isEqualTo(Base64.getEncoder().encodeToString(new byte[] {(byte) 0xff, 0}));
        assertThat(value.get("body").asString()).isEqualTo(Base64.getEncoder().encodeToString(body));
        assertThat(value.get("body_base64").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=YY",
                "multipart/form-data; boundary"
            })
    void multipartWithoutAUsableBoundaryIsBroken(String type) {
        assertThatThrownBy(() -> text(BODY, type, "--XX\r\n\r\n--XX--")).isInstanceOf(UnreadableBody.class);
    }

    /** Whatever comes in: valid UTF-8, valid JSON, and the body comes out as it went in. */
    @Test
    void theValueIsAlwaysJsonAndTheBodyIsWhole() throws Exception {
        String[] types = {
            null,
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/octet-stream",
            "multipart/form-data; boundary=b",
            "application/json"
        };
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = new byte[random.nextInt(40)];
            random.nextBytes(body);
            if (random.nextBoolean()) {
                String alphabet = "{}[]\",:0e-+.\\u\u0000\u0001\n\t\u007f&=%--b\r\n truefalsn\u00e9";
                StringBuilder text = new StringBuilder();
                for (int k = random.nextInt(30); k > 0; k--) {
                    text.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                body = text.toString().getBytes(StandardCharsets.UTF_8);
            }
            String type = types[random.nextInt(types.length)];
            byte[] value;
            try {
                value = BODY.of(request(type), QueryArgs.parse(null, 100), body);
            } catch (UnreadableBody e) {
                assertThat(type).isIn("application/json", "multipart/form-data; boundary=b");
                continue;
            }
            assertThat(Utf8.isValid(value)).isTrue();
            JsonNode json = json(value);
            byte[] out = json.path("body_base64").asBoolean(false)
                    ? Base64.getDecoder().decode(json.get("body").asString())
                    : json.get("body").asString().getBytes(StandardCharsets.UTF_8);
            assertThat(out).isEqualTo(body);
        }
    }

    @Test
    void utf8IsJudgedAsTheDecoderOfTheJdkDoes() {
        Random random = new Random(9);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(6)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                bytes[0] = (byte) (0xe0 + random.nextInt(22));
            }
            boolean valid = true;
            try {
                StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes));
            } catch (java.nio.charset.CharacterCodingException e) {
                valid = false;
            }
            assertThat(Utf8.isValid(bytes)).as(Arrays.toString(bytes)).isEqualTo(valid);
        }
    }

    private static String text(RecordValue values, String type, String body) throws UnreadableBody {
        return new String(
                values.of(request(type), QueryArgs.parse(null, 100), body.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8);
    }

    private static JsonNode json(byte[] value) {
        return JsonMapper.shared().readTree(value);
    }

    private static Request request(String contentType) {
        return request("POST", "/", contentType == null ? new Headers() : Headers.of("Content-Type", contentType));
    }

    private static Request request(String method, String target, Headers headers) {
        return new FakeRequest(method, target, headers);
    }

    private static KafkaUpstreamConfig config(boolean method, boolean uri, boolean headers, boolean body) {
        return new KafkaUpstreamConfig(
                "t",
                null,
                null,
                null,
                null,
                null,
                method,
                uri,
                headers,
                body,
                new RecordConfig.HeaderForwarding(true, false, List.of(), List.of(), Map.of(), "retain_duplicates"),
                10_000,
                60_000,
                false,
                null,
                new KafkaProducerConfig.Authentication(null, null, null, null, null, null),
                new KafkaProducerConfig.OptionalTls(null, null, true),
                1,
                2000,
                200,
                1 << 20,
                10,
                100,
                true,
                1000,
                50_000,
                new RecordConfig.ErrorHandling(false),
                null);
    }
}
