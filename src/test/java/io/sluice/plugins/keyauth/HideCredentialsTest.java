package io.sluice.plugins.keyauth;

import static io.sluice.plugins.keyauth.Keys.FILE;
import static io.sluice.plugins.keyauth.Keys.FORM;
import static io.sluice.plugins.keyauth.Keys.HOST;
import static io.sluice.plugins.keyauth.Keys.get;
import static io.sluice.plugins.keyauth.Keys.multipart;
import static io.sluice.plugins.keyauth.Keys.outcome;
import static io.sluice.plugins.keyauth.Keys.part;
import static io.sluice.plugins.keyauth.Keys.post;
import static io.sluice.plugins.keyauth.Keys.run;
import static io.sluice.plugins.keyauth.Keys.text;
import static io.sluice.plugins.keyauth.Keys.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Headers;
import io.sluice.api.HostLimits;
import io.sluice.api.Request;
import io.sluice.runtime.PluginRun;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left of a request whose key is hidden. */
class HideCredentialsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "apikey | /x?z=1+2&a=%2F%20c&apikey=k&d&q=%41 | -                       | /x?z=1%202&a=%2F%20c&d=&q=A | ``",
                "apikey | /x?z=1+2&d                          | apikey: k               | /x?z=1%202&d=               | ``",
                "apikey | /x?apikey=k                         | -                       | /x                          | ``",
                "apikey | /x?                                 | apikey: k               | /x?                         | ``",
                "apikey | /x?apikey=no&apikey=no&APIKEY=1     | Apikey: k               | /x?APIKEY=1                 | ``",
                "apikey | /x?apikey=k                         | other: 1                | /x                          | other",
                "a, b   | /x?b=2&a=3                          | a: k, b: k              | /x?b=2                      | b",
                "a, b   | /x?a&b=k                            | a2: 1                   | /x?a=                       | a2",
                "x_key  | /x                                  | X-Key: k, x-k: 1        | /x                          | x-k",
                "x_key  | /x                                  | x_key: k, x-key: 1      | /x                          | ``",
            })
    void theNameThatWasFoundIsHiddenInHeadersAndQuery(
            String names, String target, String headers, String upstream, String left) throws Exception {
        PluginRun.Outcome outcome = run("{key_names: [" + names + "]}", get(target, headers));

        assertThat(outcome.upstreamTarget()).isEqualTo(upstream);
        assertThat(String.join(",", outcome.upstream().headers().names())
                        .replaceAll("host,?|,?x-(consumer|cred).*", ""))
                .isEqualTo(left);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                FORM + "| z=1+2&apikey=k&a=%2F&d&a=0     | a=%2F&a=0&d&z=1%202",
                FORM + "| apikey=k                       | ``",
                FORM + "; Charset=UTF-8| b=1&apikey=k    | b=1",
                "Application/JSON; x=Y| {\"a\":1.0, \"apikey\":\"k\", \"n\":12345678901234567890123.10, \"e\":1e400, \"o\":{\"apikey\":\"k\"}}"
                        + "| {\"a\":1.0,\"n\":12345678901234567890123.10,\"e\":1E+400,\"o\":{\"apikey\":\"k\"}}",
                "application/json| {\"apikey\":\"k\",\"t\":\"\u00e9/\"} | {\"t\":\"\u00e9/\"}",
            })
    void theNameThatWasFoundIsHiddenInABody(String type, String body, String upstream) throws Exception {
        PluginRun.Outcome outcome = run("{key_in_body: true}", post(type, body));

        assertThat(text(outcome.upstream())).isEqualTo(upstream);
        assertThat(outcome.upstream().headers().first("Content-Type")).contains(type);
        assertThat(outcome.upstream().body().length()).isEqualTo(upstream.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void aHiddenPartIsCutOutAndTheOthersStayByteForByte() throws Exception {
        FakeRequest request = multipart("pre\r\n" + FILE + part("apikey", "k") + part("a", "1") + "--XX--\r\nend");

        assertThat(text(run("{key_in_body: true}", request).upstream()))
                .isEqualTo("pre\r\n" + FILE + part("a", "1") + "--XX--\r\nend");
    }

    @Test
    void aKeyInAHeaderHidesTheBodysToo() throws Exception {
        FakeRequest form = with(post(FORM, "b=2&apikey=x&apikey=y&a=1"), "apikey", "k");
        FakeRequest parts = with(multipart(part("apikey", "x") + FILE + part("apikey", "y") + "--XX--"), "apikey", "k");

        assertThat(text(run("{key_in_body: true}", form).upstream())).isEqualTo("a=1&b=2");
        assertThat(text(run("{key_in_body: false}", form).upstream())).isEqualTo("b=2&apikey=x&apikey=y&a=1");
        assertThat(text(run("{key_in_body: true}", parts).upstream())).isEqualTo(FILE + "--XX--");
    }

    @Test
    void nothingIsLostFromLongForms() throws Exception {
        String many = "a=1&".repeat(150);

        assertThat(text(run("{key_in_body: true}", post(FORM, "apikey=k&" + many))
                                .upstream())
                        .split("&"))
                .hasSize(150);
        assertThat(outcome("{key_in_body: true}", post(FORM, many + "apikey=k")))
                .as("is beyond lua_max_post_args")
                .isEqualTo("No API key found in request");
        assertThat(outcome("{}", get("/?" + many + "apikey=k", null)))
                .as("is beyond lua_max_uri_args")
                .isEqualTo("No API key found in request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text/plain| z=1+2&apikey=x",
                "application/json| {\"a\": 1, \"apikey\": ",
                "application/json| [ 1 ]",
                "multipart/form-data; boundary=XY| --XX--",
                "multipart/form-data| --XX--",
                FORM + "| z=this+is+over+the+limit+of+30+bytes",
            })
    void aBodyThatCannotBeReadStaysAsItIs(String type, String body) throws Exception {
        HostLimits limits = new HostLimits(30, 30, 100, 100, 100, HostLimits.DEFAULT.phaseTime());
        FakeHost host = new FakeHost(limits, _ -> null)
                .with(
                        List.of(HOST.credentials().consumer("bob").orElseThrow()),
                        List.of(HOST.credentials()
                                .find("keyauth_credentials", "k")
                                .orElseThrow()));

        try (PluginRun run = PluginRun.of(host, "{name: key-auth, config: {key_in_body: true}}")) {
            Request upstream = run.send(with(post(type, body), "apikey", "k")).upstream();

            assertThat(text(upstream)).isEqualTo(body);
            assertThat(upstream.headers().contains("apikey")).isFalse();
        }
    }

    @Test
    void anEncodedBodyIsNeitherSearchedNorChanged() throws Exception {
        FakeRequest encoded = with(post(FORM, "b=2&apikey=k&a=1"), "Content-Encoding", "gzip");

        assertThat(outcome("{key_in_body: true}", encoded)).isEqualTo("No API key found in request");
        assertThat(text(run("{key_in_body: true}", with(encoded, "apikey", "k")).upstream()))
                .isEqualTo("b=2&apikey=k&a=1");
        assertThat(outcome("{key_in_body: true}", with(post(FORM, "apikey=k"), "Content-Encoding", "Identity")))
                .isEqualTo("bob");
    }

    @Test
    void aRequestWithoutABodyGetsNone() throws Exception {
        FakeRequest request = new FakeRequest(
                "GET", "/", Headers.of("Content-Type", "multipart/form-data; boundary=XX", "apikey", "k"));

        assertThat(run("{key_in_body: true}", request).upstream().body().isFramed())
                .isFalse();
    }

    @Test
    void aWrongKeyIsHiddenTooButNotOneAmongSeveral() throws Exception {
        String config = "{anonymous: guest}";

        assertThat(run(config, get("/?apikey=no&a=1", "apikey: no")).upstreamTarget())
                .isEqualTo("/?a=1");
        assertThat(run(config, get("/?a+b=1", "apikey: ")).upstreamTarget()).isEqualTo("/?a%20b=1");
        assertThat(run(config, get("/?apikey=k&apikey=k&a+b=1", null)).upstreamTarget())
                .isEqualTo("/?apikey=k&apikey=k&a+b=1");
        assertThat(run("{anonymous: guest, hide_credentials: false}", get("/?apikey=no&a+b", null))
                        .upstreamTarget())
                .isEqualTo("/?apikey=no&a+b");
    }
}
