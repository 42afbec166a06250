package io.sluice.plugins.cors;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Headers;
import io.sluice.api.Plugin;
import io.sluice.api.Reply;
import io.sluice.runtime.Exchanges;
import io.sluice.runtime.PluginRun;
import io.sluice.testing.Configured;
import io.sluice.testing.FakeHead;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import io.sluice.testing.OnePlugin;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {

    private static final String NAME = "cors";
    private static final String ALL = "GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT";

    /** Configuration, the request's Origin ({@code -} for none), and the headers of response and preflight that it decides. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{}                                        ; http://a.test    ; origin=*",
                "{}                                        ; -                ; origin=*",
                "{origins: []}                             ; http://a.test    ; origin=*",
                "{origins: ['*']}                          ; http://a.test    ; origin=*",
                "{origins: ['*']}                          ; -                ; origin=*",
                "{credentials: true}                       ; http://a.test:80 ; credentials=true origin=http://a.test:80 vary=Origin",
                "{credentials: true}                       ; null             ; credentials=true origin=null vary=Origin",
                "{credentials: true}                       ; -                ; origin=*",
                "{origins: [http://a.test]}                ; http://evil.test ; origin=http://a.test vary=Origin",
                "{origins: [http://a.test:80/x]}           ; -                ; origin=http://a.test:80/x vary=Origin",
                "{origins: [a.test], credentials: true}    ; http://evil.test ; credentials=true origin=a.test vary=Origin",
                "{origins: [http://a.test, http://b.test]} ; http://b.test    ; origin=http://b.test vary=Origin",
                "{origins: [http://a.test, http://b.test]} ; http://b.test:80 ; origin=http://b.test vary=Origin",
                "{origins: [http://a.test, http://b.test]} ; http://b.test:443; vary=Origin",
                "{origins: [http://a.test, http://b.test]} ; https://b.test   ; vary=Origin",
                "{origins: [http://a.test, http://b.test]} ; http://B.test    ; vary=Origin",
                "{origins: [http://a.test, http://b.test]} ; http://b.test.evil.test ; vary=Origin",
                "{origins: [http://a.test, http://b.test]} ; -                ; vary=Origin",
                "{origins: [http://a.test, b.test], credentials: true} ; http://b.test ; credentials=true vary=Origin",
                "{origins: [a.test, https://a.test:443]}   ; https://a.test   ; origin=https://a.test vary=Origin",
                "{origins: [a.test, https://a.test:8443]}  ; https://a.test:8443 ; origin=https://a.test:8443 vary=Origin",
                "{origins: [a.test, http://a.test/path]}   ; http://u@a.test/other?q ; origin=http://a.test vary=Origin",
                "{origins: [a.test, 'null']}               ; null             ; origin=null vary=Origin",
                "{origins: ['https?://[^.]*']}             ; http://[::1]:80     ; origin=http://[::1] vary=Origin",
                "{origins: [http://a.test, '*']}           ; http://b.test:80 ; origin=* vary=Origin",
                "{origins: [http://a.test, '*']}           ; -                ; vary=Origin",
                "{origins: [http://a.test, '*'], credentials: true} ; http://b.test:80 ; credentials=true origin=http://b.test:80 vary=Origin",
                "{origins: [http://a.test, '*'], credentials: true} ; -       ; credentials=true vary=Origin",
                // regular expressions: the host alone without a colon, the whole origin with one
                "{origins: ['.*[.]a[.]test']}              ; http://x.a.test:81 ; origin=http://x.a.test:81 vary=Origin",
                "{origins: ['.*[.]a[.]test']}              ; http://x.a.test:80 ; origin=http://x.a.test vary=Origin",
                "{origins: ['.*[.]a[.]test']}              ; http://a.test    ; vary=Origin",
                "{origins: ['a[.]test']}                   ; http://a.test.evil ; vary=Origin",
                "{origins: ['a[.]test']}                   ; http://evil.a.test ; vary=Origin",
                "{origins: ['a[.]test|b[.]test']}          ; http://b.test    ; origin=http://b.test vary=Origin",
                "{origins: ['^https?://(x|y)[.]a[.]test$']} ; https://y.a.test:443 ; origin=https://y.a.test vary=Origin",
                "{origins: ['^https?://(x|y)[.]a[.]test$']} ; https://y.a.test:444 ; vary=Origin",
                "{origins: ['https?://a[.]test']}          ; -                ; vary=Origin",
                "{origins: ['(?<any>.*)'], credentials: true} ; http://a.test ; credentials=true origin=http://a.test vary=Origin",
            })
    void originsAreJudged(String config, String origin, String expected) throws Exception {
        assertThat(brief(send(config, request("GET", origin), new Headers()).reply()))
                .isEqualTo(expected);
        if (!origin.equals("-")) {
            String preflight =
                    brief(send(config, preflight(origin), new Headers()).reply());
            assertThat(preflight).contains("methods=" + ALL + " ");
            assertThat(preflight.replace("methods=" + ALL + " ", "")).isEqualTo(expected);
        }
    }

    /** Configuration, more headers of the preflight, and what its answer has beside origin and methods. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                              | -                                        | methods=" + ALL,
                "{methods: [PUT, GET]}           | -                                        | methods=PUT,GET",
                "{headers: [X-A, x-b]}           | Access-Control-Request-Headers: X-C      | headers=X-A,x-b methods="
                        + ALL,
                "{}                              | Access-Control-Request-Headers: X-A, x-b | headers=X-A, x-b methods="
                        + ALL,
                "{headers: []}                   | Access-Control-Request-Headers: X-A, x-b | headers=X-A, x-b methods="
                        + ALL,
                "{max_age: 10.5}                 | -                                        | age=10.5 methods=" + ALL,
                "{max_age: 3600}                 | -                                        | age=3600 methods=" + ALL,
                "{max_age: 0}                    | -                                        | age=0 methods=" + ALL,
                "{private_network: true}         | Access-Control-Request-Private-Network: true  | methods=" + ALL
                        + " private=true",
                "{private_network: true}         | Access-Control-Request-Private-Network: false | methods=" + ALL,
                "{private_network: false}        | Access-Control-Request-Private-Network: true  | methods=" + ALL,
                "{exposed_headers: [E]}          | -                                        | methods=" + ALL,
            })
    void preflightsAreAnswered(String config, String more, String expected) throws Exception {
        FakeRequest request = preflight("http://a.test");
        if (!more.equals("-")) {
            request.headers().add(more.split(": ")[0], more.split(": ")[1]);
        }

        PluginRun.Outcome outcome = send(config, request, new Headers());

        assertThat(outcome.upstream()).isNull();
        assertThat(outcome.reply().status()).isEqualTo(200);
        assertThat(outcome.reply().body()).isEmpty();
        assertThat(outcome.reply().headers().contains("Content-Type")).isFalse();
        assertThat(brief(outcome.reply()).replace(" origin=*", "")).isEqualTo(expected);
    }

    @Test
    void whatIsNoPreflightGoesOn() throws Exception {
        FakeRequest withoutMethod = request("OPTIONS", "http://a.test");
        FakeRequest withoutOrigin = request("OPTIONS", "-");
        withoutOrigin.headers().add("Access-Control-Request-Method", "PUT");
        FakeRequest emptyOrigin = request("OPTIONS", "");
        emptyOrigin.headers().add("Access-Control-Request-Method", "PUT");
        FakeRequest get = request("GET", "http://a.test");
        get.headers().add("Access-Control-Request-Method", "PUT");

        for (FakeRequest request : new FakeRequest[] {withoutMethod, withoutOrigin, emptyOrigin, get}) {
            PluginRun.Outcome outcome = send("{}", request, new Headers());
            assertThat(outcome.upstream()).isNotNull();
            assertThat(brief(outcome.reply())).isEqualTo("origin=*");
        }
    }

    @Test
    void aPreflightThatIsPassedOnGetsNoHeaders() throws Exception {
        Headers upstream = Headers.of("Access-Control-Allow-Origin", "http://theirs.test");
        String config = "{preflight_continue: true, origins: [http://a.test], exposed_headers: [E]}";

        PluginRun.Outcome outcome = send(config, preflight("http://a.test"), upstream);

        assertThat(outcome.upstream()).isNotNull();
        assertThat(brief(outcome.reply())).isEqualTo("origin=http://theirs.test");
        assertThat(brief(send(config, request("GET", "http://a.test"), upstream).reply()))
                .isEqualTo("expose=E origin=http://a.test vary=Origin");
    }

    @Test
    void aPreflightThatSomebodyElseAnsweredIsAResponseLikeAnother() throws Exception {
        Plugin plugin = Configured.plugin(new CorsFactory(), "{exposed_headers: [E]}", new FakeHost());
        Headers headers = new Headers();

        plugin.headerFilter(Exchanges.of(preflight("http://a.test")), new FakeHead(404, headers));

        assertThat(headers.first("Access-Control-Allow-Origin")).contains("*");
        assertThat(headers.first("Access-Control-Expose-Headers")).contains("E");
    }

    @Test
    void withoutAnOriginNothingIsAddedIfSoConfigured() throws Exception {
        String config = "{allow_origin_absent: false, exposed_headers: [E, f]}";

        for (String none : new String[] {"-", ""}) {
            assertThat(brief(send(config, request("GET", none), new Headers()).reply()))
                    .as("origin '%s'", none)
                    .isEmpty();
        }
        assertThat(brief(send(config, request("GET", "http://a.test"), new Headers())
                        .reply()))
                .isEqualTo("expose=E,f origin=*");
    }

    @Test
    void anEmptyOriginIsNone() throws Exception {
        assertThat(brief(send("{credentials: true}", request("GET", ""), new Headers())
                        .reply()))
                .isEqualTo("origin=*");
        assertThat(brief(send("{origins: [http://a.test, '*']}", request("GET", ""), new Headers())
                        .reply()))
                .isEqualTo("vary=Origin");
    }

    @Test
    void theUpstreamsWordIsReplacedButItsVaryIsKept() throws Exception {
        Headers upstream = Headers.of(
                "access-control-allow-origin", "*", "Vary", "Accept", "Access-Control-Allow-Credentials", "false");
        String config = "{origins: [http://a.test, http://b.test], credentials: true}";

        assertThat(brief(send(config, request("GET", "http://a.test"), upstream).reply()))
                .isEqualTo("credentials=true origin=http://a.test vary=Accept, Origin");
        assertThat(brief(send(config, request("GET", "http://c.test"), upstream).reply()))
                .isEqualTo("credentials=true vary=Accept, Origin");
    }

    @Test
    void aHostilePatternAndOriginTakeLinearTime() throws Exception {
        String origin = "http://" + "a".repeat(50_000) + "!";

        assertThat(brief(send("{origins: ['(a+)+b']}", request("GET", origin), new Headers())
                        .reply()))
                .isEqualTo("vary=Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.a.test", "a(", "(?=a)b", "[z-a]"})
    void whatIsNoRegularExpressionIsRefused(String origin) {
        assertThat(OnePlugin.problems(NAME, "{origins: ['*', http://a.test, '" + origin + "']}"))
                .containsExactly("ERROR /origins/2 '" + origin + "' is not a valid regex");
    }

    @Test
    void badConfigurationsAreRefused() {
        assertThat(OnePlugin.problems(NAME, "{methods: [get]}"))
                .containsExactly(
                        "ERROR /methods/0 expected one of: GET, HEAD, PUT, PATCH, POST, DELETE, OPTIONS, TRACE, CONNECT");
        assertThat(OnePlugin.problems(NAME, "{headers: ['']}"))
                .containsExactly("ERROR /headers/0 length must be at least 1");
    }

    private PluginRun.Outcome send(String config, FakeRequest request, Headers upstream) throws Exception {
        return new OnePlugin(NAME, config, new FakeHost()).send(request, upstream);
    }

    private static FakeRequest request(String method, String origin) {
        Headers headers = Headers.of("Host", "example.com");
        return new FakeRequest(method, "/", origin.equals("-") ? headers : headers.add("Origin", origin));
    }

    private static FakeRequest preflight(String origin) {
        FakeRequest request = request("OPTIONS", origin);
        request.headers().add("Access-Control-Request-Method", "PUT");
        return request;
    }

    /** The headers, sorted and in short. */
    private static String brief(Reply reply) {
        Map<String, String> headers = new TreeMap<>();
        for (String name : reply.headers().names()) {
            headers.put(
                    switch (name) {
                        case "access-control-expose-headers" -> "expose";
                        case "access-control-max-age" -> "age";
                        case "access-control-allow-private-network" -> "private";
                        default -> name.replace("access-control-allow-", "");
                    },
                    String.join(", ", reply.headers().all(name)));
        }
        return headers.entrySet().stream().map(Object::toString).collect(Collectors.joining(" "));
    }
}
