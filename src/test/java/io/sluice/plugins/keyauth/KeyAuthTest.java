package io.sluice.plugins.keyauth;

import static io.sluice.plugins.keyauth.Keys.FILE;
import static io.sluice.plugins.keyauth.Keys.FORM;
import static io.sluice.plugins.keyauth.Keys.HOST;
import static io.sluice.plugins.keyauth.Keys.at;
import static io.sluice.plugins.keyauth.Keys.get;
import static io.sluice.plugins.keyauth.Keys.multipart;
import static io.sluice.plugins.keyauth.Keys.outcome;
import static io.sluice.plugins.keyauth.Keys.part;
import static io.sluice.plugins.keyauth.Keys.post;
import static io.sluice.plugins.keyauth.Keys.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.api.Headers;
import io.sluice.api.Preview;
import io.sluice.api.RequestBody;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.problem.Problem;
import io.sluice.runtime.Exchanges;
import io.sluice.testing.FakeBody;
import io.sluice.testing.FakeRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyAuthTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                // header by any case, query by exact name, header before query
                "key_names: [apikey]          | /?b=1          | ApiKey: k             | bob",
                "key_names: [apikey]          | /?apikey=k     | -                     | bob",
                "key_names: [apikey]          | /?api%6bey=%6b | -                     | bob",
                "key_names: [apikey]          | /?Apikey=k     | -                     | No API key found in request",
                "key_names: [apikey]          | /?apikey[]=k   | -                     | No API key found in request",
                "key_names: [apikey]          | /?apikey=no    | apikey: k             | bob",
                "key_names: [apikey]          | /?apikey=k     | apikey: no            | Unauthorized",
                // names in the order of key_names, whatever the place
                "key_names: [a, b]            | /?a=no         | b: k                  | Unauthorized",
                "key_names: [b, a]            | /?a=no         | b: k                  | bob",
                // an empty text ends the search
                "key_names: [a, b]            | /              | a:, b: k              | No API key found in request",
                "key_names: [a, b]            | /?a=           | b: k                  | No API key found in request",
                "key_names: [a]               | /?a=k          | a:                    | No API key found in request",
                // a list ends it too, equal or not
                "key_names: [a, b]            | /              | a: k, A: k, b: k      | Duplicate API key found",
                "key_names: [a, b]            | /?a=k&a=no     | b: k                  | Duplicate API key found",
                "key_names: [a, b]            | /?a&a          | b: k                  | Duplicate API key found",
                "key_names: [a, b]            | /?b=k&b=k      | a: k                  | bob",
                // an argument without a value does not
                "key_names: [a, b]            | /?a            | b: k                  | bob",
                "key_names: [a]               | /?a            | -                     | No API key found in request",
                // places that are switched off
                "key_in_header: false         | /?apikey=k     | apikey: no            | bob",
                "key_in_query: false          | /?apikey=k     | -                     | No API key found in request",
                "key_in_query: false          | /?apikey=no    | apikey: k             | bob",
                // an underscore finds a hyphen, not the other way round
                "key_names: [x_key]           | /              | X-Key: k              | bob",
                "key_names: [x_key]           | /              | x_key: k, x-key: no   | bob",
                "key_names: [x-key]           | /              | x_key: k              | No API key found in request",
                "key_names: [x_key]           | /?x-key=k      | -                     | No API key found in request",
                // exact bytes, and in time
                "key_names: [apikey]          | /?apikey=K     | -                     | Unauthorized",
                "key_names: [apikey]          | /?apikey=k+    | -                     | Unauthorized",
                "key_names: [apikey]          | /?apikey=k%C3%A9 | -                   | bob",
                "key_names: [apikey]          | /              | apikey: k\u00c3\u00a9 | bob",
                "key_names: [apikey]          | /              | apikey: k\u00e9       | Unauthorized",
                "key_names: [apikey]          | /              | apikey: \u00ff        | Unauthorized",
                "key_names: [apikey]          | /              | apikey: old           | Unauthorized",
                "key_names: [apikey]          | /              | apikey: young         | bob",
                "key_names: []                | /?apikey=k     | apikey: k             | No API key found in request",
            })
    void theKeyIsLookedForNameByName(String config, String target, String headers, String outcome) throws Exception {
        assertThat(outcome("{hide_credentials: false, " + config + "}", get(target, headers)))
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                FORM + "                  | a=1&apikey=k&b      | bob",
                "APPLICATION/X-WWW-Form-Urlencoded; charset=utf-8 | apikey=%6B | bob",
                FORM + "                  | apikey=k&apikey=k   | Duplicate API key found",
                FORM + "                  | apikey[]=k          | No API key found in request",
                FORM + "                  | apikey              | No API key found in request",
                FORM + "                  | apikey=             | No API key found in request",
                FORM + "                  | apikey=no           | Unauthorized",
                "application/json         | {\"apikey\":\"k\"}        | bob",
                "Application/JSON-seq     | {\"apikey\":\"\\u006b\"}   | bob",
                "application/json         | {\"apikey\":[\"k\"]}      | Duplicate API key found",
                "application/json         | {\"apikey\":{}}         | Duplicate API key found",
                "application/json         | {\"apikey\":1}          | No API key found in request",
                "application/json         | {\"apikey\":true}       | No API key found in request",
                "application/json         | {\"apikey\":null}       | No API key found in request",
                "application/json         | {\"a\":{\"apikey\":\"k\"}}  | No API key found in request",
                "application/json         | [\"apikey\",\"k\"]        | No API key found in request",
                "application/json         | {\"apikey\":\"k\"         | No API key found in request",
                "application/json         | {\"apikey\":\"k\"} {}     | No API key found in request",
                "application/json         | \"apikey\"              | No API key found in request",
                "application/json         | ``                  | No API key found in request",
                "text/plain               | apikey=k            | No API key found in request",
                "``                       | apikey=k            | No API key found in request",
                "multipart/form-data      | apikey=k            | No API key found in request",
                "multipart/form-data; boundary=XX | apikey=k    | No API key found in request",
            })
    void theKeyMayBeInABody(String type, String body, String outcome) throws Exception {
        assertThat(outcome("{key_in_body: true}", post(type, body))).isEqualTo(outcome);
        assertThat(outcome("{key_in_body: false}", post(type, body))).isEqualTo("No API key found in request");
    }

    @ParameterizedTest
    @CsvSource({"k,bob", "no,Unauthorized", "'',No API key found in request"})
    void theKeyMayBeAPart(String key, String outcome) throws Exception {
        assertThat(outcome("{key_in_body: true}", multipart(FILE + part("apikey", key) + "--XX--")))
                .isEqualTo(outcome);
    }

    @Test
    void severalPartsAreDuplicates() throws Exception {
        assertThat(outcome("{key_in_body: true}", multipart(part("apikey", "k") + part("apikey", "k") + "--XX--")))
                .isEqualTo("Duplicate API key found");
    }

    @Test
    void headerAndQueryComeBeforeTheBodyAndAFlagInTheQueryKeepsFromIt() throws Exception {
        FakeRequest body = post(FORM, "apikey=k");

        assertThat(outcome("{key_in_body: true}", at("/?apikey=no", body))).isEqualTo("Unauthorized");
        assertThat(outcome("{key_in_body: true}", at("/?apikey", body))).isEqualTo("No API key found in request");
        assertThat(outcome("{key_in_body: true, key_names: [a, apikey]}", at("/?a", body)))
                .isEqualTo("bob");
    }

    @Test
    void aBodyThatBreaksOffBreaksTheRequest() throws Exception {
        FakeRequest request = new FakeRequest("POST", "/", Headers.of("Content-Type", FORM), FakeBody.from(_ -> {
            throw new RequestBody.Broken("cut");
        }));

        assertThatThrownBy(() -> run("{key_in_body: true}", request)).isInstanceOf(RequestBody.Broken.class);
        assertThat(outcome("{key_in_body: false}", request)).isEqualTo("No API key found in request");
    }

    @ParameterizedTest
    @CsvSource({"true,No API key found in request", "false,nobody"})
    void preflightsMayPassUnexamined(String runOnPreflight, String outcome) throws Exception {
        FakeRequest options =
                new FakeRequest("OPTIONS", "/", Headers.of("X-Consumer-Username", "root", "apikey2", "x"));

        assertThat(outcome("{run_on_preflight: " + runOnPreflight + "}", options))
                .isEqualTo(outcome);
        assertThat(outcome("{run_on_preflight: false}", get("/", null))).isEqualTo("No API key found in request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/?apikey=no", "/?apikey=k&apikey=k"})
    void everyRefusalNamesTheScheme(String target) throws Exception {
        assertThat(run("{}", get(target, null)).reply().headers().all("WWW-Authenticate"))
                .containsExactly("Key");
        assertThat(run("{realm: 'my \"realm\"'}", get(target, null))
                        .reply()
                        .headers()
                        .all("WWW-Authenticate"))
                .containsExactly("Key realm=\"my \\\"realm\\\"\"");
    }

    @ParameterizedTest
    @CsvSource({
        "key-auth,{},1",
        "key-auth,{hide_credentials: true},0",
        "basic-auth,{},1",
        "basic-auth,{hide_credentials: false},0"
    })
    void aDefaultThatChangedIsWarnedOf(String plugin, String config, int warnings) {
        String file = "{_format_version: '3.0', plugins: [{name: " + plugin + ", config: " + config + "}]}";
        DeclarationLoader.Loaded loaded = new DeclarationLoader(
                        new PluginSchemas(Set.of(plugin)), Map.<String, String>of()::get)
                .load("kong.yml", file);

        assertThat(loaded.declaration()).isNotNull();
        assertThat(loaded.problems())
                .hasSize(warnings)
                .allSatisfy(problem -> assertThat(problem.code()).isEqualTo("hides-credentials"));
    }

    @Test
    void whatIsKonnectsIsWarnedOf() {
        String file =
                "{_format_version: '3.0', plugins: [{name: key-auth, config: {hide_credentials: true, identity_realms: [{scope: realm}], "
                        + "principals: {enabled: true}}}]}";
        DeclarationLoader.Loaded loaded = new DeclarationLoader(
                        new PluginSchemas(Set.of("key-auth")), Map.<String, String>of()::get)
                .load("kong.yml", file);

        assertThat(loaded.declaration()).isNotNull();
        assertThat(loaded.problems())
                .extracting(Problem::severity, Problem::pointer)
                .containsExactlyInAnyOrder(
                        tuple(Problem.Severity.WARNING, "/plugins/0/config/identity_realms"),
                        tuple(Problem.Severity.WARNING, "/plugins/0/config/principals"));
    }

    @Test
    void previewsTellWhoItWouldBe() throws Exception {
        KeyAuth plugin = new KeyAuth(
                new KeyAuthConfig(List.of("apikey"), true, true, false, true, true, null, null, null, null), HOST);

        assertThat(plugin.preview(Exchanges.of(get("/?apikey=k", null))).map(Preview::summary))
                .contains("authenticated as bob");
        assertThat(plugin.preview(Exchanges.of(get("/", null))).map(Preview::summary))
                .contains("would refuse with 401");
    }
}
