package io.sluice.settings;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The ciphers that both OpenSSL and Java speak, in Java's names, the best first. */
final class CipherNames {

    private static final Pattern OPENSSL = Pattern.compile(
            "(?<exchange>ECDHE-ECDSA|ECDHE-RSA|DHE-RSA)-(?:(?<chacha>CHACHA20-POLY1305)|AES(?<bits>\\d+)-(?<mode>GCM-|)(?<hash>SHA\\d*))");

    /** Of TLS 1.3. */
    static final List<String> TLS13 =
            List.of("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256");

    /** Of TLS 1.2, those that encrypt and authenticate in one. */
    static final List<String> SEALING = Stream.of("AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305")
            .flatMap(cipher ->
                    Stream.of("ECDHE-ECDSA-", "ECDHE-RSA-", "DHE-RSA-").map(exchange -> exchange + cipher))
            .map(CipherNames::convert)
            .toList();

    /** Of TLS 1.2, those that chain blocks. */
    static final List<String> CHAINING = Stream.concat(
                    Stream.of("AES128-SHA256", "AES256-SHA384", "AES128-SHA", "AES256-SHA")
                            .flatMap(cipher -> Stream.of("ECDHE-ECDSA-" + cipher, "ECDHE-RSA-" + cipher)),
                    Stream.of("AES128-SHA256", "AES256-SHA256", "AES128-SHA", "AES256-SHA")
                            .map(cipher -> "DHE-RSA-" + cipher))
            .map(CipherNames::convert)
            .toList();

    private CipherNames() {}

    /** Of a name in OpenSSL's or in Java's form; empty for what is not spoken, or is no single cipher. */
    static Optional<String> toJava(String name) {
        String converted = convert(name);
        return Stream.of(TLS13, SEALING, CHAINING).anyMatch(list -> list.contains(converted))
                ? Optional.of(converted)
                : Optional.empty();
    }

    private static String convert(String name) {
        Matcher parts = OPENSSL.matcher(name);
        if (!parts.matches()) {
            return name;
        }
        String cipher = parts.group("chacha") != null
                ? "CHACHA20_POLY1305_SHA256"
                : "AES_" + parts.group("bits") + (parts.group("mode").isEmpty() ? "_CBC_" : "_GCM_")
                        + parts.group("hash");
        return "TLS_" + parts.group("exchange").replace('-', '_') + "_WITH_" + cipher;
    }
}
