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
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.2 and 1.3 towards brokers. The Kafka client makes it by its name, hence public; what it needs is an object among the client's
 * settings. Kafka's own takes no PKCS#1 or SEC1 key, and cannot leave certificates unverified.
 */
public final class TlsEngines implements SslEngineFactory {

    static final String MATERIAL = "sluice.tls";
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** What is trusted and shown, and whether host names count. */
    record Material(SSLContext context, boolean verify) {}

    private @Nullable Material material;

    /** Reads the certificate; everything that can be wrong with it was checked when the file was loaded. */
    static Material material(Tls tls, SecurityHost host) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager trust = tls.verify() ? host.trusted().get() : host.anyone();
            ClientCertificate certificate = tls.certificate();
            context.init(certificate == null ? null : showing(certificate), new TrustManager[] {trust}, null);
            return new Material(context, tls.verify());
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
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setEndpointIdentificationAlgorithm(material.verify ? "HTTPS" : "");
        engine.setSSLParameters(parameters);
        return engine;
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
