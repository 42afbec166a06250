package io.sluice.kafka.security;

import io.sluice.api.Secret;
import java.util.Set;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.jspecify.annotations.Nullable;

/** An access token; to Kafka it does not matter what is in it. */
record BearerToken(Secret secret, long fetchedMillis, long expiresMillis) implements OAuthBearerToken {

    /** Renewed when this part of its life is over: before the Kafka client asks again, and with time left to try once more. */
    private static final double RENEWED_AFTER = 0.7;

    boolean isOver(long nowMillis) {
        return nowMillis >= expiresMillis;
    }

    long renewedAtMillis() {
        return fetchedMillis + (long) ((expiresMillis - fetchedMillis) * RENEWED_AFTER);
    }

    /** Only for logs of the Kafka client: who it is, the broker finds in the token. */
    @Override
    public String principalName() {
        return "sluice";
    }

    @Override
    public String value() {
        return secret.reveal();
    }

    @Override
    public Set<String> scope() {
        return Set.of();
    }

    @Override
    public long lifetimeMs() {
        return expiresMillis;
    }

    /** None: the Kafka client then counts from now, however often it gets the same token. */
    @Override
    public @Nullable Long startTimeMs() {
        return null;
    }
}
