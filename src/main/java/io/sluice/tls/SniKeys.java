package io.sluice.tls;

import io.sluice.api.Handshake;
import io.sluice.api.Log;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the certificate of each handshake from a table that can be replaced at any time. A handshake asks for a name first and
 * for the key and the chain of that name next, so names outlive one replacement. Safe for concurrent use.
 */
final class SniKeys extends X509ExtendedKeyManager {

    private static final Log LOG = Log.of("tls");
    private static final String CHECKED = "sluice.checked";

    private final HandshakeCheck check;
    private final AtomicLong names = new AtomicLong();
    private volatile Generation now;
    private volatile Generation before;

    /** A table, and the names under which its certificates were given out. */
    private record Generation(
            CertificateTable table, Map<KeyedCertificate, String> names, Map<String, KeyedCertificate> named) {

        static Generation of(CertificateTable table) {
            return new Generation(table, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
        }
    }

    SniKeys(CertificateTable table, HandshakeCheck check) {
        this.check = check;
        this.now = Generation.of(table);
        this.before = now;
    }

    /** For the handshakes from now on. */
    synchronized void replace(CertificateTable table) {
        before = now;
        now = Generation.of(table);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
        if (!(socket instanceof SSLSocket secure)
                || !(secure.getHandshakeSession() instanceof ExtendedSSLSession session)) {
            return null;
        }
        String server = serverName(session);
        if (!isAllowed(session, server)) {
            return null;
        }
        Generation current = now;
        Optional<KeyedCertificate> chosen = current.table.choose(server, keyType);
        return chosen.map(keyed -> current.names.computeIfAbsent(keyed, _ -> {
                    String name = Long.toString(names.incrementAndGet());
                    current.named.put(name, keyed);
                    return name;
                }))
                .orElse(null);
    }

    static @Nullable String serverName(ExtendedSSLSession session) {
        return session.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName())
                .findFirst()
                .orElse(null);
    }

    /** One question per handshake, though several kinds of key are asked for. */
    private boolean isAllowed(SSLSession session, @Nullable String server) {
        if (session.getValue(CHECKED) instanceof Boolean allowed) {
            return allowed;
        }
        boolean allowed = true;
        try {
            check.check(new Handshake(server));
        } catch (Exception e) {
            allowed = false;
            LOG.warn("TLS handshake refused", "sni", server, "reason", e.getMessage());
        }
        session.putValue(CHECKED, allowed);
        return allowed;
    }

    private @Nullable KeyedCertificate named(String name) {
        KeyedCertificate keyed = now.named.get(name);
        return keyed == null ? before.named.get(name) : keyed;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String name) {
        KeyedCertificate keyed = named(name);
        return keyed == null ? null : keyed.chain();
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String name) {
        KeyedCertificate keyed = named(name);
        return keyed == null ? null : keyed.key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
