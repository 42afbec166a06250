package io.sluice.e2e.kafka;

import io.sluice.e2e.kafka.SecuredBroker.Listener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every way in, and every wrong turn. The table in {@code docs/kafka-security.md} is made from it. */
final class WaysIn {

    private static final String NO_BROKER = "not found broker";
    private static final String SASL_FAILED = "SaslAuthentication";
    private static final String TLS_FAILED = "SslAuthentication";
    private static final String TOKEN_FAILED = "TokenRequestFailed";

    private final List<WayIn> all = new ArrayList<>();

    private WaysIn() {
        nobody();
        certificates();
        servers();
        passwords();
        delegationTokens();
        oauth();
    }

    static List<WayIn> all() {
        return List.copyOf(new WaysIn().all);
    }

    private void works(
            String name, String mechanism, Listener listener, String tested, Function<Stage, String> config) {
        all.add(new WayIn(name, mechanism, isTls(listener), tested, listener, config, null, ""));
    }

    private void fails(
            String name,
            String mechanism,
            Listener listener,
            String tested,
            Function<Stage, String> config,
            String error,
            String said) {
        all.add(new WayIn(name, mechanism, isTls(listener), tested, listener, config, error, said));
    }

    private static boolean isTls(Listener listener) {
        return switch (listener) {
            case OPEN, SASL, OPAQUE -> false;
            default -> true;
        };
    }

    private static String ssl(Listener listener) {
        return isTls(listener) ? "security: {ssl: true}" : "security: {}";
    }

    private static String sasl(Listener listener, String mechanism, String members) {
        return ssl(listener) + ", authentication: {strategy: sasl, mechanism: " + mechanism + members + "}";
    }

    private void nobody() {
        works("open", "none", Listener.OPEN, "no credentials", _ -> "security: {}");
        works("tls", "none", Listener.TLS, "no credentials", _ -> "security: {ssl: true}");
        fails(
                "tls-to-plain",
                "none",
                Listener.OPEN,
                "TLS to a plain listener",
                _ -> "security: {ssl: true}, timeout: 2000",
                NO_BROKER,
                "that of a TLS listener");
        fails(
                "plain-to-tls",
                "none",
                Listener.TLS,
                "plain text to a TLS listener",
                _ -> "security: {}",
                TLS_FAILED,
                "the listener speaks TLS");
        fails(
                "plain-to-sasl",
                "none",
                Listener.SASL,
                "nobody to a SASL listener",
                _ -> "security: {}, timeout: 2000",
                NO_BROKER,
                "wants SASL");
    }

    private void certificates() {
        for (String key : List.of("pkcs8", "pkcs1", "sec1")) {
            works(
                    "mtls-" + key,
                    "client certificate",
                    Listener.MTLS,
                    Map.of("pkcs8", "RSA key in PKCS#8", "pkcs1", "RSA key in PKCS#1", "sec1", "EC key in SEC1")
                            .get(key),
                    stage -> "security: {ssl: true, certificate_id: " + stage.certificateId(key) + "}");
        }
        fails(
                "mtls-none",
                "client certificate",
                Listener.MTLS,
                "no certificate",
                _ -> "security: {ssl: true}",
                TLS_FAILED,
                "name one by security.certificate_id");
        fails(
                "mtls-stranger",
                "client certificate",
                Listener.MTLS,
                "a certificate that the broker does not trust",
                stage -> "security: {ssl: true, certificate_id: " + stage.certificateId("stranger") + "}",
                TLS_FAILED,
                "certificate_id");
    }

    /** Brokers whose certificate is wrong. */
    private void servers() {
        Map<Listener, String> wrong = new LinkedHashMap<>();
        wrong.put(Listener.STRANGER, "is not signed by a trusted authority");
        wrong.put(Listener.ELSEWHERE, "is for another host name");
        wrong.put(Listener.EXPIRED, "has expired");
        wrong.forEach((listener, said) -> {
            String name = listener.name().toLowerCase(java.util.Locale.ROOT);
            String which = "the broker's certificate " + said;
            fails(name, "none", listener, which, _ -> "security: {ssl: true}", TLS_FAILED, said);
            works(
                    name + "-unverified",
                    "none",
                    listener,
                    "`ssl_verify: false` where " + which,
                    _ -> "security: {ssl: true, ssl_verify: false}");
        });
    }

