package io.sluice.plugins.requesttransformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.HostLimits;
import io.sluice.api.Plugin;
import io.sluice.runtime.Entities;
import io.sluice.runtime.Exchanges;
import io.sluice.testing.FakeRequest;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadersTest {

    /** One that is there, one that is repeated, one that is not there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "remove=x-a                       | x-b=[2] x-m=[m1, m2]",
                "remove=X-A                       | x-b=[2] x-m=[m1, m2]",
                "remove=x-a:ignored               | x-b=[2] x-m=[m1, m2]",
                "remove=x-m                       | x-a=[1] x-b=[2]",
                "remove=x-z                       | x-a=[1] x-b=[2] x-m=[m1, m2]",
                "rename=x-a:x-n                   | x-b=[2] x-m=[m1, m2] x-n=[1]",
                "rename=x-m:x-n                   | x-a=[1] x-b=[2] x-n=[m1, m2]",
                "rename=x-z:x-n                   | x-a=[1] x-b=[2] x-m=[m1, m2]",
                "rename=x-z:x-a                   | x-a=[1] x-b=[2] x-m=[m1, m2]",
                "rename=x-a:x-m                   | x-b=[2] x-m=[1]",
                "rename=x-m:X-A                   | x-a=[m1, m2] x-b=[2]",
                "rename=x-a:X-A                   | x-a=[1] x-b=[2] x-m=[m1, m2]",
                "replace=x-a:9                    | x-a=[9] x-b=[2] x-m=[m1, m2]",
                "replace=x-a:a:b                  | x-a=[a:b] x-b=[2] x-m=[m1, m2]",
                "replace=x-a:::b                  | x-a=[b] x-b=[2] x-m=[m1, m2]",
                "replace=x-a:                     | x-a=[1] x-b=[2] x-m=[m1, m2]",
                "replace=x-m:9                    | x-a=[1] x-b=[2] x-m=[9]",
                "replace=x-z:9                    | x-a=[1] x-b=[2] x-m=[m1, m2]",
                "add=x-a:9                        | x-a=[1] x-b=[2] x-m=[m1, m2]",
                "add=X-M:9                        | x-a=[1] x-b=[2] x-m=[m1, m2]",
                "add=x-z:9                        | x-a=[1] x-b=[2] x-m=[m1, m2] x-z=[9]",
                "add=x-z:9,x-z:10                 | x-a=[1] x-b=[2] x-m=[m1, m2] x-z=[9]",
                "add=x-z:                         | x-a=[1] x-b=[2] x-m=[m1, m2]",
                "append=X-A:9                     | x-a=[1, 9] x-b=[2] x-m=[m1, m2]",
                "append=x-m:9                     | x-a=[1] x-b=[2] x-m=[m1, m2, 9]",
                "append=x-z:9                     | x-a=[1] x-b=[2] x-m=[m1, m2] x-z=[9]",
                "append=x-z:9,x-z:10              | x-a=[1] x-b=[2] x-m=[m1, m2] x-z=[9, 10]",
                "append=x-a:                      | x-a=[1] x-b=[2] x-m=[m1, m2]",
                "add=x-b:9 remove=x-b             | x-a=[1] x-b=[9] x-m=[m1, m2]",
                "append=x-c:app add=x-c:no replace=x-c:rep,x-b:no rename=x-a:x-c remove=x-b | x-c=[rep, app] x-m=[m1, m2]",
            })
    void areChangedInKongsOrder(String operations, String expected) throws Exception {
        FakeRequest request = new FakeRequest(
                "GET", "/", Headers.of("Host", "a.test", "X-A", "1", "X-B", "2", "x-m", "m1", "x-m", "m2"));

        Headers sent = Transformer.sent(Transformer.config("headers", operations), request)
                .headers();

        assertThat(own(sent)).isEqualTo(expected);
    }

    /** Those that begin with {@code x-} and a single letter, sorted. */
    private static String own(Headers headers) {
        Map<String, Object> found = new TreeMap<>();
        for (String name : headers.names()) {
            if (name.matches("x-[a-z]")) {
                found.put(name, headers.all(name));
            }
        }
        return found.toString().replaceAll("[{}]", "").replace("], x", "] x");
    }

    @Test
    void newNamesAreInLowerCase() throws Exception {
        Exchange passed = Transformer.passed(
                "{rename: {headers: ['X-A:X-New']}}", new FakeRequest("GET", "/", Headers.of("X-A", "1")));

        assertThat(passed.request().headers().toString()).isEqualTo("[x-new]");
    }

    @Test
    void theReceivedRequestStaysAsItWas() throws Exception {
        Exchange passed = Transformer.passed(
                "{replace: {headers: ['x-a:2']}, http_method: PUT, add: {querystring: ['q:1']}}",
                new FakeRequest("GET", "/", Headers.of("X-A", "1")));

        assertThat(passed.received().headers().all("X-A")).containsExactly("1");
        assertThat(passed.received().method()).isEqualTo("GET");
        assertThat(passed.received().target()).isEqualTo("/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replace=host:up.test:81  | up.test:81",
                "replace=HOST:up.test     | up.test",
                "replace=host:$(headers.nope) | 127.0.0.1",
                "remove=host              | 127.0.0.1",
                "add=host:up.test         | 127.0.0.1",
                "append=host:up.test      | 127.0.0.1",
                "rename=host:x-h          | 127.0.0.1",
                "rename=x-a:host          | 127.0.0.1",
            })
    void ofHostOnlyTheUpstreamsCanBeReplaced(String operation, String host) throws Exception {
        FakeRequest request = new FakeRequest("GET", "/", Headers.of("Host", "a.test", "X-A", "1"));

        Exchange passed = Transformer.passed(Transformer.config("headers", operation), request);

        assertThat(Exchanges.upstream(passed).headers().all("Host")).containsExactly(host);
        assertThat(passed.request().headers().all("Host")).containsExactly("a.test");
        assertThat(passed.request().headers().all("X-A")).containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For, 10.9.9.9",
        "X-Forwarded-Proto, https",
        "X-Forwarded-Prefix, /evil",
        "X-Real-IP, 10.9.9.9",
        "Via, 1.1 evil",
        "Connection, x-a",
        "Upgrade, websocket",
        "TE, trailers",
        "X-Kong-Request-Id, 1",
    })
    void whatTheGatewayWritesStaysAsItIs(String name, String value) throws Exception {
        FakeRequest request = new FakeRequest("GET", "/", Headers.of("Host", "a.test", "X-A", "1", "X-O", value));
        FakeRequest withOne =
                new FakeRequest("GET", "/", Headers.of("Host", "a.test", "X-A", "1", "X-O", value, name, "client"));
        for (FakeRequest sent : new FakeRequest[] {request, withOne}) {
            String untouched = all(Transformer.sent("{}", sent).headers());
            for (String operation : new String[] {"add", "append", "replace"}) {
                assertThat(all(Transformer.sent("{" + operation + ": {headers: ['" + name + ":" + value + "']}}", sent)
                                .headers()))
                        .as(operation)
                        .isEqualTo(untouched);
            }
            assertThat(all(Transformer.sent("{remove: {headers: ['" + name + "']}}", sent)
                            .headers()))
                    .isEqualTo(untouched);
            assertThat(all(Transformer.sent("{rename: {headers: ['x-o:" + name + "']}}", sent)
                            .headers()))
                    .isEqualTo(untouched);
            assertThat(all(Transformer.sent("{rename: {headers: ['" + name + ":x-o']}}", sent)
                            .headers()))
                    .isEqualTo(untouched);
        }
    }

    private static String all(Headers headers) {
        StringBuilder out = new StringBuilder();
        headers.forEach(
                (name, value) -> out.append(name).append(": ").append(value).append('\n'));
        return out.toString();
    }

    @Test
    void framingOfABodyCannotBeTakenAway() throws Exception {
        FakeRequest request = new FakeRequest("POST", "/", Headers.of("Content-Length", "3", "Transfer-Encoding", "x"));

        Exchange passed = Transformer.passed(
                "{remove: {headers: [content-length], querystring: []}, rename: {headers: ['transfer-encoding:x-t']}}",
                request);

        assertThat(passed.request().headers().toString()).isEqualTo("[Content-Length, Transfer-Encoding]");
    }

    /** What a record shows is the request as it is behind this plugin. */
    @Test
    void withoutAServiceTheGatewaysHeadersAreOrdinaryOnes() throws Exception {
        Plugin plugin = Transformer.create("{remove: {headers: [x-forwarded-for, via]}}", HostLimits.DEFAULT);
        Exchange exchange = Exchanges.matched(
                new FakeRequest("GET", "/", Headers.of("X-Forwarded-For", "10.1.1.1", "Via", "1.1 x", "X-A", "1")),
                Entities.route("r", null),
                Map.of());

        plugin.access(exchange);

        assertThat(exchange.request().headers().toString()).isEqualTo("[X-A]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x-t:$(headers['x-a'])-$(query_params.q) | 1-7",
                "x-t:$(headers.nope)                     | ``",
                "x-t:a$b ${c}                            | a$b ${c}",
                "x-t:$(uri_captures[2])                  | caf\u00c3\u00a9",
                "x-t:\u00e9                              | \u00c3\u00a9",
                "x-t:$(query_params.line)                | a%0D%0Ab:%00c",
                "x-t:$(headers.tab)                      | a\tb",
            })
    void valuesMayHoldTemplates(String entry, String expected) throws Exception {
        FakeRequest request = new FakeRequest(
                "GET", "/?q=7&line=a%0D%0Ab:%00c", Headers.of("Host", "a.test", "X-A", "1", "Tab", "a\tb"));

        Headers sent = Transformer.sent("{add: {headers: [\"" + entry + "\"]}}", request)
                .headers();

        assertThat(sent.all("x-t")).containsExactly(expected);
    }

    @Test
    void templatesSeeTheRequestAsItWasBeforeThisPlugin() throws Exception {
        Headers sent = Transformer.sent(
                        "{rename: {headers: ['x-a:x-n']}, add: {headers: ['x-t:$(headers.x_a)', 'x-u:$(headers.x_t)'],"
                                + " querystring: ['h:$(headers.x_a)', 'i:$(query_params.h)']}}",
                        new FakeRequest("GET", "/", Headers.of("X-A", "1")))
                .headers();

        assertThat(sent.all("x-n")).containsExactly("1");
        assertThat(sent.all("x-t")).containsExactly("1");
        assertThat(sent.all("x-u")).containsExactly("");
    }

    /** Whether or not its value would have been needed. */
    @ParameterizedTest
    @CsvSource({"add, x-a", "add, x-z", "replace, x-a", "replace, x-z", "append, x-a"})
    void aTemplateThatFailsFailsTheRequest(String operation, String name) {
        String config = "{" + operation + ": {headers: ['" + name + ":$(headers.nope.x)']}}";

        assertThatThrownBy(() -> Transformer.passed(config, new FakeRequest("GET", "/", Headers.of("X-A", "1"))))
                .isInstanceOf(RenderFailed.class);
    }
}
