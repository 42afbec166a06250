package io.sluice.settings;

import java.time.Duration;
import java.util.List;

/**
 * TLS of the listeners of one setting.
 *
 * @param certificates what clients are shown unless the file has a certificate for the name they ask for; several for several
 *     kinds of key; empty for a self-signed one ({@code ssl_cert}, {@code ssl_cert_key})
 * @param suite protocols and ciphers
 * @param sessionTimeout how long a session may be resumed ({@code ssl_session_timeout})
 */
public record TlsSettings(List<PemPair> certificates, CipherSuite suite, Duration sessionTimeout) {

    /** Self-signed, and the protocols and ciphers of Kong's default. */
    public static final TlsSettings DEFAULT = new TlsSettings(List.of(), CipherSuite.INTERMEDIATE, Duration.ofDays(1));

    /** Certificates are looked at only if one of the listeners speaks TLS. */
    static TlsSettings read(SettingValues values, String keyPrefix, List<Listener> listeners) {
        boolean needed = listeners.stream().anyMatch(Listener::ssl);
        return new TlsSettings(
                needed ? PemFiles.pairs(values, keyPrefix + "ssl_cert") : List.of(),
                CipherSuite.read(values),
                values.time(values.directive("ssl_session_timeout"), DEFAULT.sessionTimeout));
    }
}
