package io.sluice.kafka.security;

import io.sluice.api.produce.OAuthBearer;
import io.sluice.api.produce.ProducerSecurity;
import io.sluice.api.produce.ProducerSecurity.Password;
import io.sluice.api.produce.ProducerSecurity.Tls;
import io.sluice.api.produce.ProducerSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.jspecify.annotations.Nullable;

/** The security of one Kafka client, from before it is made until it is closed. */
public final class Protection implements AutoCloseable {

    private static final String PLAIN = "PLAIN";
    private static final long FIRST_RECONNECT_MILLIS = 250;

    private final ProducerSecurity security;
    private final Denials denials;
    private final Engines.Material engines;
    private final AtomicReference<@Nullable Denied> stranger;
    private final @Nullable Tokens tokens;

    private Protection(
            ProducerSecurity security,
            Engines.Material engines,
            AtomicReference<@Nullable Denied> stranger,
            @Nullable Tokens tokens) {
        this.security = security;
        this.denials = new Denials(security);
        this.engines = engines;
        this.stranger = stranger;
        this.tokens = tokens;
    }

    /**
     * Gets everything that a client needs before its first connection; with OAUTHBEARER that is a token.
     *
     * @param memory what peers may have the client allocate
     * @param routes who it is for, named when a token cannot be renewed
     * @throws Denied if no broker need be asked to know that it will refuse
     */
    public static Protection open(ProducerSpec spec, SecurityHost host, ReceiveMemory memory, Supplier<String> routes)
            throws Denied, InterruptedException {
        ProducerSecurity security = spec.security();
        Denied denied = new Denials(security).beforehand();
        if (denied != null) {
            throw denied;
        }
        AtomicReference<@Nullable Denied> stranger = new AtomicReference<>();
        Engines.Material engines = Engines.material(security.tls(), host, memory, stranger::set);
        Tokens tokens = null;
        if (security.sasl() instanceof OAuthBearer oauth) {
            tokens = new Tokens(oauth, host, spec.socketTimeout(), routes);
            tokens.fetch();
        }
        return new Protection(security, engines, stranger, tokens);
    }

    /** {@code SCRAM-SHA-512 over TLS}; for a log line. */
    public static String describe(ProducerSecurity security) {
        ProducerSecurity.Sasl sasl = security.sasl();
        Tls tls = security.tls();
        String who = sasl != null
                ? sasl.mechanism()
                        + (sasl instanceof Password password && password.tokenauth() ? " (delegation token)" : "")
                : tls != null && tls.certificate() != null ? "client certificate" : "none";
        return who + " over " + (tls == null ? "plain text" : "TLS");
    }

    /** Settings of the Kafka client; {@code clientId} is unlike that of any other. */
    public Map<String, Object> settings(String clientId) {
        Map<String, Object> settings = new HashMap<>();
        // plain text, too, goes through an engine of ours: only there can be seen what the client is about to read
        settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, security.sasl() == null ? "SSL" : "SASL_SSL");
        settings.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, Engines.class);
        settings.put(Engines.MATERIAL, engines);
        if (!security.equals(ProducerSecurity.NONE)) {
            // so that a client that is refused is looked at before it has tried often
            settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, FIRST_RECONNECT_MILLIS);
        }
        ProducerSecurity.Sasl sasl = security.sasl();
        if (sasl != null) {
            settings.put(SaslConfigs.SASL_MECHANISM, sasl.mechanism());
            switch (sasl) {
                case Password password -> password(password, settings);
                case OAuthBearer _ -> oauth(clientId, settings);
            }
        }
        return settings;
    }

    private static void password(Password password, Map<String, Object> settings) {
        Class<?> module = password.mechanism().equals(PLAIN) ? PlainLoginModule.class : ScramLoginModule.class;
        settings.put(SaslConfigs.SASL_JAAS_CONFIG, module.getName() + " required;");
        settings.put(SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, PasswordCallbacks.class);
        settings.put(PasswordCallbacks.PASSWORD, password);
    }

    /** Clients with the same JAAS text would share one login and its token, so each has a text of its own. */
    private void oauth(String clientId, Map<String, Object> settings) {
        settings.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                OAuthBearerLoginModule.class.getName() + " required of=\"" + clientId.replaceAll("[^-.\\w]", "_")
                        + "\";");
        settings.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, TokenCallbacks.class);
        settings.put(TokenCallbacks.TOKENS, tokens);
        // the client looks for the renewed token when ours has been renewed, also where tokens live for seconds
        settings.put(SaslConfigs.SASL_LOGIN_REFRESH_WINDOW_FACTOR, 0.8);
        settings.put(SaslConfigs.SASL_LOGIN_REFRESH_BUFFER_SECONDS, (short) 0);
        settings.put(SaslConfigs.SASL_LOGIN_REFRESH_MIN_PERIOD_SECONDS, (short) 0);
    }

    /** Who answered last in place of a broker; null if nobody did. */
    public @Nullable Denied stranger() {
        return stranger.get();
    }

    /** What a refusal of a broker means. */
    public Denied explain(AuthenticationException error) {
        return denials.of(error);
    }

    @Override
    public void close() {
        if (tokens != null) {
            tokens.close();
        }
    }
}
