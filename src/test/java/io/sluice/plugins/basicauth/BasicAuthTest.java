package io.sluice.plugins.basicauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Headers;
import io.sluice.api.Preview;
import io.sluice.api.UnsupportedConfig;
import io.sluice.runtime.Exchanges;
import io.sluice.runtime.PluginRun;
import io.sluice.testing.Consumers;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasicAuthTest {

    private static final String BOB = "b0b00000-0000-4000-8000-000000000001";

    private static final FakeHost HOST = Consumers.of("""
            {"_transform": false, "consumers": [
              {"id": "b0b00000-0000-4000-8000-000000000001", "username": "bob", "basicauth_credentials": [
                {"username": "sha1", "password": "%s"},
                {"username": "sha256", "password": "%s"},
                {"username": "colons", "password": "%s"},
                {"username": "n\u00e4me", "password": "%s"},
                {"username": "odd", "password": "secret"},
                {"username": "none"},
                {"username": "", "password": "%s"},
                {"username": "old", "password": "%s", "expires": "2026-11-25T12:00:00Z"}]},
              {"username": "guest"}]}
            """.formatted(
                    Consumers.hash("SHA-1", "secret" + BOB),
                    Consumers.hash("SHA-256", "secret" + BOB),
                    Consumers.hash("SHA-256", "a:b:" + BOB),
                    Consumers.hash("SHA-256", "p\u00e4ss" + BOB),
                    Consumers.hash("SHA-1", "secret" + BOB),
                    Consumers.hash("SHA-1", "secret" + BOB)));

    @ParameterizedTest
    @CsvSource(
            value = {
                "sha1:secret, sha1",
                "sha256:secret, sha256",
                "colons:a:b:, colons",
                "n\u00e4me:p\u00e4ss, n\u00c3\u00a4me",
                "':secret', ''",
                "sha1:Secret,",
                "sha1:secret ,",
                "sha1:,",
                "sha1,",
                "Sha1:secret,",
                "nobody:secret,",
                "odd:secret,",
                "none:,",
                "old:secret,",
                "'',",
            },
            ignoreLeadingAndTrailingWhitespace = false)
    void userAndPasswordMustFit(String pair, String identifier) throws Exception {
        String user = identifier == null ? null : identifier.strip();
        assertThat(identifier(authorization("Basic " + base64(pair)))).isEqualTo(user);
    }

    @Test
    void bytesAreCompared() throws Exception {
        assertThat(identifier(authorization("Basic " + base64("n\u00e4me:p\u00e4ss", StandardCharsets.ISO_8859_1))))
                .isNull();
        assertThat(identifier(authorization("Basic " + base64("sha1:secret\n"))))
                .isNull();
        assertThat(identifier(authorization("Basic " + base64("sha1:secret\nx"))))
                .isNull();
        assertThat(identifier(authorization("Basic " + base64("sha1:secret\u0000"))))
                .isNull();
        assertThat(identifier(authorization("Basic " + base64("::sha1:secret"))))
                .isNull();
        assertThat(identifier(authorization("Basic " + base64(":sha1:secret")))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic c2hhMTpzZWNyZXQ=",
                "basic c2hhMTpzZWNyZXQ=",
                "BASIC c2hhMTpzZWNyZXQ=",
                "Basic   \t c2hhMTpzZWNyZXQ=",
                "  Basic c2hhMTpzZWNyZXQ=  ",
                "Basic c2hhMTpzZWNyZXQ",
            })
    void theSchemeIsReadInAnyCaseAndPaddingIsOptional(String header) throws Exception {
        assertThat(identifier(authorization(header))).isEqualTo("sha1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic ",
                "Basicc2hhMTpzZWNyZXQ=",
                "Basic:c2hhMTpzZWNyZXQ=",
                "Bearer Basic c2hhMTpzZWNyZXQ=",
                "Bearer c2hhMTpzZWNyZXQ=",
                "c2hhMTpzZWNyZXQ=",
                "Basic c2hhMTpzZWNyZXQ= x",
                "Basic c2hhMTpzZWNyZXQ=, Basic c2hhMTpzZWNyZXQ=",
                "Basic c2hhM!pzZWNyZXQ=",
                "Basic sha1:secret",
            })
    void anythingElseIsRefused(String header) throws Exception {
        assertThat(identifier(authorization(header))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // a known user of Proxy-Authorization counts alone
                "sha1:secret, sha256:secret, sha1,   Authorization",
                "sha1:secret, sha256:no,     sha1,   Authorization",
                "sha1:no,     sha256:secret, -,      Authorization",
                "sha1:secret, -,             sha1,   ''",
                // else Authorization is looked at
                "nobody:x,    sha256:secret, sha256, ''",
                "old:secret,  sha256:secret, sha256, ''",
                "unusable,    sha256:secret, sha256, ''",
                "-,           sha256:secret, sha256, ''",
                "nobody:x,    sha256:no,     -,      ''",
                "nobody:x,    -,             -,      ''",
                "-,           -,             -,      ''",
            })
    void proxyAuthorizationComesFirst(String proxy, String authorization, String identifier, String left)
            throws Exception {
        Headers headers = new Headers();
        if (proxy != null) {
            headers.add("Proxy-Authorization", "Basic " + base64(proxy));
        }
        if (authorization != null) {
            headers.add("authorization", "Basic " + base64(authorization));
        }

        assertThat(identifier(headers)).isEqualTo(identifier);
        Headers hidden = run("{anonymous: guest}", headers).upstream().headers();
        assertThat(hidden.contains("Authorization")).isEqualTo(left.equals("Authorization"));
        assertThat(hidden.contains("Proxy-Authorization")).isFalse();
        Headers shown = run("{anonymous: guest, hide_credentials: false}", headers)
                .upstream()
                .headers();
        assertThat(shown.all("Authorization")).isEqualTo(headers.all("Authorization"));
        assertThat(shown.all("Proxy-Authorization")).isEqualTo(headers.all("Proxy-Authorization"));
    }

    @Test
    void whatWasLookedAtIsHiddenEvenIfItIsOfAnotherScheme() throws Exception {
        PluginRun.Outcome outcome = run("{anonymous: guest}", authorization("Bearer token"));

        assertThat(outcome.upstream().headers().contains("Authorization")).isFalse();
        assertThat(outcome.upstream().headers().first("X-Anonymous-Consumer")).contains("true");
    }

    @ParameterizedTest
    @CsvSource({"{},service", "{realm: vault},vault"})
    void everyRefusalIsAChallenge(String config, String realm) throws Exception {
        for (Headers headers :
                List.of(new Headers(), authorization("Basic x"), authorization("Basic " + base64("sha1:no")))) {
            PluginRun.Outcome outcome = run(config, headers);

            assertThat(outcome.reply().status()).isEqualTo(401);
            assertThat(outcome.reply().headers().all("WWW-Authenticate"))
                    .containsExactly("Basic realm=\"" + realm + "\"");
            assertThat(new String(outcome.reply().body(), StandardCharsets.UTF_8))
                    .contains("\"message\":\"Unauthorized\"");
        }
    }

    @Test
    void theUpstreamHearsOfConsumerAndUser() throws Exception {
        Headers told = run("{}", authorization("Basic " + base64("sha1:secret")).add("X-Consumer-Custom-ID", "spoof"))
                .upstream()
                .headers();

        assertThat(told.all("X-Consumer-ID")).containsExactly(BOB);
        assertThat(told.all("X-Consumer-Username")).containsExactly("bob");
        assertThat(told.all("X-Credential-Identifier")).containsExactly("sha1");
        assertThat(told.contains("X-Consumer-Custom-ID")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "cluster", "redis"})
    void aGuardThatIsNotHostedIsRefused(String strategy) {
        assertThatThrownBy(() -> run("{brute_force_protection: {strategy: " + strategy + "}}", new Headers()))
                .isInstanceOfSatisfying(
                        UnsupportedConfig.class,
                        e -> assertThat(e.fields())
                                .extracting(UnsupportedConfig.Field::pointer)
                                .containsExactly("/brute_force_protection/strategy"));
    }

    @Test
    void aGuardThatIsOffIsNot() throws Exception {
        String config = "{brute_force_protection: {strategy: 'off', redis: {host: redis.test, password: p}}, "
                + "principals: {enabled: false}}";

        assertThat(run(config, authorization("Basic " + base64("sha1:secret"))).upstream())
                .isNotNull();
    }

    @Test
    void aLoginNeverPrintsItsPassword() {
        assertThat(Login.parse("Basic " + base64("sha1:secret")).orElseThrow().toString())
                .doesNotContain("secret");
    }

    @Test
    void previewsTellWhoItWouldBe() throws Exception {
        BasicAuthConfig config = new BasicAuthConfig(
                true, "guest", "service", new BasicAuthConfig.BruteForceProtection("off", null), null);
        BasicAuth plugin = new BasicAuth(config, HOST);

        assertThat(plugin.preview(Exchanges.of(
                                new FakeRequest("GET", "/", authorization("Basic " + base64("sha1:secret")))))
                        .map(Preview::summary))
                .contains("authenticated as bob");
        assertThat(plugin.preview(Exchanges.of(new FakeRequest("GET", "/", new Headers())))
                        .map(Preview::summary))
                .contains("passes as the anonymous consumer guest");
    }

    private static Headers authorization(String value) {
        return Headers.of("Authorization", value);
    }

    /** Whom the upstream is told; null after a refusal. */
    private static String identifier(Headers headers) throws Exception {
        PluginRun.Outcome outcome = run("{}", headers);
        if (outcome.upstream() == null) {
            assertThat(outcome.reply().status()).isEqualTo(401);
            return null;
        }
        return outcome.upstream().headers().first("X-Credential-Identifier").orElseThrow();
    }

    private static PluginRun.Outcome run(String config, Headers headers) throws Exception {
        try (PluginRun run = PluginRun.of(HOST, "{name: basic-auth, config: " + config + "}")) {
            return run.send(new FakeRequest("OPTIONS", "/", headers));
        }
    }

    private static String base64(String pair) {
        return base64(pair, StandardCharsets.UTF_8);
    }

    private static String base64(String pair, Charset charset) {
        return Base64.getEncoder().encodeToString(pair.getBytes(charset));
    }
}
