package io.sluice.e2e.kafka;

import io.sluice.e2e.GatewayProcess;
import io.sluice.e2e.Waiting;
import io.sluice.e2e.kafka.SecuredBroker.Listener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.security.token.delegation.DelegationToken;

/** A secured broker of one version, and one gateway with a route for every way in. */
final class Stage implements AutoCloseable {

    /** Folders of {@code broker/target}, and what they hold. */
    static final Map<String, String> VERSIONS = new LinkedHashMap<>();

    static {
        VERSIONS.put("dist", "4.4");
        VERSIONS.put("3.9", "3.9");
    }

    static final String TOPIC = "t";
    /** With everything in it that somebody may forget to quote. */
    static final String ALICES_PASSWORD = "al\"i\\ce;= s€cret";
    /** How every wrong secret begins. */
    static final String WRONG = "wrong-canary-";

    static final String EXTENSION = ", extensions: {logicalCluster: lkc-1}";
    static final String LOGS = "logs";
    static final String LOGGED = "logged";
    static final String RENEWING = "renewing";
    static final String FIXED_LATER = "fixed-later";
    static final String CAROLS_PASSWORD = "carols-new-password";

    private final SecuredBroker broker;
    private final TokenEndpoint tokens;
    private final TokenEndpoint untrusted;
    private final Path trusted = Files.createTempFile("sluice-e2e-ca-", ".pem");
    private final Map<String, Authority.Issued> certificates = new LinkedHashMap<>();
    private final Map<String, UUID> ids = new LinkedHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private DelegationToken token;
    private GatewayProcess gateway;
    private Instant opened = Instant.MAX;

    Stage(String version) throws Exception {
        Authority authority = new Authority("authority");
        Authority stranger = new Authority("stranger");
        Files.writeString(trusted, authority.pem());
        Authority.Issued good = authority.issue("RSA", 10, "localhost", "127.0.0.1");
        Authority.Issued unknown = stranger.issue("RSA", 10, "localhost", "127.0.0.1");
        KeyPair signing = Authority.keys("RSA");
        tokens = new TokenEndpoint(good, signing);
        untrusted = new TokenEndpoint(unknown, signing);
        broker = SecuredBroker.launch(
                version,
                new SecuredBroker.Keys(
                        authority,
                        good,
                        unknown,
                        authority.issue("RSA", 10, "elsewhere.test"),
                        authority.issue("RSA", -2, "localhost", "127.0.0.1")),
                tokens);
        certificates.put("pkcs8", authority.issue("RSA", 10, "gateway.test"));
        certificates.put("pkcs1", authority.issue("RSA", 10, "gateway.test"));
        certificates.put("sec1", authority.issue("EC", 10, "gateway.test"));
        certificates.put("stranger", stranger.issue("RSA", 10, "gateway.test"));
        certificates.keySet().forEach(name -> ids.put(name, UUID.randomUUID()));
    }

    /** Waits for the broker, then starts the gateway. */
    void open() throws Exception {
        broker.awaitReady();
        broker.createTopic(TOPIC);
        broker.createTopic(LOGS);
        broker.setScramPassword("alice", ALICES_PASSWORD);
        broker.setScramPassword("carol", "carols-old-password");
        Waiting.until("the password has spread", this::createToken);
        opened = Instant.now();
        gateway = GatewayProcess.serve(
                yaml(), Map.of("KONG_LUA_SSL_TRUSTED_CERTIFICATE", trusted.toString(), "KONG_PROXY_ACCESS_LOG", "off"));
    }

    private boolean createToken() throws Exception {
        try {
            token = broker.createToken(
                    "alice", ALICES_PASSWORD.replace("\\", "\\\\").replace("\"", "\\\""));
            return true;
        } catch (java.util.concurrent.ExecutionException e) {
            return false; // not yet
        }
    }

    private String yaml() {
        StringBuilder yaml = new StringBuilder("_format_version: '3.0'\nroutes:\n");
        WaysIn.all()
                .forEach(way -> yaml.append(
                        route(way.name(), way.listener(), way.config().apply(this))));
        yaml.append(route(RENEWING, Listener.OPAQUE, WaysIn.oauth(Listener.OPAQUE, tokens.http("/short"), EXTENSION)));
        yaml.append(route(
                FIXED_LATER,
                Listener.SASL,
                "authentication: {strategy: sasl, mechanism: SCRAM-SHA-512, user: carol, password: " + CAROLS_PASSWORD
                        + "}"));
        yaml.append("- {name: " + LOGGED + ", paths: [/" + LOGGED
                + "], plugins: [{name: request-termination, config: {status_code: 204}}, {name: kafka-log, config: {topic: "
                + LOGS + ", bootstrap_servers: [{host: 127.0.0.1, port: " + broker.port(Listener.SASLTLS)
                + "}], security: {ssl: true}, authentication: {strategy: sasl, mechanism: SCRAM-SHA-256, user: alice,"
                + " password: '" + ALICES_PASSWORD + "'}}}]}\n");
        yaml.append("certificates:\n");
        ids.forEach((name, id) -> yaml.append("- id: ")
                .append(id)
                .append("\n  cert: |\n")
                .append(indented(certificates.get(name).certificatePem()))
                .append("  key: |\n")
                .append(indented(key(name))));
        return yaml.toString();
    }

    private String key(String name) {
        Authority.Issued issued = certificates.get(name);
        return switch (name) {
            case "pkcs1" -> issued.pkcs1();
            case "sec1" -> issued.sec1();
            default -> issued.pkcs8();
        };
    }

    private static String indented(String text) {
        return text.lines().map(line -> "    " + line + "\n").collect(Collectors.joining());
    }

    private String route(String name, Listener listener, String config) {
        return "- {name: " + name + ", paths: [/" + name + "], plugins: [{name: kafka-upstream, config: {topic: "
                + TOPIC
                + ", bootstrap_servers: [{host: 127.0.0.1, port: " + broker.port(listener)
                + "}], producer_async: false, error_handling: {return_error_message: true}, " + config + "}}]}\n";
    }

    HttpResponse<String> post(String route) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + gateway.proxyPort() + "/" + route);
        return http.send(
                HttpRequest.newBuilder(uri)
                        .POST(HttpRequest.BodyPublishers.ofString("hello"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Lines of the log that are about a route and begin like that. */
    List<String> said(String route, String message) {
        return gateway.output().stream()
                .filter(line -> line.contains(message) && line.contains(" routes=" + route + " "))
                .toList();
    }

    /** Since the gateway was started. */
    long secondsOpen() {
        return Duration.between(opened, Instant.now()).toSeconds();
    }

    GatewayProcess gateway() {
        return gateway;
    }

    SecuredBroker broker() {
        return broker;
    }

    TokenEndpoint tokens() {
        return tokens;
    }

    TokenEndpoint untrusted() {
        return untrusted;
    }

    UUID certificateId(String name) {
        return ids.get(name);
    }

    String certificateKey(String name) {
        return key(name);
    }

    String tokenId() {
        return token.tokenInfo().tokenId();
    }

    String tokenHmac() {
        return token.hmacAsBase64String();
    }

    @Override
    public void close() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
        http.close();
        broker.close();
        tokens.close();
        untrusted.close();
        Files.deleteIfExists(trusted);
    }
}
