package io.sluice.e2e.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.plain.PlainAuthenticateCallback;

/**
 * Runs in the broker, which makes it by its name: SASL PLAIN where the right password is the user's name and {@code -secret}, with a line
 * in a file for every attempt.
 */
public final class CountedPasswords implements AuthenticateCallbackHandler {

    /** The system property that names the file. */
    static final String FILE = "sluice.e2e.attempts";

    @Override
    public void configure(Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> jaas) {}

    @Override
    public void handle(Callback[] callbacks) throws IOException {
        String user = "";
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                user = name.getDefaultName();
            } else if (callback instanceof PlainAuthenticateCallback password) {
                Files.writeString(
                        Path.of(System.getProperty(FILE)),
                        user + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
                password.authenticated(new String(password.password()).equals(user + "-secret"));
            }
        }
    }

    @Override
    public void close() {}
}
