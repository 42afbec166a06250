package io.sluice.api.produce;

import io.sluice.api.PluginEnv;
import io.sluice.api.Secret;
import io.sluice.api.UnsupportedConfig;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a producer's connections are protected, and who it says it is. Its secrets never print. Part of {@link ProducerSpec}, so two
 * routes share a producer only with the same credentials and certificate contents (decision D14).
 *
 * @param tls null for connections in plain text
 * @param sasl null for nobody
 */
public record ProducerSecurity(@Nullable Tls tls, @Nullable Sasl sasl) {

    /** Plain text, and nobody. */
    public static final ProducerSecurity NONE = new ProducerSecurity(null, null);

    /**
     * What the parts {@code security} and {@code authentication} ask for. SASL is in force only where strategy and mechanism are both
     * set, a client certificate only with TLS: Kong warns of the rest and goes on.
     *
     * @param env knows the certificates of the file
     * @throws UnsupportedConfig if there is no such certificate, or Kafka cannot take what is configured
     */
    public static ProducerSecurity of(KafkaProducerConfig config, PluginEnv env) throws UnsupportedConfig {
        return new ProducerSecurity(tls(config.security(), env), sasl(config));
    }

    private static @Nullable Tls tls(KafkaProducerConfig.Security security, PluginEnv env) throws UnsupportedConfig {
        if (!Boolean.TRUE.equals(security.ssl())) {
            return null;
        }
        String id = security.certificateId();
        if (id == null) {
            return new Tls(security.sslVerify(), null);
        }
        ClientCertificate certificate = env.certificate(id.toLowerCase(Locale.ROOT))
                .map(found -> new ClientCertificate(found.cert(), found.key()))
                .orElseThrow(() -> new UnsupportedConfig(List.of(new UnsupportedConfig.Field(
                        "/security/certificate_id",
                        "the file has no entry in 'certificates' with the id '" + id + "'"))));
        return new Tls(security.sslVerify(), certificate);
    }

    private static @Nullable Sasl sasl(KafkaProducerConfig config) throws UnsupportedConfig {
        KafkaProducerConfig.Authentication authentication = config.authentication();
        String mechanism = authentication.mechanism();
        if (authentication.strategy() == null || mechanism == null) {
            return null;
        }
        KafkaProducerConfig.Oauthbearer oauthbearer = authentication.oauthbearer();
        if (mechanism.equals(OAuthBearer.MECHANISM)) {
            if (oauthbearer == null) {
                throw new IllegalArgumentException("the schema lets no OAUTHBEARER pass without oauthbearer");
            }
            return OAuthBearer.of(oauthbearer, config.oauthbearerPointer());
        }
        return new Password(
                mechanism,
                authentication.user(),
                authentication.password(),
                Boolean.TRUE.equals(authentication.tokenauth()));
    }

    /**
     * TLS towards the brokers.
     *
     * @param verify whether their certificates and host names are checked
     * @param certificate to show them, or null
     */
    public record Tls(boolean verify, @Nullable ClientCertificate certificate) {}

    /**
     * A certificate with its key.
     *
     * @param chain PEM, from the leaf on
     * @param key PEM: PKCS#8, PKCS#1 or SEC1
     */
    public record ClientCertificate(String chain, Secret key) {}

    /** A way to authenticate. */
    public sealed interface Sasl permits Password, OAuthBearer {

        /** Kafka's name of it. */
        String mechanism();
    }

    /**
     * PLAIN or SCRAM.
     *
     * @param user null where the file has none: every broker will refuse that
     * @param password likewise
     * @param tokenauth with SCRAM: user and password are the id and the HMAC of a delegation token
     */
    public record Password(
            String mechanism,
            @Nullable Secret user,
            @Nullable Secret password,
            boolean tokenauth) implements Sasl {}
}
