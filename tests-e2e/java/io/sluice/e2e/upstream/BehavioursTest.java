package io.sluice.e2e.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.e2e.wire.Call;
import io.sluice.e2e.wire.Certificate;
import io.sluice.e2e.wire.Client;
import io.sluice.e2e.wire.Field;
import io.sluice.e2e.wire.Head;
import io.sluice.e2e.wire.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The servers and the client of the tests, against each other. */
class BehavioursTest {

    private static final Call GET = Call.of("GET", "/x", new Field("Host", "h"));
    private static Certificate certificate;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = Certificate.forName("upstream.test");
    }

    private static UpstreamServer server(String behaviour) throws IOException {
        return UpstreamServer.start(Behaviours.named(behaviour, 7), null);
    }

    private static Reply get(String behaviour) throws Exception {
        try (UpstreamServer server = server(behaviour)) {
            return Client.call(server.port(), GET);
        }
    }

    @Test
    void echoTellsWhatItGotAndRecordsIt() throws Exception {
        try (UpstreamServer server = server("echo");
                Client client = Client.connect(server.port())) {
            Call chunked = new Call(
                    "POST",
                    "/p?q",
                    List.of(new Field("X-A", "1"), new Field("x-a", "2")),
                    null,
                    List.of(bytes("hel"), bytes("lo")),
                    Duration.ofMillis(5));
            Reply first = client.exchange(chunked, Client.PATIENCE);
            Reply second = client.exchange(Call.of("HEAD", "/"), Client.PATIENCE);

            assertThat(first.text())
                    .isEqualTo("{\"upstream\":7,\"method\":\"POST\",\"path\":\"/p?q\",\"headers\":{\"x-a\":\"1, 2\","
                            + "\"transfer-encoding\":\"chunked\"},\"body\":\"hello\"}");
            assertThat(second.bytes()).isEmpty();
            assertThat(second.body().whole()).isTrue();
            assertThat(server.requests()).extracting(Recorded::text).containsExactly("hello", "");
            assertThat(server.requests()).extracting(Recorded::connection).containsOnly(1);
            assertThat(server.faults()).isEmpty();
        }
    }

    @Test
    void tlsHidesNothing() throws Exception {
        try (UpstreamServer server = UpstreamServer.start(Behaviours.named("echo", 1), certificate.serverContext());
                Client client = Client.connectTls(server.port(), "upstream.test")) {
            assertThat(client.exchange(GET.with(bytes("abc")), Client.PATIENCE).text())
                    .contains("\"body\":\"abc\"");
            assertThat(client.session().getPeerCertificates()[0]).isEqualTo(certificate.x509());
            assertThat(certificate.certificatePem()).startsWith("-----BEGIN CERTIFICATE-----\n");
            assertThat(certificate.keyPem()).startsWith("-----BEGIN PRIVATE KEY-----\n");
        }
    }

    @Test
    void nobodyListensWhereConnectionsAreRefused() throws Exception {
        try (UpstreamServer server = UpstreamServer.refusing()) {
            assertThatThrownBy(() -> Client.call(server.port(), GET)).isInstanceOf(ConnectException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reset"})
    void anEndWithoutAnAnswerIsNoAnswer(String behaviour) throws Exception {
        Reply reply = get(behaviour);

        assertThat(reply.head()).isNull();
        assertThat(reply.bytes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "status:503, /x, 503, text/plain, status 503",
        "path-status, /404?q, 404, text/plain, status 404",
        "path-type, /text/html, 200, text/html, ok",
        "'seq:500,200', /x, 500, text/plain, status 500",
        "'seq-ms:0-60000=429,60000-90000=200', /x, 429, text/plain, status 429"
    })
    void statusesAndTypesAreAsTold(String behaviour, String path, int status, String type, String body)
            throws Exception {
        try (UpstreamServer server = server(behaviour)) {
            Reply reply = Client.call(server.port(), Call.of("GET", path));

            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.fields().joined("Content-Type")).isEqualTo(type);
            assertThat(reply.text()).isEqualTo(body);
            assertThat(reply.body().whole()).isTrue();
        }
    }

    @Test
    void theLastOfASequenceRepeats() throws Exception {
        try (UpstreamServer server = server("seq:500,404")) {
            for (int status : new int[] {500, 404, 404, 404}) {
                assertThat(Client.call(server.port(), GET).status()).isEqualTo(status);
            }
        }
    }

    @Test
    void slowAndDrippingAnswersTakeTheirTime() throws Exception {
        assertThat(get("slow:200").elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        Reply dripped = get("drip:4:100");
        assertThat(dripped.text()).isEqualTo("xxxx");
        assertThat(dripped.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(290));
        assertThat(dripped.firstByte()).isLessThan(dripped.elapsed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"partial", "chunkreset"})
    void aBodyThatIsCutIsToldFromAWholeOne(String behaviour) throws Exception {
        Reply reply = get(behaviour);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().length()).isPositive();
        assertThat(reply.body().whole()).isFalse();
    }

    @Test
    void whatIsNotHttpIsReadAsItIs() throws Exception {
        Reply garbage = get("garbage");

        assertThat(garbage.head()).isNull();
        assertThat(garbage.text()).isEqualTo("NOT HTTP AT ALL\r\nfoo\r\n\r\nbar");
        assertThatThrownBy(() -> get("badheader")).hasMessageContaining("Foo Bar");
        assertThat(get("bigheader:5000").fields().joined("X-Big")).hasSize(5000);
    }

    @Test
    void interimAnswersAndTrailersAreSeen() throws Exception {
        Reply reply = get("raw:HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding:"
                + " chunked\r\n\r\n2\r\nok\r\n0\r\nX-T: 1\r\n\r\n");

        assertThat(reply.interim()).extracting(Head::status).containsExactly(103);
        assertThat(reply.text()).isEqualTo("ok");
        assertThat(reply.body().trailers().joined("x-t")).isEqualTo("1");
    }

    @Test
    void whoClosesIsSeen() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        try (UpstreamServer stays = server("raw:" + answer);
                UpstreamServer closes = server("raw-close:" + answer);
                Client toStaying = Client.connect(stays.port());
                Client toClosing = Client.connect(closes.port())) {
            assertThat(toStaying.exchange(GET, Client.PATIENCE).text()).isEqualTo("ok");
            assertThat(toClosing.exchange(GET, Client.PATIENCE).text()).isEqualTo("ok");
            assertThat(toStaying.closesWithin(Duration.ofMillis(100))).isFalse();
            assertThat(toClosing.closesWithin(Client.PATIENCE)).isTrue();
        }
    }

    @Test
    void aStalledBodyIsWaitedForNoLongerThanTold() throws Exception {
        try (UpstreamServer server = server("stall");
                Client client = Client.connect(server.port())) {
            assertThatThrownBy(() -> client.exchange(GET, Duration.ofMillis(200)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aClientThatIsNotToldToContinueSendsItsBodyAllTheSame() throws Exception {
        Call call = Call.of("POST", "/", new Field("Expect", "100-Continue")).with(bytes("body"));
        Behaviour late =
                (_, peer) -> peer.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        try (UpstreamServer server = UpstreamServer.start(late, null)) {
            Reply reply = Client.call(server.port(), call);

            assertThat(reply.interim()).extracting(Head::status).containsExactly(100);
            assertThat(reply.status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET  HTTP/1.1\r\n\r\n",
                "GET /\u00e9 /x HTTP/1.1\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
                "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "GET / HTTP/1.1\nHost: h\n\n"
            })
    void badRequestsAreFaultsAndNoRequests(String bytes) throws Exception {
        try (UpstreamServer server = server("echo");
                Client client = Client.connect(server.port())) {
            client.send(bytes.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(client.closesWithin(Client.PATIENCE)).isTrue();

            assertThat(server.faults()).hasSize(1);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void theRecordingEchoAddsTheHeadersThatAreAskedFor() throws Exception {
        try (UpstreamServer server = UpstreamServer.start(new RecordingEcho(), null)) {
            Reply reply = Client.call(server.port(), Call.of("GET", "/x?a=1&_resp_X-Rid=u%20p&_resp_Y=2"));

            assertThat(reply.fields().joined("X-Rid")).isEqualTo("u p");
            assertThat(reply.fields().joined("Y")).isEqualTo("2");
            assertThat(reply.fields().joined("Content-Type")).isEqualTo("application/json");
        }
    }

    @Test
    void anUnknownBehaviourIsRefused() {
        assertThatThrownBy(() -> Behaviours.named("dance", 1)).hasMessageContaining("dance");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
