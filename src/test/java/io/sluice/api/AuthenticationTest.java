package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Credential;
import io.sluice.runtime.CredentialIndex;
import io.sluice.runtime.Exchanges;
import io.sluice.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {

    private static final Consumer BOB = consumer("b0b00000-0000-4000-8000-000000000001", "b\u00f6b", "bob-42");
    private static final Consumer NAMELESS = consumer("a0a00000-0000-4000-8000-000000000002", null, "only-custom");
    private static final Consumer GUEST = consumer("f0f00000-0000-4000-8000-000000000003", "guest", null);
    private static final Credential KEY = new Credential(
            UUID.fromString("c0c00000-0000-4000-8000-000000000004"), "t", BOB, new Secret("k"), null, null);

    private final Credentials credentials = new CredentialIndex(List.of(BOB, NAMELESS, GUEST), List.of(KEY));
    private final Exchange exchange = Exchanges.of(new FakeRequest(
            "GET",
            "/",
            Headers.of(
                    "x-consumer-id", "spoof",
                    "X-Consumer-Custom-ID", "spoof",
                    "X-Consumer-Username", "spoof",
                    "X-Consumer-Username", "again",
                    "X-Credential-Identifier", "spoof",
                    "X-Anonymous-Consumer", "false",
                    "X-Other", "stays")));

    @Test
    void aCredentialNamesItsConsumer() {
        new Authentication(null, credentials).succeed(exchange, KEY, "key-1");

        assertThat(exchange.consumer()).contains(BOB);
        assertThat(exchange.credential()).contains(KEY);
        assertThat(told())
                .containsExactly(
                        "x-other=stays",
                        "x-consumer-id=" + BOB.id(),
                        "x-consumer-custom-id=bob-42",
                        "x-consumer-username=b\u00c3\u00b6b",
                        "x-credential-identifier=key-1");
    }

    @Test
    void whatAConsumerHasNotIsRemoved() {
        Credential theirs = new Credential(KEY.id(), "t", NAMELESS, new Secret("k"), null, null);
        new Authentication(null, credentials).succeed(exchange, theirs, "key-1");

        assertThat(told())
                .containsExactly(
                        "x-other=stays",
                        "x-consumer-id=" + NAMELESS.id(),
                        "x-consumer-custom-id=only-custom",
                        "x-credential-identifier=key-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"guest", "f0f00000-0000-4000-8000-000000000003"})
    void withAnAnonymousConsumerAFailurePassesAsThatOne(String anonymous) {
        new Authentication(anonymous, credentials).fail(exchange, "no", "Key");

        assertThat(exchange.reply()).isNull();
        assertThat(exchange.consumer()).contains(GUEST);
        assertThat(exchange.credential()).isEmpty();
        assertThat(told())
                .containsExactly(
                        "x-other=stays",
                        "x-consumer-id=" + GUEST.id(),
                        "x-consumer-username=guest",
                        "x-anonymous-consumer=true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "only-custom", "0f0f0000-0000-4000-8000-000000000003"})
    void anAnonymousConsumerThatIsNotThereIsAnError(String anonymous) {
        new Authentication(anonymous, credentials).fail(exchange, "no", "Key");

        assertThat(exchange.reply().status()).isEqualTo(500);
        assertThat(new String(exchange.reply().body(), StandardCharsets.UTF_8))
                .contains("anonymous consumer " + anonymous + " is configured but doesn't exist");
        assertThat(exchange.consumer()).isEmpty();
    }

    @Test
    void withoutAnAnonymousConsumerAFailureIsRefused() {
        new Authentication(null, credentials).fail(exchange, "no", "Key realm=\"r\"");

        assertThat(exchange.reply().status()).isEqualTo(401);
        assertThat(exchange.reply().headers().all("WWW-Authenticate")).containsExactly("Key realm=\"r\"");
        assertThat(new String(exchange.reply().body(), StandardCharsets.UTF_8)).contains("\"message\":\"no\"");
        assertThat(exchange.consumer()).isEmpty();
    }

    @Test
    void onlyAnOptionalPluginStepsBackAndOnlyForACredential() {
        Authentication optional = new Authentication("guest", credentials);
        Authentication required = new Authentication(null, credentials);

        assertThat(optional.isSettled(exchange)).isFalse();
        exchange.authenticate(GUEST, null);
        assertThat(optional.isSettled(exchange)).isFalse();
        exchange.authenticate(BOB, KEY);
        assertThat(optional.isSettled(exchange)).isTrue();
        assertThat(required.isSettled(exchange)).isFalse();
    }

    @Test
    void headersOfAnUnexaminedRequestAreCleared() {
        Authentication.clearHeaders(exchange);

        assertThat(told()).containsExactly("x-other=stays");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "Key,,Key",
                "Basic,service,Basic realm=\"service\"",
                "Key,a\"b\\c\u00e9,Key realm=\"a\\\"b\\\\c\u00c3\u00a9\""
            })
    void aChallengeQuotesItsRealm(String scheme, String realm, String challenge) {
        assertThat(Authentication.challenge(scheme, realm)).isEqualTo(challenge);
    }

    @Test
    void aPreviewSaysWhoItWouldBe() {
        assertThat(Authentication.preview(exchange).summary()).isEqualTo("passes, authenticated as nobody");
        exchange.authenticate(GUEST, null);
        assertThat(Authentication.preview(exchange).summary()).isEqualTo("passes as the anonymous consumer guest");
        exchange.authenticate(BOB, KEY);
        assertThat(Authentication.preview(exchange).details())
                .containsEntry("consumer", "b\u00f6b")
                .containsEntry("anonymous", false);
        exchange.refuse(401, "no");
        assertThat(Authentication.preview(exchange).details()).containsEntry("status", 401);
    }

    private List<String> told() {
        List<String> fields = new java.util.ArrayList<>();
        Headers headers = exchange.request().headers();
        headers.names().forEach(name -> headers.all(name).forEach(value -> fields.add(name + "=" + value)));
        return fields;
    }

    private static Consumer consumer(String id, String username, String customId) {
        return new Consumer(UUID.fromString(id), username, customId, List.of(), Set.of());
    }
}
