package io.sluice.kafka.security;

import io.sluice.api.Secret;
import io.sluice.api.produce.ProducerSecurity.Password;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.scram.ScramExtensionsCallback;
import org.jspecify.annotations.Nullable;

/**
 * Tells user and password to the Kafka client when it authenticates. Thus they are in no JAAS text, where they would have to be quoted
 * and could be logged. The client makes it by its name, hence public.
 */
public final class PasswordCallbacks implements AuthenticateCallbackHandler {

    static final String PASSWORD = "sluice.password";

    private @Nullable Password password;

    @Override
    public void configure(Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> jaas) {
        password = (Password) settings.get(PASSWORD);
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        if (password == null) {
            throw new IllegalStateException("not configured");
        }
        for (Callback callback : callbacks) {
            switch (callback) {
                case NameCallback name -> name.setName(text(password.user()));
                case PasswordCallback asked ->
                    asked.setPassword(text(password.password()).toCharArray());
                case ScramExtensionsCallback extensions ->
                    extensions.extensions(password.tokenauth() ? Map.of("tokenauth", "true") : Map.of());
                case Callback other -> throw new UnsupportedCallbackException(other);
            }
        }
    }

    private static String text(@Nullable Secret secret) {
        return secret == null ? "" : secret.reveal();
    }

    @Override
    public void close() {
        // nothing is held
    }
}
