package io.sluice.plugins.requesttransformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.HostLimits;
import io.sluice.api.Plugin;
import io.sluice.api.Preview;
import io.sluice.api.RequestBody;
import io.sluice.runtime.Entities;
import io.sluice.runtime.Exchanges;
import io.sluice.testing.FakeBody;
import io.sluice.testing.FakeRequest;
import io.sluice.upstream.UpstreamCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathMethodQueryTest {

    /** One that is there, one that is repeated, one without a value, one that is not there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "remove=a                 | b=2&e&l=2&l=1",
                "remove=l:ignored,e       | a=1&b=2",
                "remove=A,z               | a=1&b=2&e&l=2&l=1",
                "rename=a:n               | b=2&e&l=2&l=1&n=1",
                "rename=l:a               | a=2&a=1&b=2&e",
                "rename=e:n               | a=1&b=2&l=2&l=1&n",
                "rename=z:a               | a=1&b=2&e&l=2&l=1",
                "rename=a:a               | a=1&b=2&e&l=2&l=1",
                "rename=a:$(query_params.b) | 2=1&b=2&e&l=2&l=1",
                "rename=a:$(query_params.z) | a=1&b=2&e&l=2&l=1",
                "replace=a:x y            | a=x%20y&b=2&e&l=2&l=1",
                "replace=l:9              | a=1&b=2&e&l=9",
                "replace=e:9              | a=1&b=2&e=9&l=2&l=1",
                "replace=z:9              | a=1&b=2&e&l=2&l=1",
                "replace=a:$(query_params.z) | a=&b=2&e&l=2&l=1",
                "replace=a:::x::y         | a=x%3A%3Ay&b=2&e&l=2&l=1",
                "add=a:9                  | a=1&b=2&e&l=2&l=1",
                "add=e:9                  | a=1&b=2&e&l=2&l=1",
                "add=A:9,z:8              | A=9&a=1&b=2&e&l=2&l=1&z=8",
                "append=a:9               | a=1&a=9&b=2&e&l=2&l=1",
                "append=l:9,z:8           | a=1&b=2&e&l=2&l=1&l=9&z=8",
                "append=b:app add=b:no replace=b:rep rename=a:b remove=l,e | b=rep&b=app",
            })
    void aTouchedQueryIsChangedInKongsOrderAndSorted(String operations, String expected) throws Exception {
        String config = Transformer.config("querystring", operations);

        assertThat(Transformer.sent(config, new FakeRequest("GET", "/x?l=2&b=2&e&a=1&l=1"))
                        .target())
                .isEqualTo("/x?" + expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/x?b=2&a=%2F+x&e&f=, /x?a=%2F%20x&b=2&e&f=&z=1",
        "/x, /x?z=1",
        "/x?, /x?z=1",
        "/x?&&=1&z=0, /x?z=0",
        "/x?%C3%A9=%41, /x?%C3%A9=A&z=1",
    })
    void aTouchedQueryIsEncodedAnew(String target, String expected) throws Exception {
        assertThat(Transformer.sent("{add: {querystring: ['z:1']}}", new FakeRequest("GET", target))
                        .target())
                .isEqualTo(expected);
    }

    @Test
    void anUntouchedQueryStaysByteForByte() throws Exception {
        assertThat(Transformer.sent("{add: {headers: ['x-z:1']}}", new FakeRequest("GET", "/x?b=2&a=+%41&b=3&"))
                        .target())
                .isEqualTo("/x?b=2&a=+%41&b=3&");
    }

    @Test
    void withoutArgumentsThereIsNoQuestionMark() throws Exception {
        assertThat(Transformer.sent("{remove: {querystring: [a]}}", new FakeRequest("GET", "/x?a=1"))
                        .target())
                .isEqualTo("/x");
    }

    @Test
    void asManyArgumentsAreReadAsTheHostAllows() throws Exception {
        HostLimits limits = new HostLimits(10, 10, 100, 2, 100, Duration.ofSeconds(1));
        Exchange exchange = Exchanges.matched(
                new FakeRequest("GET", "/?a=1&b=2&c=3"), Entities.route("r", Entities.service("s")), Map.of());

        Transformer.create("{remove: {querystring: [c]}}", limits).access(exchange);

        assertThat(exchange.request().target()).isEqualTo("/?a=1&b=2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "GET", "PROPFIND"})
    void theMethodIsReplaced(String method) throws Exception {
        assertThat(Transformer.sent("{http_method: " + method + "}", new FakeRequest("POST", "/x?a=1"))
                        .method())
                .isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "BREW"})
    void aMethodThatCannotBeSentFailsTheRequest(String method) {
        assertThatThrownBy(() -> Transformer.passed("{http_method: " + method + "}", new FakeRequest("GET", "/")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("invalid method: " + method);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET   | application/x-www-form-urlencoded         | b=2&a=1+1&e | /x?a=0&a=1%201&b=2&e&z=9",
                "HEAD  | APPLICATION/X-WWW-Form-Urlencoded; q=1    | b=2         | /x?a=0&b=2&z=9",
                "TRACE | application/x-www-form-urlencoded         | b=2         | /x?a=0&b=2&z=9",
                "PUT   | application/x-www-form-urlencoded         | b=2         | /x?z=9&a=0",
                "GET   | application/json                          | b=2         | /x?z=9&a=0",
                "GET   | application/x-www-form-urlencoded         | &           | /x?z=9&a=0",
            })
    void aFormGoesIntoTheQueryOfAMethodWithoutBody(String method, String type, String body, String target)
            throws Exception {
        UpstreamCall sent =
                Transformer.sent("{http_method: " + method + "}", new FakeRequest("POST", "/x?z=9&a=0", type, body));

        assertThat(sent.target()).isEqualTo(target);
        assertThat(Transformer.body(sent)).as("the body stays").isEqualTo(body);
    }

    @Test
    void aFormTooLargeToBeReadStaysOutOfTheQuery() throws Exception {
        FakeRequest request = new FakeRequest(
                "POST",
                "/x",
                Headers.of("Content-Type", "application/x-www-form-urlencoded"),
                FakeBody.of(("a=" + "1".repeat(1 << 20)).getBytes(StandardCharsets.US_ASCII)));

        assertThat(Transformer.sent("{http_method: GET}", request).target()).isEqualTo("/x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/n/$(uri_captures.id)/$(uri_captures[2]) | /n/42/caf%C3%A9?a=1",
                "/a b/\u00e9%20                           | /a%20b/%C3%A9%20?a=1",
                "/n?k=v                                   | /n?k=v?a=1",
                "/                                        | /?a=1",
                "$(headers.x_path)                        | /from/header?a=1",
                "/n$(headers.nope)                        | /n?a=1",
            })
    void aPathTakesThePlaceOfTheWholePath(String uri, String target) throws Exception {
        FakeRequest request = new FakeRequest("GET", "/u/42/x?a=1", Headers.of("X-Path", "/from/header"));

        Exchange passed = Transformer.passed("{replace: {uri: '" + uri + "'}}", request);

        assertThat(Exchanges.upstream(passed).target()).isEqualTo(target);
        assertThat(passed.path()).as("plugins see the client's").isEqualTo("/u/42/x");
        assertThat(passed.request().target()).isEqualTo("/u/42/x?a=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "$(headers.nope)", "$(headers.nope or \"x\")/y"})
    void aPathThatDoesNotBeginWithASlashFailsTheRequest(String uri) {
        assertThatThrownBy(() -> Transformer.passed("{replace: {uri: '" + uri + "'}}", new FakeRequest("GET", "/")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBrokenRequestIsNobodysMistake() {
        FakeRequest request = new FakeRequest(
                "POST", "/x", Headers.of("Content-Type", "application/x-www-form-urlencoded"), FakeBody.from(_ -> {
                    throw new RequestBody.Broken("gone");
                }));

        assertThatThrownBy(() -> Transformer.passed("{http_method: GET}", request))
                .isInstanceOf(RequestBody.Broken.class);
    }

    @Test
    void aPreviewChangesTheRequestAndSaysWhere() throws Exception {
        Plugin plugin = Transformer.create(
                "{http_method: PUT, replace: {uri: /n}, add: {headers: ['x-a:1'], body: ['b:1'], querystring: ['q:1']}}",
                HostLimits.DEFAULT);
        Exchange exchange =
                Exchanges.matched(new FakeRequest("GET", "/"), Entities.route("r", Entities.service("s")), Map.of());

        Preview preview = plugin.preview(exchange).orElseThrow();

        assertThat(preview.details())
                .isEqualTo(Map.of("changes", List.of("path", "method", "headers", "body", "query")));
        assertThat(exchange.request().method()).isEqualTo("PUT");
        assertThat(exchange.request().rawQuery()).isEqualTo("q=1");
    }
}
