package io.sluice.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Handler;
import io.sluice.api.Headers;
import io.sluice.api.Pem;
import io.sluice.api.Secret;
import io.sluice.api.entity.Certificate;
import io.sluice.settings.CipherSuite;
import io.sluice.settings.ClientAddressSettings;
import io.sluice.settings.ClientLimits;
import io.sluice.settings.Listener;
import io.sluice.settings.PemPair;
import io.sluice.settings.SoKeepalive;
import io.sluice.settings.TlsSettings;
import io.sluice.testing.TestPem;
import io.sluice.tls.HandshakeCheck;
import io.sluice.tls.ServerTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS listeners, with real handshakes: which certificate, which protocol, and what is told of it. */
class TlsListenerTest {

    private static final Handler ECHO = (request, responder) -> {
        String text = request.scheme() + " " + request.sni() + " "
                + request.connection().tls() + " " + new String(bytes(request.body()), StandardCharsets.ISO_8859_1);
        responder.respond(200, new Headers(), text.getBytes(StandardCharsets.ISO_8859_1));
    };
    private static final String REQUEST =
            "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi";

    private final List<@Nullable String> checked = new CopyOnWriteArrayList<>();
    private @Nullable HttpServer server;

    @TempDir
    private Path folder;

    private static byte[] bytes(io.sluice.api.RequestBody body) throws IOException {
        try {
            return body.bytes(1 << 20);
        } catch (io.sluice.api.RequestBody.TooLarge e) {
            throw new IOException(e);
        }
    }

    private static TlsSettings settings(CipherSuite suite, String... names) {
        List<PemPair> pairs = java.util.Arrays.stream(names)
                .map(name -> new PemPair(TestPem.text(name + ".crt"), TestPem.key(name + ".pkcs8.key")))
                .toList();
        return new TlsSettings(pairs, suite, Duration.ofDays(1));
    }

    private int start(ServerTls tls, boolean http2, boolean proxyProtocol) throws IOException {
        return start(tls, http2, proxyProtocol, ClientLimits.DEFAULT);
    }

    private int start(ServerTls tls, boolean http2, boolean proxyProtocol, ClientLimits limits) throws IOException {
        Listener listener = new Listener("127.0.0.1", 0, true, http2, proxyProtocol, 100, SoKeepalive.OFF, true);
        server = HttpServer.start(
                List.of(new HttpServer.Binding("proxy", listener, ECHO, tls)),
                limits,
                ClientAddressSettings.DEFAULT,
                Duration.ofSeconds(5));
        return server.ports().getFirst();
    }

