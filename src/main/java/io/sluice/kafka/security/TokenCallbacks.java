package io.sluice.kafka.security;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensions;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.jspecify.annotations.Nullable;

/**
 * Hands the token that is there to the Kafka client when it logs in. Logins of all producers run under one lock, so nothing is fetched
 * here. The client makes it by its name, hence public.
 */
public final class TokenCallbacks implements AuthenticateCallbackHandler {

    static final String TOKENS = "sluice.tokens";

    private @Nullable Tokens tokens;

    @Override
    public void configure(Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> jaas) {
        tokens = (Tokens) settings.get(TOKENS);
    }

    @Override
    public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        if (tokens == null) {
            throw new IllegalStateException("not configured");
        }
        for (Callback callback : callbacks) {
            switch (callback) {
                case OAuthBearerTokenCallback asked -> asked.token(tokens.current());
                case SaslExtensionsCallback asked -> asked.extensions(new SaslExtensions(tokens.extensions()));
                case Callback other -> throw new UnsupportedCallbackException(other);
            }
        }
    }

    @Override
    public void close() {
        // the tokens are the producer's
    }
}
