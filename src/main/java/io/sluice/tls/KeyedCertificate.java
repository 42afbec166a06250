package io.sluice.tls;

import io.sluice.api.Pem;
import io.sluice.api.Secret;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** A certificate chain, the leaf first, and the leaf's key. Prints without the key. */
final class KeyedCertificate {

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    KeyedCertificate(List<X509Certificate> chain, PrivateKey key) {
        this.chain = List.copyOf(chain);
        this.key = key;
    }

    static KeyedCertificate of(String certificates, Secret key) throws Pem.Unreadable {
        return new KeyedCertificate(Pem.certificates(certificates), Pem.key(key));
    }

    X509Certificate[] chain() {
        return chain.toArray(X509Certificate[]::new);
    }

    PrivateKey key() {
        return key;
    }

    /** As handshakes name it: RSA, EC, EdDSA or RSASSA-PSS. */
    String keyType() {
        return key.getAlgorithm();
    }

    @Override
    public String toString() {
        return keyType() + " " + chain.getFirst().getSubjectX500Principal();
    }
}
