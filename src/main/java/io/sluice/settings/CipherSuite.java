package io.sluice.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What TLS is spoken, by Kong's {@code ssl_cipher_suite}: a named suite overrides {@code ssl_protocols}, {@code ssl_ciphers} and
 * {@code ssl_prefer_server_ciphers}; only {@code custom} lets them speak. TLS 1.0 and 1.1, 3DES and RSA key exchange are off in
 * Java, also where a suite of Kong's has them.
 *
 * @param protocols {@code TLSv1.2}, {@code TLSv1.3}
 * @param ciphers in Java's names, the best first
 * @param serverOrder whether our order of ciphers wins over the client's
 */
public record CipherSuite(List<String> protocols, List<String> ciphers, boolean serverOrder) {

    private static final List<String> SPOKEN = List.of("TLSv1.2", "TLSv1.3");
    private static final Set<String> OUTDATED = Set.of("SSLv2", "SSLv3", "TLSv1", "TLSv1.1");
    private static final List<String> CUSTOM_KEYS =
            List.of("ssl_protocols", "ssl_ciphers", "ssl_prefer_server_ciphers");

    public static final CipherSuite MODERN = new CipherSuite(List.of("TLSv1.3"), CipherNames.TLS13, false);
    public static final CipherSuite INTERMEDIATE =
            new CipherSuite(SPOKEN, join(List.of(CipherNames.TLS13, CipherNames.SEALING)), false);
    public static final CipherSuite OLD =
            new CipherSuite(SPOKEN, join(List.of(CipherNames.TLS13, CipherNames.SEALING, CipherNames.CHAINING)), true);
    public static final CipherSuite FIPS = new CipherSuite(
            List.of("TLSv1.2"),
            join(List.of(CipherNames.SEALING, CipherNames.CHAINING)).stream()
                    .filter(name -> name.contains("_AES_"))
                    .toList(),
            true);

    static CipherSuite read(SettingValues values) {
        String name = values.text("ssl_cipher_suite", "intermediate");
        if (name.equals("custom")) {
            return custom(values);
        }
        CUSTOM_KEYS.stream()
                .filter(key -> values.text(key).isPresent())
                .forEach(key -> values.noEffect(
                        key,
                        "'" + key + "' has no effect: ssl_cipher_suite '" + name
                                + "' overrides it, but 'custom' would not"));
        return switch (name) {
            case "modern" -> MODERN;
            case "intermediate" -> INTERMEDIATE;
            case "old" -> OLD;
            case "fips" -> FIPS;
            default -> {
                values.bad("ssl_cipher_suite", "Undefined cipher suite " + name);
                yield INTERMEDIATE;
            }
        };
    }

    private static CipherSuite custom(SettingValues values) {
        boolean serverOrder = values.flag(values.directive("ssl_prefer_server_ciphers"), true);
        List<String> protocols = protocols(values);
        List<String> ciphers = values.text("ssl_ciphers").isPresent() ? ciphers(values) : OLD.ciphers;
        return new CipherSuite(
                protocols,
                join(List.of(CipherNames.TLS13, ciphers)).stream().distinct().toList(),
                serverOrder);
    }

    private static List<String> protocols(SettingValues values) {
        String key = values.directive("ssl_protocols");
        List<String> protocols = new ArrayList<>();
        for (String protocol :
                values.text(key, String.join(" ", SPOKEN)).strip().split("\\s+", -1)) {
            if (SPOKEN.contains(protocol)) {
                protocols.add(protocol);
            } else if (OUTDATED.contains(protocol)) {
                values.noEffect(key, protocol + " is not spoken any more");
            } else {
                values.bad(key, key + ": '" + protocol + "' is none of " + String.join(", ", SPOKEN));
            }
        }
        if (protocols.isEmpty()) {
            values.bad(key, key + " leaves no protocol to speak");
        }
        return protocols;
    }

    private static List<String> ciphers(SettingValues values) {
        List<String> ciphers = new ArrayList<>();
        for (String name : values.text("ssl_ciphers", "").split("[:, ]+", -1)) {
            CipherNames.toJava(name)
                    .ifPresentOrElse(
                            ciphers::add,
                            () -> values.bad(
                                    "ssl_ciphers",
                                    "ssl_ciphers: '" + name
                                            + "' is no cipher that is spoken here: name them one by one, like "
                                            + "ECDHE-RSA-AES128-GCM-SHA256"));
        }
        return ciphers;
    }

    private static List<String> join(List<List<String>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }
}
