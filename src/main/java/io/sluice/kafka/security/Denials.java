package io.sluice.kafka.security;

import io.sluice.api.Secret;
import io.sluice.api.produce.OAuthBearer;
import io.sluice.api.produce.ProducerSecurity;
import io.sluice.api.produce.ProducerSecurity.Password;
import io.sluice.api.produce.ProducerSecurity.Tls;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.jspecify.annotations.Nullable;

/** Tells what a broker's refusal means, and what to do about it. */
record Denials(ProducerSecurity security) {

    private static final String FIELDS =
            "authentication.user and authentication.password (of confluent: cluster_api_key and cluster_api_secret)";

    /** What can be known to be refused before anybody is asked; null if nothing is. */
    @Nullable
    Denied beforehand() {
        if (!(security.sasl() instanceof Password password)) {
            return null;
        }
        if (password.user() == null || password.password() == null) {
            return new Denied(
                    "SaslAuthentication",
                    "authentication has no " + (password.user() == null ? "user" : "password"),
                    "set " + FIELDS + "; " + password.mechanism() + " needs both");
        }
        if (contains(password.user(), "\0") || contains(password.password(), "\0")) {
            return new Denied(
                    "SaslAuthentication",
                    "authentication.user or authentication.password has a NUL character, which SASL cannot send",
                    "set them without it");
        }
        return null;
    }

    private static boolean contains(Secret secret, String text) {
        return secret.reveal().contains(text);
    }

    Denied of(AuthenticationException error) {
        String name = error.getClass().getSimpleName().replaceFirst("Exception$", "");
        if (error instanceof SslAuthenticationException) {
            TlsFailure failure = TlsFailure.of(error);
            return new Denied(name, "TLS with the broker failed: " + failure.reason(), advice(failure));
        }
        ProducerSecurity.Sasl sasl = security.sasl();
        String said = String.valueOf(error.getMessage());
        return new Denied(name, sasl == null ? said : Redaction.of(sasl).apply(said), advice(error, sasl));
    }

    private String advice(TlsFailure failure) {
        return switch (failure.kind()) {
            case EXPIRED -> "renew the certificate of the broker, and look at the clock of this host";
            case UNTRUSTED ->
                "have KONG_LUA_SSL_TRUSTED_CERTIFICATE name the authority that signed it; to go on without knowing who"
                        + " answers, set security.ssl_verify: false";
            case WRONG_NAME ->
                "write the name that the certificate is for into bootstrap_servers and into the broker's"
                        + " advertised.listeners, or have a certificate for this one";
            case NO_TLS -> "use the port of a TLS listener, or set security.ssl: false";
            case ALERT -> aboutAlert();
            case OTHER -> "compare TLS versions and cipher suites with the broker's, and read its log";
        };
    }

    private String aboutAlert() {
        Tls tls = security.tls();
        return tls == null || tls.certificate() == null
                ? "if the broker asks for a client certificate, name one by security.certificate_id"
                : "see that the broker trusts the authority that signed the certificate of security.certificate_id, and that"
                        + " it has not expired";
    }

    private static String advice(AuthenticationException error, ProducerSecurity.@Nullable Sasl sasl) {
        if (error instanceof UnsupportedSaslMechanismException) {
            return "set authentication.mechanism to one that the listener enables";
        }
        if (error instanceof IllegalSaslStateException || sasl == null) {
            return "use the port of a SASL listener, or take authentication away";
        }
        return switch (sasl) {
            case OAuthBearer _ ->
                "see that the broker accepts tokens of this issuer, audience and scope, and the extensions";
            case Password password
            when password.tokenauth() ->
                "the delegation token may be unknown to this cluster, or expired: create one anew, and set user to its id and"
                        + " password to its HMAC";
            case Password password
            when isBlankAround(password) ->
                "user or password begins or ends with a blank or a line break: is it meant?";
            case Password _ -> "check " + FIELDS;
        };
    }

    private static boolean isBlankAround(Password password) {
        return Stream.of(password.user(), password.password())
                .filter(Objects::nonNull)
                .anyMatch(secret -> !secret.reveal().strip().equals(secret.reveal()));
    }
}
