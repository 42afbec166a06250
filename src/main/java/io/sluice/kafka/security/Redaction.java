package io.sluice.kafka.security;

import io.sluice.api.Secret;
import io.sluice.api.produce.OAuthBearer;
import io.sluice.api.produce.ProducerSecurity;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes secrets out of what others say: a broker may well quote the user name that it refuses. */
record Redaction(List<Secret> secrets) {

    /** Shorter ones may be a part of any word, and are taken out as words alone. */
    private static final int LONG = 6;

    static Redaction of(ProducerSecurity.Sasl sasl) {
        return new Redaction(
                switch (sasl) {
                    case ProducerSecurity.Password password ->
                        Stream.of(password.user(), password.password())
                                .filter(Objects::nonNull)
                                .toList();
                    case OAuthBearer oauth -> List.of(oauth.clientId(), oauth.clientSecret(), oauth.tokenEndpoint());
                });
    }

    String apply(String text) {
        String clean = text;
        for (Secret secret : secrets) {
            String value = secret.reveal();
            if (value.length() >= LONG) {
                clean = clean.replace(value, secret.toString());
            } else if (!value.isEmpty()) {
                clean = clean.replaceAll("(?<!\\w)" + Pattern.quote(value) + "(?!\\w)", secret.toString());
            }
        }
        return clean;
    }
}
