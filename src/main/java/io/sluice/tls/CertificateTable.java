package io.sluice.tls;

import io.sluice.api.Pem;
import io.sluice.api.entity.Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which certificate a client is shown, by the server name it asks for (Kong's order): the name itself, {@code *.} and the name
 * without its first label, the name with {@code *} for its last label, {@code *} alone, else the default. Immutable.
 */
final class CertificateTable {

    private final Map<String, List<KeyedCertificate>> byName;
    private final Supplier<List<KeyedCertificate>> byDefault;

    private CertificateTable(Map<String, List<KeyedCertificate>> byName, Supplier<List<KeyedCertificate>> byDefault) {
        this.byName = byName;
        this.byDefault = byDefault;
    }

    /** {@code byDefault} is asked only by clients that get it, each time. */
    static CertificateTable of(List<Certificate> certificates, Supplier<List<KeyedCertificate>> byDefault)
            throws Pem.Unreadable {
        Map<String, List<KeyedCertificate>> byName = new HashMap<>();
        for (Certificate certificate : certificates) {
            List<KeyedCertificate> keyed = new ArrayList<>();
            keyed.add(KeyedCertificate.of(certificate.cert(), certificate.key()));
            if (certificate.certAlt() != null && certificate.keyAlt() != null) {
                keyed.add(KeyedCertificate.of(certificate.certAlt(), certificate.keyAlt()));
            }
            certificate.snis().forEach(name -> byName.put(name.toLowerCase(Locale.ROOT), List.copyOf(keyed)));
        }
        return new CertificateTable(byName, byDefault);
    }

    /** The certificate for {@code name}, null for clients that name none, with one of these keys. */
    Optional<KeyedCertificate> choose(@Nullable String name, String keyType) {
        return forName(name).stream()
                .filter(keyed -> keyed.keyType().equals(keyType))
                .findFirst();
    }

    private List<KeyedCertificate> forName(@Nullable String asked) {
        if (asked == null) {
            return byDefault.get();
        }
        String name = asked.toLowerCase(Locale.ROOT);
        int first = name.indexOf('.');
        int last = name.lastIndexOf('.');
        List<String> entries = new ArrayList<>(List.of(name));
        if (last > first) {
            entries.add("*" + name.substring(first));
        }
        if (last > 0) {
            entries.add(name.substring(0, last + 1) + "*");
        }
        entries.add("*");
        for (String entry : entries) {
            List<KeyedCertificate> found = byName.get(entry);
            if (found != null) {
                return found;
            }
        }
        return byDefault.get();
    }
}
