package io.sluice.kafka.security;

import io.sluice.api.Pem;
import io.sluice.api.produce.ProducerSecurity.ClientCertificate;
import io.sluice.api.produce.ProducerSecurity.Tls;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.2 and 1.3 towards brokers, or none; in both cases peers are held to the frames of Kafka's protocol ({@link CheckedEngine}). The
 * Kafka client makes it by its name, hence public; what it needs is an object among the client's settings. Kafka's own takes no PKCS#1
 * or SEC1 key, and cannot leave certificates unverified.
 */
public final class Engines implements SslEngineFactory {

    static final String MATERIAL = "sluice.engines";
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /**
     * What the engines of one client have in common.
     *
     * @param context what is trusted and shown
     * @param tls null for plain text
     * @param memory what peers may have us allocate
     * @param found who answered in place of a broker
     */
    record Material(SSLContext context, @Nullable Tls tls, ReceiveMemory memory, Consumer<Denied> found) {}

    private @Nullable Material material;

    /** Reads the certificate; everything that can be wrong with it was checked when the file was loaded. */
    static Material material(@Nullable Tls tls, SecurityHost host, ReceiveMemory memory, Consumer<Denied> found) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            if (tls == null) {
                context.init(null, new TrustManager[] {host.anyone()}, null);
            } else {
                TrustManager trust = tls.verify() ? host.trusted().get() : host.anyone();
                ClientCertificate certificate = tls.certificate();
                context.init(certificate == null ? null : showing(certificate), new TrustManager[] {trust}, null);
            }
            return new Material(context, tls, memory, found);
        } catch (GeneralSecurityException | IOException | Pem.Unreadable e) {
            throw new IllegalStateException("no TLS towards Kafka: " + e.getMessage(), e);
        }
    }

    private static KeyManager[] showing(ClientCertificate certificate)
            throws GeneralSecurityException, IOException, Pem.Unreadable {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] password = {};
        X509Certificate[] chain = Pem.certificates(certificate.chain()).toArray(X509Certificate[]::new);
        store.setKeyEntry("client", Pem.key(certificate.key()), password, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    @Override
    public void configure(Map<String, ?> settings) {
        material = (Material) settings.get(MATERIAL);
    }

    @Override
    public SSLEngine createClientSslEngine(String host, int port, String endpointIdentification) {
        if (material == null) {
            throw new IllegalStateException("not configured");
        }
        SSLEngine engine = material.context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        if (material.tls != null) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setProtocols(PROTOCOLS);
            parameters.setEndpointIdentificationAlgorithm(material.tls.verify() ? "HTTPS" : "");
            engine.setSSLParameters(parameters);
        }
        return new CheckedEngine(
                material.tls == null ? new PlainEngine(engine) : engine, material.memory, material.found);
    }

    @Override
    public SSLEngine createServerSslEngine(String host, int port) {
        throw new UnsupportedOperationException("only for clients");
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> settings) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return null;
    }

    @Override
    public @Nullable KeyStore truststore() {
        return null;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
