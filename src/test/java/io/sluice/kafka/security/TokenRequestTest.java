package io.sluice.kafka.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Headers;
import io.sluice.api.HttpCalls;
import io.sluice.api.Reply;
import io.sluice.api.Secret;
import io.sluice.api.produce.OAuthBearer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRequestTest {

    private static final Duration TIMEOUT = Duration.ofMillis(700);

    private HttpCalls.Call sent;

    private BearerToken ask(int status, String body) throws Exception {
        return request(call -> {
                    sent = call;
                    return new Reply(status, new Headers(), body.getBytes(StandardCharsets.UTF_8));
                })
                .send();
    }

    private static TokenRequest request(HttpCalls http) {
        return new TokenRequest(
                new OAuthBearer(
                        new Secret("https://idp.test/token-url-secret"),
                        new Secret("client id"),
                        new Secret("hush:%+ü"),
                        List.of("a", "b/c"),
                        Map.of(),
                        false),
                http,
                TIMEOUT);
    }

    @Test
    void credentialsGoIntoTheHeaderAndScopesIntoTheForm() throws Exception {
        ask(200, "{\"access_token\":\"t\"}");

        assertThat(sent.method()).isEqualTo("POST");
        assertThat(sent.uri()).hasToString("https://idp.test/token-url-secret");
        assertThat(sent.timeout()).isEqualTo(TIMEOUT);
        assertThat(sent.verify()).isFalse();
        assertThat(new String(sent.body(), StandardCharsets.UTF_8))
                .isEqualTo("grant_type=client_credentials&scope=a+b%2Fc");
        String basic = sent.headers().first("Authorization").orElseThrow();
        assertThat(new String(Base64.getDecoder().decode(basic.substring("Basic ".length())), StandardCharsets.UTF_8))
                .isEqualTo("client+id:hush%3A%25%2B%C3%BC");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"access_token\":\"opaque~1/+==\",\"expires_in\":60} | 60",
                "{\"access_token\":\"t\",\"token_type\":\"BEARER\",\"expires_in\":\"60\"} | 60",
                "{\"access_token\":\"t\",\"expires_in\":1e300} | 2147483647",
                "{\"access_token\":\"t\"} | 300",
                "{\"access_token\":\"a.b.c\",\"expires_in\":null} | 300",
            })
    void aTokenLivesAsLongAsItsEndpointSays(String answer, long seconds) throws Exception {
        BearerToken token = ask(200, answer);

        assertThat(token.lifetimeMs() - token.fetchedMillis()).isEqualTo(seconds * 1000);
        assertThat(token.renewedAtMillis()).isBetween(token.fetchedMillis() + 1, token.expiresMillis() - 1);
        assertThat(token.toString()).contains("secret=****").doesNotContain("client id");
    }

    @Test
    void aJwtKnowsItsEndItself() throws Exception {
        long end = System.currentTimeMillis() / 1000 + 500;
        String claims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"exp\":" + end + "}").getBytes(StandardCharsets.UTF_8));

        assertThat(ask(200, "{\"access_token\":\"e30." + claims + ".x\"}").lifetimeMs())
                .isEqualTo(end * 1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "null",
                "{\"access_token\":1}",
                "{\"access_token\":\"\"}",
                "{\"access_token\":\"two words\"}",
                "{\"access_token\":\"a\\u0001b\"}",
                "{\"access_token\":\"t\",\"expires_in\":0}",
                "{\"access_token\":\"t\",\"expires_in\":-5}",
                "{\"access_token\":\"t\",\"token_type\":\"DPoP\"}",
            })
    void whatIsNoTokenIsDenied(String answer) {
        assertThatThrownBy(() -> ask(200, answer)).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.error()).isEqualTo(TokenRequest.ERROR);
            assertThat(denied.advice()).isNotEmpty();
        });
    }

    @Test
    void aRefusalIsSaidWithoutTheSecretsThatItRepeats() {
        String answer = "{\"error\":\"invalid_client\",\"error_description\":\"client id: hush:%+\\u00fc?\"}";
        String printable = "{\"error\":\"invalid_client\",\"error_description\":\"no 'client id' here\"}";

        assertThatThrownBy(() -> ask(401, answer)).hasMessage("the token endpoint answered 401 invalid_client");
        assertThatThrownBy(() -> ask(401, printable))
                .hasMessage("the token endpoint answered 401 invalid_client: no '****' here");
        assertThatThrownBy(() -> ask(503, "busy")).hasMessage("the token endpoint answered 503");
        assertThatThrownBy(() -> ask(302, "")).hasMessage("the token endpoint answered 302");
    }

    @Test
    void whyThereIsNoAnswerIsSaidWithoutTheHost() {
        assertThat(reason(new InterruptedIOException("idp.test"))).contains("no whole answer within timeout");
        assertThat(reason(new ConnectException("idp.test"))).contains("cannot be reached (ConnectException)");
        assertThat(reason(new SSLHandshakeException("No name matching idp.test found")))
                .contains("its certificate is for another host name");
    }

    private static String reason(IOException error) {
        Denied[] denied = new Denied[1];
        assertThatThrownBy(() -> request(_ -> {
                            throw error;
                        })
                        .send())
                .isInstanceOfSatisfying(Denied.class, e -> denied[0] = e);
        assertThat(denied[0].reason() + denied[0].advice()).doesNotContain("idp.test");
        return denied[0].reason();
    }
}
