package io.sluice.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Headers;
import io.sluice.runtime.PluginRun;
import io.sluice.testing.Consumers;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** key-auth and basic-auth together: AND without an anonymous consumer, OR with one. */
class SeveralAuthenticationsTest {

    private static final FakeHost HOST = Consumers.of("""
            {"consumers": [
              {"username": "kim", "keyauth_credentials": [{"key": "k"}]},
              {"username": "ben", "basicauth_credentials": [{"username": "b", "password": "p"}]},
              {"username": "guest"}]}
            """);

    @ParameterizedTest
    @CsvSource({
        // key-auth, basic-auth; only key, only basic, both, none
        "'',    '',    401 Basic, 401 Key, ben, 401 Key",
        "guest, guest, kim,       ben,     kim, guest",
        "guest, '',    401 Basic, ben,     ben, 401 Basic",
        "'',    guest, kim,       401 Key, kim, 401 Key",
    })
    void whoARequestIsFrom(String key, String basic, String onlyKey, String onlyBasic, String both, String none)
            throws Exception {
        assertThat(outcome(key, basic, "k", null)).isEqualTo(onlyKey);
        assertThat(outcome(key, basic, null, "b:p")).isEqualTo(onlyBasic);
        assertThat(outcome(key, basic, "k", "b:p")).isEqualTo(both);
        assertThat(outcome(key, basic, null, null)).isEqualTo(none);
        assertThat(outcome(key, basic, "no", "b:no"))
                .as("wrong is as good as none")
                .isEqualTo(none);
    }

    @Test
    void whoeverStepsBackLeavesTheRequestAlone() throws Exception {
        PluginRun.Outcome outcome = send("guest", "guest", "k", "b:no");

        assertThat(outcome.upstream().headers().first("X-Consumer-Username")).contains("kim");
        assertThat(outcome.upstream().headers().contains("Authorization")).isTrue();
        assertThat(outcome.upstream().headers().contains("apikey")).isFalse();
    }

    @Test
    void theSecondCredentialClearsTheMarkOfTheAnonymous() throws Exception {
        Headers told = send("guest", "", null, "b:p").upstream().headers();

        assertThat(told.contains("X-Anonymous-Consumer")).isFalse();
        assertThat(told.all("X-Credential-Identifier")).containsExactly("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"key-auth", "basic-auth"})
    void anAnonymousConsumerMustExist(String plugin) throws Exception {
        try (PluginRun run = PluginRun.of(HOST, "{name: " + plugin + ", config: {anonymous: ghost}}")) {
            PluginRun.Outcome outcome = run.send(new FakeRequest("GET", "/", new Headers()));

            assertThat(outcome.reply().status()).isEqualTo(500);
            assertThat(new String(outcome.reply().body(), StandardCharsets.UTF_8))
                    .contains("anonymous consumer ghost is configured but doesn't exist")
                    .contains("request_id");
        }
    }

    private static String outcome(String keyAnonymous, String basicAnonymous, String key, String login)
            throws Exception {
        PluginRun.Outcome outcome = send(keyAnonymous, basicAnonymous, key, login);
        if (outcome.upstream() != null) {
            return outcome.upstream().headers().first("X-Consumer-Username").orElseThrow();
        }
        String challenge = outcome.reply().headers().first("WWW-Authenticate").orElseThrow();
        return outcome.reply().status() + " " + challenge.split(" ")[0];
    }

    private static PluginRun.Outcome send(String keyAnonymous, String basicAnonymous, String key, String login)
            throws Exception {
        Headers headers = new Headers();
        if (key != null) {
            headers.add("apikey", key);
        }
        if (login != null) {
            byte[] pair = login.getBytes(StandardCharsets.UTF_8);
            headers.add("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        try (PluginRun run = PluginRun.of(HOST, entry("basic-auth", basicAnonymous), entry("key-auth", keyAnonymous))) {
            return run.send(new FakeRequest("GET", "/", headers));
        }
    }

    private static String entry(String plugin, String anonymous) {
        return "{name: " + plugin + ", config: {" + (anonymous.isEmpty() ? "" : "anonymous: " + anonymous) + "}}";
    }
}