    private int start(TlsSettings settings) throws Exception {
        return start(ServerTls.of(settings, null, HandshakeCheck.NONE), false, false);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void aRequestIsAnsweredAndToldItsSession(String protocol) throws Exception {
        int port = start(settings(CipherSuite.INTERMEDIATE, "rsa"));

        try (SSLSocket socket =
                new TlsClient().protocols(protocol).name("a.test").connect(port)) {
            String answer = new RawClient(socket).write(REQUEST).rest();
            assertThat(answer)
                    .startsWith("HTTP/1.1 200")
                    .contains("https a.test TlsInfo[version=" + protocol + ", cipher="
                            + socket.getSession().getCipherSuite() + ", sni=a.test] hi");
        }
    }

    @Test
    void withoutANameThereIsNone() throws Exception {
        int port = start(settings(CipherSuite.INTERMEDIATE, "ec"));

        try (SSLSocket socket = new TlsClient().connect(port)) {
            assertThat(new RawClient(socket).write(REQUEST).rest()).contains("https null ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "modern, TLSv1.2, ''",
        "modern, TLSv1.3, TLS_AES_256_GCM_SHA384",
        "fips, TLSv1.3, ''",
        "fips, TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "intermediate, TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "intermediate, TLSv1.2, TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        "old, TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    })
    void aSuiteSaysWhatIsSpoken(String name, String protocol, String cipher) throws Exception {
        CipherSuite suite = switch (name) {
            case "modern" -> CipherSuite.MODERN;
            case "fips" -> CipherSuite.FIPS;
            case "old" -> CipherSuite.OLD;
            default -> CipherSuite.INTERMEDIATE;
        };
        int port = start(settings(suite, "rsa"));
        TlsClient client = new TlsClient().protocols(protocol);
        if (cipher.isEmpty()) {
            assertThatThrownBy(() -> client.connect(port)).isInstanceOf(SSLException.class);
        } else {
            try (SSLSocket socket = client.ciphers(cipher).connect(port)) {
                assertThat(socket.getSession().getCipherSuite()).isEqualTo(cipher);
            }
        }
    }

    @Test
    void intermediateLeavesOutBlockChaining() throws Exception {
        int port = start(settings(CipherSuite.INTERMEDIATE, "rsa"));

        assertThatThrownBy(() -> new TlsClient()
                        .protocols("TLSv1.2")
                        .ciphers("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA")
                        .connect(port))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void theClientsCiphersDecideBetweenKindsOfKeys() throws Exception {
        int port = start(settings(CipherSuite.INTERMEDIATE, "rsa", "ec"));
        TlsClient client = new TlsClient().protocols("TLSv1.2");

        assertThat(client.ciphers("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256").shown(port))
                .satisfies(shown -> assertThat(nameOf(shown)).isEqualTo("rsa"));
        assertThat(client.ciphers("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256").shown(port))
                .satisfies(shown -> assertThat(nameOf(shown)).isEqualTo("ec"));
    }

    /** The default is rsa. */
    @ParameterizedTest
    @CsvSource({
        "a.example.com, ca",
        "A.Example.COM, ca",
        "b.example.com, ec",
        "x.b.example.com, rsa",
        "example.com, ed25519",
        "example.co.uk, rsa",
        "www.shop.de, ca",
        "www.shop.fr, ca",
        "shop.de, rsa",
        "other.test, rsa",
        ", rsa",
    })
    void theNameDecides(@Nullable String name, String shown) throws Exception {
        ServerTls tls = ServerTls.of(settings(CipherSuite.INTERMEDIATE, "rsa"), null, HandshakeCheck.NONE);
        tls.certificates(List.of(
                entity("ec", "ec.pkcs8", "*.example.com"),
                entity("ed25519", "ed25519", "example.*"),
                entity("ca", "ca.sec1", "a.example.com", "www.shop.*")));
        int port = start(tls, false, false);

        assertThat(nameOf(new TlsClient().name(name).shown(port))).isEqualTo(shown);
    }

    @Test
    void aStarIsForEveryNameButNotForNone() throws Exception {
        ServerTls tls = ServerTls.of(TlsSettings.DEFAULT, null, HandshakeCheck.NONE);
        tls.certificates(List.of(entity("rsa", "rsa.pkcs8", "a.test"), entity("ec", "ec.pkcs8", "*")));
        int port = start(tls, false, false);

        assertThat(nameOf(new TlsClient().name("a.test").shown(port))).isEqualTo("rsa");
        assertThat(nameOf(new TlsClient().name("zzz.example").shown(port))).isEqualTo("ec");
        assertThat(nameOf(new TlsClient().name("localhost").shown(port))).isEqualTo("ec");
        assertThat(nameOf(new TlsClient().shown(port))).isEqualTo("default");
    }

    @Test
    void anEntityMayBringASecondKindOfKeyAndTheDefaultNeverHelpsOut() throws Exception {
        ServerTls tls = ServerTls.of(TlsSettings.DEFAULT, null, HandshakeCheck.NONE);
        Certificate both = new Certificate(
                UUID.randomUUID(),
                TestPem.text("rsa.crt"),
                TestPem.key("rsa.pkcs1.key"),
                TestPem.text("ec.crt"),
                TestPem.key("ec.sec1.key"),
                List.of("both.test"),
                Set.of());
        tls.certificates(List.of(both, entity("ec", "ec.pkcs8", "ec.test")));
        int port = start(tls, false, false);
        TlsClient rsa = new TlsClient().protocols("TLSv1.2").ciphers("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        TlsClient ec = new TlsClient().protocols("TLSv1.2").ciphers("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");

        assertThat(nameOf(rsa.name("both.test").shown(port))).isEqualTo("rsa");
        assertThat(nameOf(ec.name("both.test").shown(port))).isEqualTo("ec");
        assertThatThrownBy(() -> rsa.name("ec.test").shown(port)).isInstanceOf(SSLException.class);
    }

    @Test
    void certificatesChangeWhileConnectionsGoOn() throws Exception {
        ServerTls tls = ServerTls.of(settings(CipherSuite.INTERMEDIATE, "rsa"), null, HandshakeCheck.NONE);
        int port = start(tls, false, false);
        try (SSLSocket before = new TlsClient().name("a.test").connect(port)) {
            tls.certificates(List.of(entity("ec", "ec.pkcs8", "a.test")));

            assertThat(nameOf(new TlsClient().name("a.test").shown(port))).isEqualTo("ec");
            assertThat(new RawClient(before).write(REQUEST).rest()).startsWith("HTTP/1.1 200");
        }
        assertThatThrownBy(() -> tls.certificates(List.of(entity("ec", "none", "b.test"))))
                .isInstanceOf(Pem.Unreadable.class);
        assertThat(nameOf(new TlsClient().name("a.test").shown(port)))
                .as("nothing has changed")
                .isEqualTo("ec");
    }

    @Test
    void whereNoneIsConfiguredTheyAreSelfSignedAndKept() throws Exception {
        TlsClient rsa = new TlsClient().protocols("TLSv1.2").ciphers("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        int port = start(ServerTls.of(TlsSettings.DEFAULT, folder, HandshakeCheck.NONE), false, false);
        X509Certificate first = rsa.shown(port);
        assertThat(first.getSubjectX500Principal().getName()).isEqualTo("CN=localhost,O=Sluice");
        assertThat(first.getSubjectAlternativeNames()).containsExactly(List.of(2, "localhost"));
        assertThat(first.getBasicConstraints()).as("no authority").isEqualTo(-1);
        assertThat(first.getExtendedKeyUsage()).hasSize(2);
        first.checkValidity();
        first.verify(first.getPublicKey());
        X509Certificate other = new TlsClient()
                .protocols("TLSv1.2")
                .ciphers("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
                .shown(port);
        other.verify(other.getPublicKey());
        stop();

        port = start(ServerTls.of(TlsSettings.DEFAULT, folder, HandshakeCheck.NONE), false, false);

        assertThat(rsa.shown(port)).isEqualTo(first);
        try (Stream<Path> files = Files.list(folder.resolve("ssl"))) {
            assertThat(files)
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, 'http/1.1,h2', h2",
        "true, h2, h2",
        "true, '', ''",
        "true, http/1.1, http/1.1",
        "false, 'h2,http/1.1', http/1.1",
        "false, http/1.0, http/1.0",
        "false, '', ''",
    })
    void theProtocolIsAgreedOnInTheHandshake(boolean http2, String offered, String agreed) throws Exception {
        int port =
                start(ServerTls.of(settings(CipherSuite.INTERMEDIATE, "rsa"), null, HandshakeCheck.NONE), http2, false);
        TlsClient client = offered.isEmpty() ? new TlsClient() : new TlsClient().alpn(offered.split(",", -1));

        try (SSLSocket socket = client.connect(port)) {
            assertThat(socket.getApplicationProtocol()).isEqualTo(agreed);
        }
    }

    @Test
    void protocolsThatAreNotSpokenEndTheHandshake() throws Exception {
        int port = start(settings(CipherSuite.INTERMEDIATE, "rsa"));

        assertThatThrownBy(() -> new TlsClient().alpn("spdy/1", "h2").connect(port))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void plainHttpGetsAPageThatSaysSo() throws Exception {
        int port = start(settings(CipherSuite.INTERMEDIATE, "rsa"));

        String answer = RawClient.exchange(port, "GET / HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .contains("Content-Type: text/html", "\r\nDate: ", "HTTPS");
    }

    @Test
    void aProxyHeaderComesBeforeTheHandshake() throws Exception {
        int port =
                start(ServerTls.of(settings(CipherSuite.INTERMEDIATE, "rsa"), null, HandshakeCheck.NONE), false, true);
        RawClient plain = RawClient.connect(port).write("PROXY TCP4 1.2.3.4 5.6.7.8 1111 443\r\n");

        try (SSLSocket socket = new TlsClient().over(plain.socket())) {
            assertThat(new RawClient(socket).write(REQUEST).rest()).startsWith("HTTP/1.1 200");
        }
        assertThatThrownBy(() -> new TlsClient().connect(port)).isInstanceOf(IOException.class);
    }

    @Test
    void aCheckIsAskedOncePerHandshakeAndMayEndIt() throws Exception {
        HandshakeCheck check = handshake -> {
            checked.add(handshake.sni());
            if ("bad.test".equals(handshake.sni())) {
                throw new IllegalStateException("not this one");
            }
        };
        int port = start(ServerTls.of(settings(CipherSuite.INTERMEDIATE, "ec"), null, check), false, false);

        new TlsClient().name("good.test").connect(port).close();
        new TlsClient().connect(port).close();
        assertThatThrownBy(() -> new TlsClient().name("bad.test").connect(port)).isInstanceOf(SSLException.class);

        assertThat(checked).containsExactly("good.test", null, "bad.test");
    }

    @Test
    void whoeverShakesNoHandsIsClosed() throws Exception {
        ClientLimits.Patience usual = ClientLimits.DEFAULT.patience();
        ClientLimits limits = ClientLimits.DEFAULT.withPatience(
                new ClientLimits.Patience(Duration.ofMillis(200), usual.bodyGap(), usual.sendGap(), usual.idle()));
        int port = start(
                ServerTls.of(settings(CipherSuite.INTERMEDIATE, "rsa"), null, HandshakeCheck.NONE),
                false,
                false,
                limits);

        for (String part : List.of("", "\u0016", "\u0016\u0003\u0001\u0002\u0000\u0001")) {
            try (RawClient client = RawClient.connect(port)) {
                client.write(part).rest(); // ends only because the server closes
            }
        }
    }

    private static Certificate entity(String certificate, String key, String... names) {
        return new Certificate(
                UUID.randomUUID(),
                TestPem.text(certificate + ".crt"),
                key.equals("none") ? new Secret("none") : TestPem.key(key + ".key"),
                null,
                null,
                List.of(names),
                Set.of());
    }

    private static String nameOf(X509Certificate shown) throws Pem.Unreadable {
        for (String name : List.of("rsa", "ec", "ed25519", "ca")) {
            if (Pem.certificates(TestPem.text(name + ".crt")).getFirst().equals(shown)) {
                return name;
            }
        }
        return "default";
    }
}
