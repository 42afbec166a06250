package io.sluice.api;

import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Credential;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What authentication plugins have in common: how several of them work together, and what the upstream hears of the result. Safe for
 * concurrent use.
 *
 * <p>A plugin with an {@code anonymous} consumer is one of several ways in: it steps back where another plugin found a credential,
 * and lets a request that it does not know pass as that consumer. A plugin without one must succeed itself, and takes the place of
 * whoever was found before.
 *
 * <p>The headers {@code X-Consumer-ID}, {@code X-Consumer-Custom-ID}, {@code X-Consumer-Username}, {@code X-Credential-Identifier} and
 * {@code X-Anonymous-Consumer} are set or removed, each of them: what a client claims to be never passes.
 *
 * <p>Source: Kong's pages on authentication and on using several authentication plugins.
 */
public final class Authentication {

    private static final String ID = "X-Consumer-ID";
    private static final String CUSTOM_ID = "X-Consumer-Custom-ID";
    private static final String USERNAME = "X-Consumer-Username";
    private static final String IDENTIFIER = "X-Credential-Identifier";
    private static final String ANONYMOUS = "X-Anonymous-Consumer";

    private final @Nullable String anonymous;
    private final Credentials credentials;

    /** {@code anonymous} is the id or username of a consumer, looked up with each request; null for none. */
    public Authentication(@Nullable String anonymous, Credentials credentials) {
        this.anonymous = anonymous;
        this.credentials = credentials;
    }

    /** Whether there is nothing to do, since another plugin found a credential and one is enough. */
    public boolean isSettled(Exchange exchange) {
        return anonymous != null && exchange.credential().isPresent();
    }

    /**
     * The request is from the consumer of this credential.
     *
     * @param identifier what the upstream gets as {@code X-Credential-Identifier}: never a secret
     */
    public void succeed(Exchange exchange, Credential credential, String identifier) {
        exchange.authenticate(credential.consumer(), credential);
        tell(exchange, credential.consumer(), identifier);
    }

    /**
     * The request is from nobody that this plugin knows: it passes as the anonymous consumer, or is refused with 401. An anonymous
     * consumer that does not exist is a 500.
     *
     * @param challenge the value of {@code WWW-Authenticate}, as {@link #challenge} makes it
     */
    public void fail(Exchange exchange, String message, String challenge) {
        if (anonymous == null) {
            Request request = exchange.request();
            Reply error = StandardReplies.error(401, message, request.headers(), request.id());
            Headers headers = error.headers().copy().set("WWW-Authenticate", challenge);
            exchange.reply(new Reply(401, headers, error.body()));
            return;
        }
        Optional<Consumer> consumer = credentials.consumer(anonymous);
        if (consumer.isEmpty()) {
            exchange.refuse(500, "anonymous consumer " + anonymous + " is configured but doesn't exist");
            return;
        }
        exchange.authenticate(consumer.get(), null);
        tell(exchange, consumer.get(), null);
        exchange.change().headers().set(ANONYMOUS, "true");
    }

    /** For a request that passes unexamined: removes the headers, which only a client can have sent. */
    public static void clearHeaders(Exchange exchange) {
        Headers headers = exchange.change().headers();
        headers.remove(ID).remove(CUSTOM_ID).remove(USERNAME).remove(IDENTIFIER).remove(ANONYMOUS);
    }

    /** The value of {@code WWW-Authenticate}: {@code Key}, or {@code Key realm="R"} (RFC 9110 11.6.1). */
    public static String challenge(String scheme, @Nullable String realm) {
        return realm == null
                ? scheme
                : scheme + " realm=\""
                        + ByteText.of(realm).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** What became of it, for {@link Plugin#preview}. */
    public static Preview preview(Exchange exchange) {
        Reply reply = exchange.reply();
        if (reply != null) {
            return new Preview("would refuse with " + reply.status(), Map.of("status", reply.status()));
        }
        boolean known = exchange.credential().isPresent();
        return exchange.consumer()
                .map(Consumer::label)
                .map(name -> new Preview(
                        (known ? "authenticated as " : "passes as the anonymous consumer ") + name,
                        Map.of("consumer", name, "anonymous", !known)))
                .orElseGet(() -> Preview.of("passes, authenticated as nobody"));
    }

    private static void tell(Exchange exchange, Consumer consumer, @Nullable String identifier) {
        clearHeaders(exchange);
        Headers headers = exchange.change().headers();
        set(headers, ID, consumer.id().toString());
        set(headers, CUSTOM_ID, consumer.customId());
        set(headers, USERNAME, consumer.username());
        set(headers, IDENTIFIER, identifier);
    }

    private static void set(Headers headers, String name, @Nullable String text) {
        if (text != null) {
            headers.set(name, ByteText.of(text));
        }
    }
}
