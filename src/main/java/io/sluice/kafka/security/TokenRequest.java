package io.sluice.kafka.security;

import io.sluice.api.Headers;
import io.sluice.api.HttpCalls;
import io.sluice.api.Reply;
import io.sluice.api.Secret;
import io.sluice.api.produce.OAuthBearer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a token endpoint for an access token: client credentials in the Authorization header (RFC 6749 2.3.1 and 4.4). The token may be
 * anything that fits into the exchange with the broker; JWT or not, it is not looked into unless its lifetime is not given.
 */
final class TokenRequest {

    /** What clients hear, with {@code return_error_message}. */
    static final String ERROR = "TokenRequestFailed";

    /** For a token that says nothing of its end, and neither does its endpoint. */
    static final Duration UNKNOWN_LIFETIME = Duration.ofMinutes(5);

    /** RFC 6750 2.1, and all that brokers take. */
    private static final Pattern TOKEN = Pattern.compile("[-A-Za-z0-9._~+/]+=*");

    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]{1,200}");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final OAuthBearer settings;
    private final HttpCalls http;
    private final Duration timeout;
    private final Redaction redaction;

    TokenRequest(OAuthBearer settings, HttpCalls http, Duration timeout) {
        this.settings = settings;
        this.http = http;
        this.timeout = timeout;
        this.redaction = Redaction.of(settings);
    }

    /** Waits for the answer, not longer than {@code timeout} for all of it. */
    BearerToken send() throws Denied, InterruptedException {
        HttpCalls.Call call = new HttpCalls.Call(
                "POST", URI.create(settings.tokenEndpoint().reveal()), headers(), body(), timeout, settings.verify());
        long asked = System.currentTimeMillis();
        try {
            Reply reply = http.send(call);
            return reply.status() == 200 ? token(reply, asked) : refused(reply);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private Headers headers() {
        String credentials = form(settings.clientId().reveal()) + ":"
                + form(settings.clientSecret().reveal());
        Headers headers = new Headers();
        headers.add(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII)));
        headers.add("Content-Type", "application/x-www-form-urlencoded");
        headers.add("Accept", "application/json");
        return headers;
    }

    private byte[] body() {
        String scope = settings.scopes().isEmpty() ? "" : "&scope=" + form(String.join(" ", settings.scopes()));
        return ("grant_type=client_credentials" + scope).getBytes(StandardCharsets.US_ASCII);
    }

    private static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private BearerToken token(Reply reply, long asked) throws Denied {
        JsonNode answer = json(reply.body());
        String token = text(answer, "access_token");
        if (!TOKEN.matcher(token).matches()) {
            throw bad(
                    "the token endpoint answered 200 without a usable access_token",
                    "check that token_endpoint_url is the endpoint that issues tokens, not a page or a discovery document");
        }
        String type = answer.path("token_type").asString("Bearer");
        if (!type.equalsIgnoreCase("Bearer")) {
            throw bad("the token endpoint issues tokens of another type than Bearer", "have it issue Bearer tokens");
        }
        long lifetime = lifetimeMillis(answer, token, asked);
        if (lifetime <= 0) {
            throw bad("the token endpoint issued a token that is over", "check its clock, and the one of this host");
        }
        return new BearerToken(new Secret(token), asked, asked + lifetime);
    }

    private static long lifetimeMillis(JsonNode answer, String token, long now) {
        JsonNode given = answer.path("expires_in");
        if (given.isNumber() || given.isString()) {
            OptionalLong seconds = seconds(given);
            if (seconds.isPresent()) {
                return seconds.getAsLong() * 1000;
            }
        }
        OptionalLong end = endOfJwt(token);
        return end.isPresent() ? end.getAsLong() * 1000 - now : UNKNOWN_LIFETIME.toMillis();
    }

    private static OptionalLong seconds(JsonNode number) {
        double value = number.asDouble(Double.NaN);
        return Double.isNaN(value) ? OptionalLong.empty() : OptionalLong.of((long) Math.min(value, Integer.MAX_VALUE));
    }

    /** The claim {@code exp}, if it is a JWT that has one. */
    private static OptionalLong endOfJwt(String token) {
        List<String> parts = List.of(token.split("\\.", -1));
        if (parts.size() != 3) {
            return OptionalLong.empty();
        }
        try {
            JsonNode end = json(Base64.getUrlDecoder().decode(parts.get(1))).path("exp");
            return end.isNumber() ? OptionalLong.of((long) end.asDouble()) : OptionalLong.empty();
        } catch (IllegalArgumentException _) {
            return OptionalLong.empty();
        }
    }

    /** Never null: what cannot be read has no members. */
    private static JsonNode json(byte[] text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException _) {
            return JSON.createObjectNode();
        }
    }

    /** Empty if it is not there, or no text. */
    private static String text(JsonNode answer, String member) {
        JsonNode value = answer.path(member);
        return value.isString() ? value.asString() : "";
    }

    private BearerToken refused(Reply reply) throws Denied {
        JsonNode answer = json(reply.body());
        String said = printable(text(answer, "error"), " ") + printable(text(answer, "error_description"), ": ");
        String advice = switch (reply.status()) {
            case 400, 401, 403 -> "check client_id, client_secret and scopes of oauthbearer";
            case 404, 405 -> "check token_endpoint_url";
            default -> "look into the log of the token endpoint";
        };
        throw bad("the token endpoint answered " + reply.status() + said, advice);
    }

    private String printable(String text, String before) {
        return PRINTABLE.matcher(text).matches() ? before + redaction.apply(text) : "";
    }

    /** In words of ours: the exceptions name the host, and the URL may come from a vault. */
    private static Denied unreachable(IOException e) {
        if (e instanceof InterruptedIOException || e instanceof HttpTimeoutException) {
            return bad(
                    "the token endpoint gave no whole answer within timeout",
                    "look whether it is up, or raise timeout");
        }
        @Nullable TlsFailure tls = e instanceof SSLException ? TlsFailure.of(e) : null;
        if (tls != null) {
            return bad(
                    "TLS with the token endpoint failed: " + tls.reason(),
                    "have KONG_LUA_SSL_TRUSTED_CERTIFICATE name the authority that signed its certificate; to go on without"
                            + " knowing who answers, set token_endpoint_tls_verify: false");
        }
        return bad(
                "the token endpoint cannot be reached (" + e.getClass().getSimpleName() + ")",
                "check host and port of token_endpoint_url, and whether it is up");
    }

    private static Denied bad(String reason, String advice) {
        return new Denied(ERROR, reason, advice);
    }
}
