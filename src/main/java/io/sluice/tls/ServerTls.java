package io.sluice.tls;

import io.sluice.api.Pem;
import io.sluice.api.TlsInfo;
import io.sluice.api.entity.Certificate;
import io.sluice.settings.PemPair;
import io.sluice.settings.TlsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS of the listeners of one server: its certificates, and its handshakes. Safe for concurrent use. */
public final class ServerTls {

    private final TlsSettings settings;
    private final Supplier<List<KeyedCertificate>> byDefault;
    private final SniKeys keys;
    private final SSLContext context;

    private ServerTls(
            TlsSettings settings, Supplier<List<KeyedCertificate>> byDefault, SniKeys keys, SSLContext context) {
        this.settings = settings;
        this.byDefault = byDefault;
        this.keys = keys;
        this.context = context;
    }

    /**
     * With the certificates of the settings alone.
     *
     * @param folder where self-signed certificates are kept, or null to keep them in memory
     * @throws Pem.Unreadable if a certificate or key cannot be used
     */
    public static ServerTls of(TlsSettings settings, @Nullable Path folder, HandshakeCheck check)
            throws Pem.Unreadable {
        Supplier<List<KeyedCertificate>> byDefault = byDefault(settings, folder);
        SniKeys keys = new SniKeys(CertificateTable.of(List.of(), byDefault), check);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, new TrustManager[0], null);
            context.getServerSessionContext()
                    .setSessionTimeout((int) settings.sessionTimeout().toSeconds());
            return new ServerTls(settings, byDefault, keys, context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static Supplier<List<KeyedCertificate>> byDefault(TlsSettings settings, @Nullable Path folder)
            throws Pem.Unreadable {
        if (settings.certificates().isEmpty()) {
            return DefaultCertificates.in(folder);
        }
        List<KeyedCertificate> configured = new ArrayList<>();
        for (PemPair pair : settings.certificates()) {
            configured.add(KeyedCertificate.of(pair.certificates(), pair.key()));
        }
        return () -> configured;
    }

    /**
     * Shows these certificates to those who ask for their names, from the next handshake on.
     *
     * @throws Pem.Unreadable if one cannot be used; then nothing has changed
     */
    public void certificates(List<Certificate> certificates) throws Pem.Unreadable {
        keys.replace(CertificateTable.of(certificates, byDefault));
    }

    /**
     * Shakes hands over an accepted connection. Blocks.
     *
     * @param begun what was read of it already
     * @param http2 whether HTTP/2 is offered beside HTTP/1.1
     */
    public SSLSocket handshake(Socket socket, InputStream begun, boolean http2) throws IOException {
        SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(socket, begun, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setProtocols(settings.suite().protocols().toArray(String[]::new));
        parameters.setCipherSuites(settings.suite().ciphers().toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(settings.suite().serverOrder());
        secure.setSSLParameters(parameters);
        List<String> ours = http2 ? List.of("h2", "http/1.1", "http/1.0") : List.of("http/1.1", "http/1.0");
        // null ends the handshake, as nginx does when nothing fits
        secure.setHandshakeApplicationProtocolSelector((_, theirs) ->
                ours.stream().filter(theirs::contains).findFirst().orElse(null));
        secure.startHandshake();
        return secure;
    }

    /** What the handshake came to. */
    public static TlsInfo info(SSLSocket secure) {
        SSLSession session = secure.getSession();
        String server = session instanceof ExtendedSSLSession extended ? SniKeys.serverName(extended) : null;
        return new TlsInfo(session.getProtocol(), session.getCipherSuite(), server);
    }
}
