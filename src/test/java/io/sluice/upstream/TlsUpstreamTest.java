package io.sluice.upstream;

import static io.sluice.upstream.ScriptedUpstream.answering;
import static io.sluice.upstream.ScriptedUpstream.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Completion.Try;
import io.sluice.api.Headers;
import io.sluice.api.Pem;
import io.sluice.api.entity.CaCertificate;
import io.sluice.api.entity.Certificate;
import io.sluice.api.entity.Service;
import io.sluice.testing.FakeRequest;
import io.sluice.testing.TestPem;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services with {@code https}: who is trusted, by what name, and what is shown to them. */
class TlsUpstreamTest {

    private static final CaCertificate CA = new CaCertificate(UUID.randomUUID(), TestPem.text("ca.crt"), Set.of());
    private static final Certificate OURS = new Certificate(
            UUID.randomUUID(), TestPem.text("ec.crt"), TestPem.key("ec.sec1.key"), null, null, List.of(), Set.of());

    private final Proxy proxy = new Proxy(ProxySettings.DEFAULT);
    private SSLServerSocket server;
    private ScriptedUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        server = (SSLServerSocket)
                serverContext().getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        upstream = new ScriptedUpstream(server, answering(ok("secret")));
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "a.example.com"})
    void aVerifiedUpstreamAnswers(String name) throws Exception {
        assertThat(body(service(true, List.of(CA), null), name)).isEqualTo("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong.test", "b.a.example.com", "127.0.0.1"})
    void anotherNameThanItsCertificateHasIsNotTrusted(String name) {
        assertRefused(service(true, List.of(CA), null), name);
    }

    @Test
    void withoutAnAuthorityNobodyIsTrusted() {
        assertRefused(service(true, List.of(), null), "localhost");
    }

    @Test
    void anotherAuthorityDoesNotHelp() {
        CaCertificate other = new CaCertificate(UUID.randomUUID(), TestPem.text("ed25519.crt"), Set.of());

        assertRefused(service(true, List.of(other), null), "localhost");
    }

    @Test
    void unlessAskedToVerifyAnybodyIsTrusted() throws Exception {
        assertThat(body(service(null, List.of(), null), "wrong.test")).isEqualTo("secret");
        assertThat(body(service(false, List.of(), null), "wrong.test")).isEqualTo("secret");
    }

    @Test
    void theClientCertificateIsShown() throws Exception {
        server.setNeedClientAuth(true);

        assertThat(body(service(true, List.of(CA), OURS), "localhost")).isEqualTo("secret");
        assertRefused(service(true, List.of(CA), null), "localhost");
    }

    @Test
    void connectionsAreSharedOnlyByThoseWhoAskedForTheSame() throws Exception {
        Service verified = service(true, List.of(CA), null);

        body(verified, "localhost");
        body(verified, "localhost");
        assertThat(upstream.connections).hasSize(1);
        body(verified, "a.example.com");
        body(service(false, List.of(), null), "localhost");
        assertThat(upstream.connections).hasSize(3);
    }

    private String body(Service service, String serverName) throws Exception {
        try (Proxied call = proxy.open(call(service, serverName))) {
            call.await();
            return new String(call.readAll(100, _ -> true), StandardCharsets.US_ASCII);
        }
    }

    private void assertRefused(Service service, String serverName) {
        int before = upstream.requests.size();
        try (Proxied call = proxy.open(call(service, serverName))) {
            assertThatThrownBy(call::await)
                    .isInstanceOfSatisfying(
                            UpstreamFailure.class, e -> assertThat(e.status()).isEqualTo(502));
            assertThat(call.tries()).hasSize(2).extracting(Try::status).containsOnly(0);
        }
        assertThat(upstream.requests).hasSize(before);
    }

    private static UpstreamCall call(Service service, String serverName) {
        return new UpstreamCall(
                service,
                "GET",
                "/",
                Headers.of("Host", serverName),
                serverName,
                new FakeRequest("GET", "/").body(),
                true,
                true,
                false);
    }

    private Service service(Boolean verify, List<CaCertificate> trusted, Certificate shown) {
        return new Service(
                UUID.randomUUID(),
                "s",
                "https",
                "127.0.0.1",
                server.getLocalPort(),
                null,
                1,
                5000,
                5000,
                5000,
                true,
                shown,
                verify,
                null,
                trusted,
                Set.of());
    }

    private static SSLContext serverContext() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "server",
                Pem.key(TestPem.key("rsa.pkcs8.key")),
                new char[0],
                Pem.certificates(TestPem.text("rsa.crt")).toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", Pem.certificates(CA.cert()).getFirst());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
