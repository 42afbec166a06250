package io.sluice.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Headers;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import io.sluice.api.Responder;
import io.sluice.settings.CipherSuite;
import io.sluice.settings.ClientAddressSettings;
import io.sluice.settings.ClientLimits;
import io.sluice.settings.Listener;
import io.sluice.settings.SoKeepalive;
import io.sluice.settings.TlsSettings;
import io.sluice.tls.HandshakeCheck;
import io.sluice.tls.ServerTls;
import io.sluice.wire.http2.Http2Client;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A usual client of HTTP/2, that of the JDK, over TLS; and who speaks it on which listener. */
@Timeout(60)
class Http2OverTlsTest {

    private static final long LIMIT = 10 << 20;

    private final Semaphore started = new Semaphore(0);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private HttpServer server;
    private HttpClient client;

    @BeforeEach
    void start() throws Exception {
        ServerTls tls = ServerTls.of(
                new TlsSettings(List.of(), CipherSuite.INTERMEDIATE, Duration.ofDays(1)), null, HandshakeCheck.NONE);
        server = HttpServer.start(
                List.of(
                        binding("proxy", true, true, tls),
                        binding("proxy", false, false, null),
                        binding("status", false, false, null)),
                ClientLimits.DEFAULT.withBody(LIMIT, "text/plain"),
                ClientAddressSettings.DEFAULT,
                Duration.ofSeconds(20));
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(TlsClient.context())
                .build();
    }

    private HttpServer.Binding binding(String name, boolean ssl, boolean http2, @Nullable ServerTls tls) {
        Listener listener = new Listener("127.0.0.1", 0, ssl, http2, false, 100, SoKeepalive.OFF, true);
        return new HttpServer.Binding(name, listener, this::handle, tls);
    }

    @AfterEach
    void stop() {
        mayEnd.countDown();
        client.close();
        server.close();
    }

    private void handle(Request request, Responder responder) throws IOException {
        switch (request.rawPath()) {
            case "/wait" -> {
                started.release();
                try {
                    mayEnd.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
                responder.respond(200, new Headers(), "waited".getBytes(StandardCharsets.US_ASCII));
            }
            case "/cut" ->
                responder.respond(200, null, new Headers(), out -> {
                    out.write("part".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    throw new IOException("upstream gone");
                });
            default -> echo(request, responder);
        }
    }

    private static void echo(Request request, Responder responder) throws IOException {
        try {
            byte[] body = request.body().bytes(LIMIT);
            responder.respond(
                    200,
                    Headers.of("X-Version", request.httpVersion(), "X-Host", request.host()),
                    body.length == 0 ? request.target().getBytes(StandardCharsets.US_ASCII) : body);
        } catch (RequestBody.TooLarge e) {
            throw new IOException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("https://localhost:" + server.ports().getFirst() + path));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    @Test
    void requestsAreAnsweredWithTheirVersion() throws Exception {
        HttpResponse<byte[]> response = send(request("/a?b"));

        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.body()).asString().isEqualTo("/a?b");
        assertThat(response.headers().firstValue("x-version")).contains("2.0");
        assertThat(response.headers().firstValue("x-host"))
                .contains("localhost:" + server.ports().getFirst());
    }

    @Test
    void largeBodiesComeWholeBothWays() throws Exception {
        byte[] body = new byte[5 << 20];
        new Random(1).nextBytes(body);

        assertThat(send(request("/").POST(BodyPublishers.ofByteArray(body))).body())
                .isEqualTo(body);
    }

    @Test
    void headHasALengthAndNoBody() throws Exception {
        HttpResponse<byte[]> response = send(request("/four").HEAD());

        assertThat(response.headers().firstValue("content-length")).contains("5");
        assertThat(response.body()).isEmpty();
    }

    @Test
    void aBodyOverTheLimitIsRefusedAndTheClientLearnsIt() throws Exception {
        byte[] large = new byte[(int) LIMIT + 1];

        assertThat(send(request("/").POST(BodyPublishers.ofByteArray(large))).statusCode())
                .isEqualTo(413);
        assertThat(send(request("/")).statusCode()).isEqualTo(200);
    }

    @Test
    void aCutAnswerFailsAtTheClient() {
        assertThatThrownBy(() -> send(request("/cut"))).isInstanceOf(IOException.class);
    }

    @Test
    void aHundredAtATime() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(client.sendAsync(
                    request("/").POST(BodyPublishers.ofString("body " + i)).build(), BodyHandlers.ofString()));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(answers.get(i).get(30, TimeUnit.SECONDS).body()).isEqualTo("body " + i);
        }
    }

    @Test
    void aStopAnswersWhatIsInFlight() throws Exception {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request("/wait").build(), BodyHandlers.ofString());
        started.acquire();
        Thread stop = Thread.ofVirtual().start(server::close);
        mayEnd.countDown();

        assertThat(answer.get(30, TimeUnit.SECONDS).body()).isEqualTo("waited");
        stop.join();
    }

    @Test
    void otherClientsOfTheListenerSpeakHttp1() throws Exception {
        HttpRequest old = request("/").version(HttpClient.Version.HTTP_1_1).build();

        assertThat(client.send(old, BodyHandlers.ofString()).headers().firstValue("x-version"))
                .contains("1.1");
    }

    /** As in Kong: the flag on one entry of a setting. */
    @Test
    void inTheClearItIsSpokenOnAllListenersOfTheSettingAndNoOther() throws Exception {
        int sibling = server.ports().get(1);
        try (Http2Client known = Http2Client.connect(sibling)) {
            assertThat(known.request(1, true, "GET", "/").answer(1).headers).containsEntry("x-version", "2.0");
        }
        assertThat(RawClient.exchange(sibling, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .contains("X-Version: 1.1");
        assertThat(RawClient.exchange(server.ports().get(2), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
                .startsWith("HTTP/1.1 505");
    }
}
