package io.sluice.plugins.requesttransformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.Multipart;
import io.sluice.api.RequestBody;
import io.sluice.runtime.Exchanges;
import io.sluice.testing.FakeBody;
import io.sluice.testing.FakeRequest;
import io.sluice.upstream.UpstreamCall;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data; boundary=XX";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "remove=a         | {'a':1,'b':2}            | {'b':2}",
                "remove=a:ignored | {'a':{'b':[1]}}          | {}",
                "remove=z         | { 'a' : 1 }              | {'a' : 1}",
                "rename=a:n       | {'a':{'q':[1]},'b':2}    | {'b':2,'n':{'q':[1]}}",
                "rename=a:b       | {'a':1,'b':2,'c':3}      | {'b':1,'c':3}",
                "rename=a:n       | {'a':null}               | {'n':null}",
                "rename=a:n       | {'a':false}              | {'n':false}",
                "rename=z:n       | { 'a':1 }                | { 'a':1 }",
                "rename=a:a       | { 'a':1 }                | { 'a':1 }",
                "replace=a:9      | {'a':{'x':1},'b':2}      | {'a':'9','b':2}",
                "replace=a:9      | {'a':null}               | {'a':'9'}",
                "replace=a:9      | {'a':false}              | {'a':'9'}",
                "replace=z:9      | { 'a':1 }                | { 'a':1 }",
                "replace=a.b:9    | {'a':{'b':1},'a.b':2}    | {'a':{'b':1},'a.b':'9'}",
                "add=a:9          | { 'a':1 }                | { 'a':1 }",
                "add=a:9          | { 'a':null }             | { 'a':null }",
                "add=a:9          | { 'a':false }            | { 'a':false }",
                "add=z:9          | {'a':1}                  | {'a':1,'z':'9'}",
                "add=z:9          | {'l':[],'o':{}}          | {'l':[],'o':{},'z':'9'}",
                "append=a:9       | {'a':'1'}                | {'a':['1','9']}",
                "append=a:9       | {'a':[1,2]}              | {'a':[1,2,'9']}",
                "append=a:9       | {'a':[ ]}                | {'a':[ '9']}",
                "append=a:9       | {}                       | {'a':['9']}",
                "append=a:9       | {'a':null}               | {'a':['9']}",
                "append=a:9       | {'a':1}                  | {'a':[1,'9']}",
                "append=a:9       | {'a':true}               | {'a':[true,'9']}",
                "append=a:9       | {'a':{'b':1}}            | {'a':[{'b':1},'9']}",
                "append=a:8,a:9   | {'b':1}                  | {'b':1,'a':['8','9']}",
                "append=b:app add=b:no,d:x replace=b:rep rename=a:b remove=c | {'a':1,'c':3} | {'b':['rep','app'],'d':'x'}",
            })
    void membersOfJson(String operations, String body, String expected) throws Exception {
        assertThat(json(operations, body.replace('\'', '"'))).isEqualTo(expected.replace('\'', '"'));
    }

    private static String json(String operations, String body) throws Exception {
        return Transformer.body(Transformer.config("body", operations), JSON, body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.10",
                "12345678901234567890",
                "1e3",
                "-0.0",
                "1E+400",
                "0.1234567890123456789012345678901234567890",
                "{\"n\":1.10,\"n\":[1e3]}",
                "\"\\u00e9\\/\\ud800\"",
                "[1.0, {\"a\":12345678901234567890}]",
                "\"é\""
            })
    void whatIsNotTouchedStaysAsItWasWritten(String value) throws Exception {
        assertThat(json("add=z:9", "{\"a\":" + value + "}")).isEqualTo("{\"a\":" + value + ",\"z\":\"9\"}");
        assertThat(json("rename=a:b", "{\"a\" : " + value + " }")).isEqualTo("{\"b\":" + value + "}");
    }

    @Test
    void numbersMayHaveAnyLengthAndNamesToo() throws Exception {
        String number = "1".repeat(5000);
        String name = "n".repeat(100_000);

        assertThat(json("add=z:9", "{\"" + name + "\":" + number + "}"))
                .isEqualTo("{\"" + name + "\":" + number + ",\"z\":\"9\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1,'b':2,'a':3}   | {'a':3,'b':2,'z':'9'}",
                "{'\\u0061':1,'a':2}   | {'a':2,'z':'9'}",
            })
    void ofARepeatedNameTheLastValueCounts(String body, String expected) throws Exception {
        assertThat(json("add=z:9", body.replace('\'', '"'))).isEqualTo(expected.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{bad",
                "{\"a\":1",
                "{\"a\":1}}",
                "{\"a\":1} x",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":1,}",
                "{\"a\":\"\u0001\"}",
                " ",
                "1",
                "null",
                "\"a\"",
                "true",
                "[1, {\"a\":2}]",
                "[]",
                "\ufeff{\"a\":1}",
                "{\"a\":tru}"
            })
    void whatIsNoObjectIsLeftAlone(String body) throws Exception {
        for (String operation : new String[] {"remove=a", "rename=a:b", "replace=a:1", "add=z:9", "append=a:1"}) {
            assertThat(json(operation, body)).isEqualTo(body);
        }
    }

    @Test
    void bytesThatAreNotUtf8AreLeftAlone() throws Exception {
        byte[] body = "{\"a\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        FakeRequest request = new FakeRequest("POST", "/", Headers.of("Content-Type", JSON), FakeBody.of(body));

        assertThat(Transformer.sent("{add: {body: ['z:9']}}", request).body().bytes(100))
                .isEqualTo(body);
    }

    @Test
    void deepBodiesAreReadAndTooDeepOnesLeftAlone() throws Exception {
        String deep = "[".repeat(900) + "]".repeat(900);
        String tooDeep = "[".repeat(100_000) + "]".repeat(100_000);

        assertThat(json("add=z:9", "{\"a\":" + deep + "}")).isEqualTo("{\"a\":" + deep + ",\"z\":\"9\"}");
        assertThat(json("add=z:9", "{\"a\":" + tooDeep + "}")).isEqualTo("{\"a\":" + tooDeep + "}");
    }

    @Test
    void namesAndValuesAreText() throws Exception {
        assertThat(json("add=n\u00e9:\u00e9$(uri_captures[2])", "{}")).isEqualTo("{\"n\u00e9\":\"\u00e9caf\u00e9\"}");
        assertThat(json("add=a:$(headers.nope)", "{}")).isEqualTo("{\"a\":\"\"}");
        assertThat(json("replace=n\u00e9:\"\\", "{\"n\u00e9\":1}")).isEqualTo("{\"n\u00e9\":\"\\\"\\\\\"}");
        assertThat(json("rename=n\u00e9:$(uri_captures.id)", "{\"n\u00e9\":1}")).isEqualTo("{\"42\":1}");
    }

    /** Nothing to find in it, so nothing is rendered either. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json | add=x:1                        | {\"x\":\"1\"}",
                "application/json | append=x:1                     | {\"x\":[\"1\"]}",
                "application/json | remove=x                       | ``",
                "application/json | replace=x:$(headers.nope.x)    | ``",
                "application/json | rename=x:$(headers.nope.x)     | ``",
                "application/x-www-form-urlencoded | add=x:1       | x=1",
                "application/x-www-form-urlencoded | append=x:1    | x=1",
                "application/x-www-form-urlencoded | remove=x      | ``",
                "application/x-www-form-urlencoded | rename=x:$(headers.nope.x) | ``",
                "multipart/form-data; boundary=XX  | remove=x      | ``",
                "multipart/form-data; boundary=XX  | append=x:1    | ``",
                "multipart/form-data               | add=x:1       | ``",
                "text/plain                        | add=x:1       | ``",
            })
    void anEmptyBodyCanOnlyBeAddedTo(String type, String operations, String expected) throws Exception {
        String config = Transformer.config("body", operations);

        assertThat(Transformer.body(config, type, "")).isEqualTo(expected);
        assertThat(Transformer.body(
                        Transformer.sent(config, new FakeRequest("GET", "/", Headers.of("Content-Type", type)))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "remove=a         | b=2&l=1&e&l=2",
                "remove=z         | a=1%201&b=2&l=1&e&l=2",
                "rename=a:n       | n=1%201&b=2&l=1&e&l=2",
                "rename=l:a       | b=2&a=1&e&a=2",
                "rename=e:n       | a=1%201&b=2&l=1&n&l=2",
                "rename=z:n       | a=1+1&b=2&l=1&e&l=2",
                "replace=a:9 9+/  | a=9%209%2B%2F&b=2&l=1&e&l=2",
                "replace=l:9      | a=1%201&b=2&l=9&e",
                "replace=e:9      | a=1%201&b=2&l=1&e=9&l=2",
                "replace=z:9      | a=1+1&b=2&l=1&e&l=2",
                "add=a:9,e:9      | a=1+1&b=2&l=1&e&l=2",
                "add=z:9          | a=1%201&b=2&l=1&e&l=2&z=9",
                "append=a:9       | a=1%201&b=2&l=1&e&l=2&a=9",
                "append=b:app add=b:no replace=b:rep rename=a:b remove=l,e | b=rep&b=app",
            })
    void fieldsOfAForm(String operations, String expected) throws Exception {
        assertThat(Transformer.body(Transformer.config("body", operations), FORM, "a=1+1&b=2&l=1&e&l=2"))
                .isEqualTo(expected);
    }

    @Test
    void noFieldOfAFormIsLost() throws Exception {
        String form = IntStream.range(0, 500).mapToObj(i -> "f" + i + "=" + i).collect(Collectors.joining("&"));
        String more = "a&".repeat(100_001);

        assertThat(Transformer.body("{add: {body: ['z:1']}}", FORM, form)).isEqualTo(form + "&z=1");
        assertThat(Transformer.body("{add: {body: ['z:1']}}", FORM, more)).isEqualTo(more);
    }

    /** {@code a}, a file {@code f}, {@code b} twice. */
    private static final String PARTS = part("a", "1")
            + "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.bin\"\r\nContent-Type: a/b\r\n\r\n\u0000\r\n\u00ff\r\n"
            + part("b", "2") + part("b", "3") + "--XX--\r\n";

    private static String part(String name, String content) {
        return "--XX\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content + "\r\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "remove=a         | f b=2 b=3",
                "remove=b         | a=1 f b=3",
                "remove=f         | a=1 b=2 b=3",
                "remove=z         | a=1 f b=2 b=3",
                "rename=a:n       | f b=2 b=3 n=1",
                "rename=b:n       | a=1 f b=3 n=2",
                "rename=a:b       | f b=3 b=1",
                "rename=z:n       | a=1 f b=2 b=3",
                "replace=a:9      | f b=2 b=3 a=9",
                "replace=b:9      | a=1 f b=3 b=9",
                "replace=z:9      | a=1 f b=2 b=3",
                "add=a:9          | a=1 f b=2 b=3",
                "add=z:9          | a=1 f b=2 b=3 z=9",
                "append=a:9,z:9   | a=1 f b=2 b=3",
                "rename=a:n remove=n           | f b=2 b=3",
                "add=c:add replace=n:rep remove=b rename=a:n | f b=3 n=rep c=add",
            })
    void partsOfAMultipartBody(String operations, String expected) throws Exception {
        FakeRequest request = new FakeRequest(
                "POST",
                "/",
                Headers.of("Content-Type", MULTIPART),
                FakeBody.of(PARTS.getBytes(StandardCharsets.ISO_8859_1)));

        UpstreamCall sent = Transformer.sent(Transformer.config("body", operations), request);

        byte[] body = sent.body().bytes(10_000);
        String file = PARTS.substring(PARTS.indexOf("--XX\r\nContent-Disposition: form-data; name=\"f\""));
        assertThat(Multipart.parse(body, "XX").stream()
                        .map(part -> part.name().equals("f")
                                ? "f"
                                : part.name() + "=" + new String(part.content(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
        if (expected.contains("f ")) {
            assertThat(new String(body, StandardCharsets.ISO_8859_1))
                    .as("the file as it was sent")
                    .contains(file.substring(0, file.indexOf("--XX", 4)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=YY",
        "multipart/mixed; boundary=XX"
    })
    void partsWithoutTheirBoundaryAreLeftAlone(String type) throws Exception {
        assertThat(Transformer.body("{add: {body: ['x:1']}, remove: {body: [a]}}", type, part("a", "1") + "--XX--\r\n"))
                .isEqualTo(part("a", "1") + "--XX--\r\n");
    }

    @Test
    void anEmptyMultipartBodyCanBeAddedTo() throws Exception {
        assertThat(Transformer.body("{add: {body: ['x:1']}}", MULTIPART, "")).isEqualTo(part("x", "1") + "--XX--\r\n");
    }

    /** A value of the client's must not be able to end its part. */
    @Test
    void aValueThatHoldsTheBoundaryFailsTheRequest() {
        FakeRequest request = new FakeRequest(
                "POST", "/?q=%0D%0A--XX--", Headers.of("Content-Type", MULTIPART), FakeBody.of(new byte[0]));

        assertThatThrownBy(() -> Transformer.sent("{add: {body: ['x:$(query_params.q)']}}", request))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json               | {\"x\":\"1\"}",
                "APPLICATION/JSON; charset=utf-8 | {\"x\":\"1\"}",
                "text/plain, application/json   | {\"x\":\"1\"}",
                "application/jsonp              | {\"x\":\"1\"}",
                "application/vnd.x+json         | {}",
                "text/json                      | {}",
                "text/plain                     | {}",
                "``                             | {}",
            })
    void theKindIsChosenByContentType(String type, String expected) throws Exception {
        assertThat(Transformer.body("{add: {body: ['x:1']}}", type, "{}")).isEqualTo(expected);
    }

    @Test
    void theContentTypeIsTheOneBehindTheHeaderStep() throws Exception {
        assertThat(Transformer.body(
                        "{replace: {headers: ['content-type:application/json']}, add: {body: ['x:1']}}",
                        "text/plain",
                        "{}"))
                .isEqualTo("{\"x\":\"1\"}");
        assertThat(Transformer.body("{remove: {headers: ['content-type']}, add: {body: ['x:1']}}", JSON, "{}"))
                .isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource({"gzip, {}", "identity, '{\"x\":\"1\"}'", "Identity, '{\"x\":\"1\"}'"})
    void aCompressedBodyIsLeftAlone(String encoding, String expected) throws Exception {
        FakeRequest request = new FakeRequest(
                "POST",
                "/",
                Headers.of("Content-Type", JSON, "Content-Encoding", encoding),
                FakeBody.of("{}".getBytes(StandardCharsets.UTF_8)));

        assertThat(Transformer.body(Transformer.sent("{add: {body: ['x:1']}}", request)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, FORM, MULTIPART})
    void aBodyOverTheLimitIsLeftAlone(String type) throws Exception {
        byte[] body = new byte[(1 << 20) + 1];
        FakeRequest request = new FakeRequest("POST", "/", Headers.of("Content-Type", type), FakeBody.of(body));

        Exchange passed = Transformer.passed("{add: {body: ['x:1']}, remove: {body: [a]}}", request);

        assertThat(Exchanges.upstream(passed).body()).isSameAs(request.body());
    }

    /** Its kind alone decides, and whether there is something to do. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {add: {headers: ['x-a:1']}}",
                "text/plain       | {add: {body: ['x:1']}}",
            })
    void aBodyThatIsNotChangedIsNotEvenRead(String type, String config) throws Exception {
        FakeRequest request = new FakeRequest("POST", "/", Headers.of("Content-Type", type), FakeBody.from(_ -> {
            throw new RequestBody.Broken("it was read");
        }));

        assertThat(Transformer.passed(config, request).request().body()).isSameAs(request.body());
    }

    @Test
    void aRewrittenBodyHasALengthAndNoChunks() throws Exception {
        Headers headers = Headers.of("Content-Type", JSON, "Transfer-Encoding", "chunked");
        FakeRequest request =
                new FakeRequest("POST", "/", headers, FakeBody.of("{\"a\":1}".getBytes(StandardCharsets.UTF_8)));

        Exchange added = Transformer.passed("{add: {body: ['x:1']}}", request);
        Exchange nothingRemoved = Transformer.passed("{remove: {body: [z]}}", request);
        Exchange nothingReplaced = Transformer.passed("{replace: {body: ['z:1']}}", request);

        assertThat(added.request().headers().first("Content-Length")).contains("15");
        assertThat(added.request().headers().contains("Transfer-Encoding")).isFalse();
        assertThat(added.request().body().length()).isEqualTo(15);
        assertThat(nothingRemoved.request().headers().first("Content-Length")).contains("7");
        assertThat(nothingReplaced.request().headers().all("Transfer-Encoding")).containsExactly("chunked");
    }

    @Test
    void templatesOfABodyThatIsLeftAloneAreNotRendered() throws Exception {
        String config = "{add: {body: ['x:$(headers.nope.x)']}}";

        assertThat(Transformer.body(config, JSON, "[1]")).isEqualTo("[1]");
        assertThatThrownBy(() -> Transformer.body(config, JSON, "{}")).isInstanceOf(RenderFailed.class);
    }
}
