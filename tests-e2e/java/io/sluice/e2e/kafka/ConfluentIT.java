package io.sluice.e2e.kafka;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The plugin confluent against brokers that want TLS and credentials, and one gateway for two clusters with different ones. */
class ConfluentIT {

    private static final String TOPIC = "t";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Path trusted;
    private static TokenEndpoint tokens;
    private static SecuredBroker broker;
    private static SecuredBroker other;
    private static GatewayProcess gateway;

    @BeforeAll
    static void open() throws Exception {
        Authority authority = new Authority("authority");
        Authority stranger = new Authority("stranger");
        trusted = Files.createTempFile("sluice-e2e-ca-", ".pem");
        Files.writeString(trusted, authority.pem());
        Authority.Issued good = authority.issue("RSA", 10, "localhost", "127.0.0.1");
        KeyPair signing = Authority.keys("RSA");
        tokens = new TokenEndpoint(good, signing);
        SecuredBroker.Keys keys = new SecuredBroker.Keys(
                authority,
                good,
                stranger.issue("RSA", 10, "localhost", "127.0.0.1"),
                authority.issue("RSA", 10, "elsewhere.test"),
                authority.issue("RSA", -2, "localhost", "127.0.0.1"));
        broker = SecuredBroker.launch("dist", keys, tokens);
        other = SecuredBroker.launch("3.9", keys, tokens);
        for (SecuredBroker one : new SecuredBroker[] {broker, other}) {
            one.awaitReady();
            one.createTopic(TOPIC);
        }
        other.setScramPassword("theirs", "their password");
        gateway = GatewayProcess.serve(
                "_format_version: '3.0'\nroutes:\n"
                        + confluent("key", broker, Listener.SASLTLS, key("ours", "ours-secret"))
                        + confluent("wrong-key", broker, Listener.SASLTLS, key("ours", "CANARY-wrong"))
                        + confluent("no-key", broker, Listener.SASLTLS, "")
                        + confluent("token", broker, Listener.OPAQUETLS, token(""))
                        + confluent("both", broker, Listener.OPAQUETLS, key("ours", "CANARY-unused") + ", " + token(""))
                        + confluent("plain-listener", broker, Listener.SASL, key("ours", "ours-secret"))
                        + confluent("stranger", broker, Listener.STRANGER, key("ours", "ours-secret"))
                        + confluent(
                                "unverified",
                                broker,
                                Listener.STRANGER,
                                key("ours", "ours-secret") + ", security: {ssl_verify: false}")
                        + route(
                                "theirs",
                                "kafka-upstream",
                                other,
                                Listener.SASL,
                                "authentication: {strategy: sasl, mechanism: SCRAM-SHA-512, user: theirs, password: their password}")
                        + route(
                                "ours-at-theirs",
                                "kafka-upstream",
                                other,
                                Listener.SASL,
                                "authentication: {strategy: sasl, mechanism: SCRAM-SHA-512, user: ours, password: CANARY-ours}"),
                Map.of("KONG_LUA_SSL_TRUSTED_CERTIFICATE", trusted.toString(), "KONG_PROXY_ACCESS_LOG", "off"));
    }

    @AfterAll
    static void close() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
        broker.close();
        other.close();
        tokens.close();
        Files.deleteIfExists(trusted);
    }

    private static String confluent(String name, SecuredBroker to, Listener listener, String config) {
        return route(name, "confluent", to, listener, config);
    }

    private static String route(String name, String plugin, SecuredBroker to, Listener listener, String config) {
        return "- {name: " + name + ", paths: [/" + name + "], plugins: [{name: " + plugin + ", config: {topic: "
                + TOPIC
                + ", timeout: 5000, producer_async: false, error_handling: {return_error_message: true},"
                + " bootstrap_servers: [{host: 127.0.0.1, port: " + to.port(listener) + "}]"
                + (config.isEmpty() ? "" : ", " + config) + "}}]}\n";
    }

    private static String key(String user, String secret) {
        return "cluster_api_key: " + user + ", cluster_api_secret: " + secret;
    }

    private static String token(String more) {
        return "oauthbearer: {token_endpoint_url: '" + tokens.http("/opaque") + "', client_id: '" + TokenEndpoint.CLIENT
                + "', client_secret: '" + TokenEndpoint.SECRET + "'" + Stage.EXTENSION + more + "}";
    }

    private static HttpResponse<String> post(String route) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.proxyPort() + "/" + route))
                        .POST(HttpRequest.BodyPublishers.ofString("hello"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void assertWritten(String route, SecuredBroker where) throws Exception {
        long before = where.records(TOPIC);
        Waiting.until(route + " is let in", () -> post(route).statusCode() == 200);
        assertThat(where.records(TOPIC)).as("records of %s", route).isGreaterThan(before);
    }

    private static void assertRefused(String route, String error) throws Exception {
        HttpResponse<String> answer = post(route);
        assertThat(answer.statusCode()).as(route).isEqualTo(502);
        assertThat(answer.body())
                .as(route)
                .contains("\"error\":\"" + error + "\"")
                .doesNotContain("CANARY");
    }

    @Test
    void aKeyLetsInOverTls() throws Exception {
        assertWritten("key", broker);
        assertRefused("wrong-key", "SaslAuthentication");
        assertThat(post("no-key").statusCode()).isEqualTo(502);
    }

    @Test
    void aTokenLetsInAndWinsOverAKey() throws Exception {
        assertWritten("token", broker);
        assertWritten("both", broker);
    }

    @Test
    void tlsIsAlwaysSpokenAndTheBrokerVerified() throws Exception {
        assertThat(post("plain-listener").statusCode())
                .as("a listener without TLS")
                .isEqualTo(502);
        assertRefused("stranger", "SslAuthentication");
        // its listener asks for no credentials: what matters is that the certificate is not what stops it
        assertThat(post("unverified").body()).doesNotContain("SslAuthentication");
    }

    @Test
    void twoClustersHaveEachTheirCredentials() throws Exception {
        assertWritten("key", broker);
        assertWritten("theirs", other);
        assertRefused("ours-at-theirs", "SaslAuthentication");
        assertWritten("key", broker);
        assertThat(gateway.output()).noneMatch(line -> line.contains("CANARY"));
    }
}
