package io.sluice.e2e.kafka;

import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerExtensionsValidatorCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallback;

/**
 * Runs in the broker, which makes it by its name: OAUTHBEARER with tokens that are no JWT, {@code opaque.<milliseconds of its end>}, and
 * come with the extension {@code logicalCluster=lkc-1}.
 */
public final class OpaqueTokens implements AuthenticateCallbackHandler {

    private record Token(String value, long lifetimeMs) implements OAuthBearerToken {
        @Override
        public Set<String> scope() {
            return Set.of();
        }

        @Override
        public String principalName() {
            return "opaque";
        }

        @Override
        public Long startTimeMs() {
            return null;
        }
    }

    @Override
    public void configure(Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> jaas) {}

    @Override
    public void handle(Callback[] callbacks) {
        for (Callback callback : callbacks) {
            if (callback instanceof OAuthBearerValidatorCallback asked) {
                validate(asked);
            } else if (callback instanceof OAuthBearerExtensionsValidatorCallback asked) {
                Map<String, String> extensions = asked.inputExtensions().map();
                if ("lkc-1".equals(extensions.get("logicalCluster"))) {
                    extensions.keySet().forEach(asked::valid);
                } else {
                    asked.error("logicalCluster", "unknown cluster");
                }
            }
        }
    }

    private static void validate(OAuthBearerValidatorCallback asked) {
        String token = asked.tokenValue();
        long end = token.startsWith("opaque.") ? Long.parseLong(token.substring("opaque.".length())) : 0;
        if (end > System.currentTimeMillis()) {
            asked.token(new Token(token, end));
        } else {
            asked.error("invalid_token", null, null);
        }
    }

    @Override
    public void close() {}
}
