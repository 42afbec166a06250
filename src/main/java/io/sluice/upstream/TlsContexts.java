package io.sluice.upstream;

import io.sluice.api.Pem;
import io.sluice.api.entity.CaCertificate;
import io.sluice.api.entity.Certificate;
import io.sluice.upstream.PoolKey.TlsDemand;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS contexts by what they trust and show; made when first needed, then kept. Safe for concurrent use. */
final class TlsContexts {

    /** Sessions to resume, in each context: every handshake leaves some, and the JDK would keep 20,480. */
    private static final int SESSIONS = 1000;

    /** A demand without the server name, which clients may choose. */
    private record Kind(
            boolean verify,
            int depth,
            List<CaCertificate> trusted,
            @Nullable Certificate clientCertificate) {}

    private final Map<Kind, SSLContext> contexts = new ConcurrentHashMap<>();

    SSLContext of(TlsDemand demand) throws IOException {
        Kind kind = new Kind(demand.verify(), demand.depth(), demand.trusted(), demand.clientCertificate());
        SSLContext made = contexts.get(kind);
        if (made == null) {
            try {
                made = make(kind);
            } catch (GeneralSecurityException | Pem.Unreadable e) {
                throw new SSLException("no TLS towards the upstream: " + e.getMessage(), e);
            }
            contexts.putIfAbsent(kind, made);
        }
        return made;
    }

    private static SSLContext make(Kind kind) throws GeneralSecurityException, IOException, Pem.Unreadable {
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManager[] trust = kind.verify ? trusting(kind) : new TrustManager[] {new TrustAnyone()};
        context.init(kind.clientCertificate == null ? null : showing(kind.clientCertificate), trust, null);
        context.getClientSessionContext().setSessionCacheSize(SESSIONS);
        return context;
    }

    /** Without anything to trust, nothing is trusted: that is what Kong does when no CA is named. */
    private static TrustManager[] trusting(Kind kind) throws GeneralSecurityException, Pem.Unreadable {
        Set<TrustAnchor> anchors = new HashSet<>();
        for (CaCertificate ca : kind.trusted) {
            for (X509Certificate certificate : Pem.certificates(ca.cert())) {
                anchors.add(new TrustAnchor(certificate, null));
            }
        }
        if (anchors.isEmpty()) {
            return new TrustManager[] {new TrustNobody()};
        }
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
        parameters.setRevocationEnabled(false);
        parameters.setMaxPathLength(kind.depth);
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        return factory.getTrustManagers();
    }

    private static KeyManager[] showing(Certificate certificate)
            throws GeneralSecurityException, IOException, Pem.Unreadable {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] password = {};
        store.setKeyEntry(
                "client",
                Pem.key(certificate.key()),
                password,
                Pem.certificates(certificate.cert()).toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, password);
        return factory.getKeyManagers();
    }
}