    private void passwords() {
        for (Listener listener : List.of(Listener.SASL, Listener.SASLTLS)) {
            String at = isTls(listener) ? "-tls" : "";
            password("plain" + at, "PLAIN", listener, "bob" + at, "bob" + at + "-secret");
            password("scram256" + at, "SCRAM-SHA-256", listener, "alice", Stage.ALICES_PASSWORD);
            password("scram512" + at, "SCRAM-SHA-512", listener, "alice", Stage.ALICES_PASSWORD);
        }
        fails(
                "no-password",
                "PLAIN",
                Listener.SASL,
                "no password in the file",
                _ -> sasl(Listener.SASL, "PLAIN", ", user: bob"),
                SASL_FAILED,
                "authentication has no password");
        fails(
                "not-enabled",
                "PLAIN",
                Listener.OPAQUE,
                "a listener that does not enable it",
                _ -> sasl(Listener.OPAQUE, "PLAIN", ", user: bob, password: bob-secret"),
                "UnsupportedSaslMechanism",
                "set authentication.mechanism to one that the listener enables");
        fails(
                "sasl-to-open",
                "SCRAM-SHA-256",
                Listener.OPEN,
                "a listener without SASL",
                _ -> sasl(Listener.OPEN, "SCRAM-SHA-256", ", user: alice, password: x"),
                "IllegalSaslState",
                "take authentication away");
    }

    private void password(String name, String mechanism, Listener listener, String user, String password) {
        works(
                name,
                mechanism,
                listener,
                "right password",
                _ -> sasl(listener, mechanism, ", user: " + user + ", password: '" + password + "'"));
        fails(
                name + "-wrong",
                mechanism,
                listener,
                "wrong password",
                _ -> sasl(listener, mechanism, ", user: wrong-" + user + ", password: " + Stage.WRONG + name),
                SASL_FAILED,
                "check authentication.user and authentication.password");
    }

    private void delegationTokens() {
        for (Listener listener : List.of(Listener.SASL, Listener.SASLTLS)) {
            for (String mechanism : List.of("SCRAM-SHA-256", "SCRAM-SHA-512")) {
                String name = "token" + mechanism.substring(mechanism.length() - 3) + (isTls(listener) ? "-tls" : "");
                works(
                        name,
                        mechanism + " with `tokenauth`",
                        listener,
                        "delegation token",
                        stage -> sasl(
                                listener,
                                mechanism,
                                ", tokenauth: true, user: '" + stage.tokenId() + "', password: '" + stage.tokenHmac()
                                        + "'"));
                fails(
                        name + "-wrong",
                        mechanism + " with `tokenauth`",
                        listener,
                        "a user's own password",
                        _ -> sasl(
                                listener,
                                mechanism,
                                ", tokenauth: true, user: alice, password: '" + Stage.ALICES_PASSWORD + "'"),
                        SASL_FAILED,
                        "create one anew");
            }
        }
    }

