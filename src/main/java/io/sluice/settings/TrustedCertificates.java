package io.sluice.settings;

import io.sluice.api.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The authorities that plugins' own calls and producers trust: {@code lua_ssl_trusted_certificate}, a list of paths, PEM, base64 of PEM,
 * and {@code system} for those of the operating system. Unless set it is {@code system}.
 *
 * <p>What {@code system} means is looked up when it is first needed: most gateways never do. Safe for concurrent use.
 */
public final class TrustedCertificates {

    private static final String KEY = "lua_ssl_trusted_certificate";
    private static final String SYSTEM = "system";

    /** Where distributions keep all the authorities they trust, in the order in which Kong looks. */
    private static final List<Path> BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/pki/tls/cacert.pem"),
            Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
            Path.of("/etc/ssl/cert.pem"));

    private final boolean system;
    private final List<X509Certificate> named;
    private final List<Path> bundles;
    private @Nullable X509ExtendedTrustManager manager;

    /** {@code bundles}: the first that is there is the operating system's. */
    TrustedCertificates(boolean system, List<X509Certificate> named, List<Path> bundles) {
        this.system = system;
        this.named = named;
        this.bundles = bundles;
    }

    static TrustedCertificates read(SettingValues values) {
        boolean system = false;
        List<X509Certificate> named = new ArrayList<>();
        for (String element : values.list(KEY, SYSTEM)) {
            if (element.equals(SYSTEM)) {
                system = true;
            } else {
                named.addAll(PemFiles.certificates(values, KEY, element));
            }
        }
        return new TrustedCertificates(system, List.copyOf(named), BUNDLES);
    }

    /** Trusts them all, and nobody else; checks host names where it is asked to. */
    public synchronized X509ExtendedTrustManager manager() {
        if (manager == null) {
            try {
                manager = make();
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException("trusted certificates cannot be used: " + e.getMessage(), e);
            }
        }
        return manager;
    }

    private X509ExtendedTrustManager make() throws GeneralSecurityException, IOException {
        List<X509Certificate> all = new ArrayList<>(named);
        if (system) {
            all.addAll(ofSystem());
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < all.size(); i++) {
            store.setCertificateEntry("trusted-" + i, all.get(i));
        }
        return trusting(store);
    }

    /** Those of the operating system; where it has no bundle, those that come with the JVM. */
    private List<X509Certificate> ofSystem() throws GeneralSecurityException, IOException {
        Optional<Path> bundle = bundles.stream().filter(Files::isRegularFile).findFirst();
        if (bundle.isEmpty()) {
            return List.of(trusting(null).getAcceptedIssuers());
        }
        List<X509Certificate> readable = new ArrayList<>();
        for (String block : blocks(Files.readString(bundle.get(), StandardCharsets.ISO_8859_1))) {
            try {
                readable.addAll(Pem.certificates(block));
            } catch (Pem.Unreadable _) {
                // one authority that Java cannot read keeps nobody from trusting the others
            }
        }
        return readable;
    }

    private static List<String> blocks(String text) {
        return Arrays.stream(text.split("(?=-----BEGIN )", -1))
                .filter(block -> block.startsWith("-----BEGIN "))
                .toList();
    }

    /** Null stands for the JVM's own. */
    private static X509ExtendedTrustManager trusting(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager one : factory.getTrustManagers()) {
            if (one instanceof X509ExtendedTrustManager found) {
                return found;
            }
        }
        throw new GeneralSecurityException("the JDK has no X.509 trust manager");
    }
}