    private void oauth() {
        for (Listener listener : List.of(Listener.SASL, Listener.SASLTLS)) {
            String at = isTls(listener) ? "-tls" : "";
            works(
                    "jwt" + at,
                    "OAUTHBEARER",
                    listener,
                    "JWT, with scopes",
                    stage -> oauth(listener, stage.tokens().http("/jwt"), ", scopes: [produce, orders" + at + "]"));
            fails(
                    "other-audience" + at,
                    "OAUTHBEARER",
                    listener,
                    "a JWT for somebody else",
                    stage -> oauth(listener, stage.tokens().http("/other-audience"), ""),
                    SASL_FAILED,
                    "accepts tokens of this issuer, audience and scope");
        }
        for (Listener listener : List.of(Listener.OPAQUE, Listener.OPAQUETLS)) {
            String at = isTls(listener) ? "-tls" : "";
            works(
                    "opaque" + at,
                    "OAUTHBEARER",
                    listener,
                    "opaque token, with an extension",
                    stage -> oauth(listener, stage.tokens().http("/opaque"), Stage.EXTENSION));
            fails(
                    "no-extension" + at,
                    "OAUTHBEARER",
                    listener,
                    "an extension that the broker wants is missing",
                    stage -> oauth(listener, stage.tokens().http("/opaque"), ""),
                    SASL_FAILED,
                    "and the extensions");
        }
        works(
                "endpoint-tls",
                "OAUTHBEARER",
                Listener.SASL,
                "token endpoint over https",
                stage -> oauth(Listener.SASL, stage.tokens().https("/jwt"), ""));
        works(
                "endpoint-unverified",
                "OAUTHBEARER",
                Listener.SASL,
                "`token_endpoint_tls_verify: false` where its certificate is not trusted",
                stage -> oauth(Listener.SASL, stage.untrusted().https("/jwt"), ", token_endpoint_tls_verify: false"));
        brokenEndpoints();
    }

    private void brokenEndpoints() {
        endpoint(
                "endpoint-untrusted",
                "token endpoint that is not trusted",
                "is not signed by a trusted authority",
                stage -> oauth(Listener.SASL, stage.untrusted().https("/jwt"), ""));
        endpoint(
                "wrong-secret",
                "wrong client secret",
                "answered 401 invalid_client",
                stage -> oauth(Listener.SASL, stage.tokens().http("/jwt"), "")
                        .replace(TokenEndpoint.SECRET, Stage.WRONG + "client"));
        endpoint(
                "endpoint-failing",
                "token endpoint that answers 500",
                "answered 500 server_error",
                stage -> oauth(Listener.SASL, stage.tokens().http("/failing"), ""));
        endpoint(
                "endpoint-garbage",
                "token endpoint that answers a page",
                "without a usable access_token",
                stage -> oauth(Listener.SASL, stage.tokens().http("/garbage"), ""));
        endpoint(
                "endpoint-hanging",
                "token endpoint that never answers",
                "no whole answer within timeout",
                stage -> oauth(Listener.SASL, stage.tokens().http("/hanging"), "") + ", timeout: 1500");
        endpoint(
                "endpoint-missing",
                "token endpoint that is down",
                "cannot be reached",
                _ -> oauth(Listener.SASL, "http://127.0.0.1:1/token", ""));
    }

    private void endpoint(String name, String tested, String said, Function<Stage, String> config) {
        fails(name, "OAUTHBEARER", Listener.SASL, tested, config, TOKEN_FAILED, said);
    }

    static String oauth(Listener listener, String url, String more) {
        return sasl(
                listener,
                "OAUTHBEARER",
                ", oauthbearer: {token_endpoint_url: '" + url + "', client_id: " + TokenEndpoint.CLIENT
                        + ", client_secret: '" + TokenEndpoint.SECRET + "'" + more + "}");
    }

    /** A row for each mechanism and transport, for the docs. */
    static String table() {
        Map<String, List<WayIn>> rows = all().stream()
                .collect(Collectors.groupingBy(
                        way -> way.mechanism() + " | " + (way.tls() ? "TLS" : "plain text"),
                        LinkedHashMap::new,
                        Collectors.toList()));
        String versions = String.join(", ", Stage.VERSIONS.values());
        StringBuilder table =
                new StringBuilder("| mechanism | listener | records arrive | a clear 502 and log line | brokers |\n"
                        + "| --- | --- | --- | --- | --- |\n");
        rows.forEach((row, ways) -> table.append("| ")
                .append(row)
                .append(" | ")
                .append(tested(ways, true))
                .append(" | ")
                .append(tested(ways, false))
                .append(" | ")
                .append(versions)
                .append(" |\n"));
        return table.toString();
    }

    private static String tested(List<WayIn> ways, boolean working) {
        return ways.stream()
                .filter(way -> way.works() == working)
                .map(WayIn::tested)
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
