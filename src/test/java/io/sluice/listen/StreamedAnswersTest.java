package io.sluice.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Headers;
import io.sluice.api.Request;
import io.sluice.api.Responder;
import io.sluice.settings.ClientLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers whose bodies come bit by bit, over raw sockets: how they are framed, and that a cut one can be told from a whole one. */
class StreamedAnswersTest {

    private static final String LAST = "GET /last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

    private final CountDownLatch seen = new CountDownLatch(1);
    private final CompletableFuture<Responder.Written> written = new CompletableFuture<>();
    private final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(this::handle);
    }

    @AfterEach
    void stop() {
        seen.countDown();
        server.close();
    }

    private void handle(Request request, Responder responder) throws IOException {
        Headers headers = Headers.of("X-A", "1", "x-b", "\u00e9\u00ff");
        try {
            written.complete(
                    switch (request.rawPath()) {
                        case "/length" ->
                            responder.respond(200, "Fine", headers.add("Content-Length", "5"), out -> {
                                out.write(text("hel"));
                                out.write(text("lo"));
                            });
                        case "/chunked" -> responder.respond(299, null, headers, out -> out.write(text("hello")));
                        case "/empty" -> responder.respond(200, null, headers, out -> {});
                        case "/flushed" ->
                            responder.respond(200, null, headers, out -> {
                                out.write(text("first"));
                                out.flush();
                                await(seen);
                                out.write(text("second"));
                            });
                        case "/long" ->
                            responder.respond(
                                    200, null, headers.add("Content-Length", "3"), out -> out.write(text("hello")));
                        case "/short" ->
                            responder.respond(
                                    200, null, headers.add("Content-Length", "9"), out -> out.write(text("hello")));
                        case "/cut" ->
                            responder.respond(200, null, headers, out -> {
                                out.write(text("hello"));
                                throw new IOException("upstream gone");
                            });
                        case "/cut-at-once" ->
                            responder.respond(200, null, headers, out -> {
                                throw new IllegalStateException("a bug");
                            });
                        case "/bodiless" ->
                            responder.respond(
                                    Integer.parseInt(String.valueOf(request.rawQuery())),
                                    null,
                                    headers.add("Content-Length", "42"),
                                    out -> {
                                        throw new IllegalStateException("not to be asked");
                                    });
                        case "/big" ->
                            responder.respond(200, null, headers, out -> {
                                byte[] part = new byte[50_000];
                                Arrays.fill(part, (byte) 'x');
                                for (int i = 0; i < 400; i++) {
                                    out.write(part);
                                }
                            });
                        case "/split" ->
                            responder.respond(200, Headers.of("X", "a\r\nSet-Cookie: b\u0000\u0100"), text("ok"));
                        default -> responder.respond(200, headers, text("last"));
                    });
        } catch (IOException | RuntimeException e) {
            thrown.complete(e);
            throw e;
        }
    }

    @Test
    void aKnownLengthIsKeptTo() throws IOException {
        String answer = exchange("GET /length HTTP/1.1\r\nHost: h\r\n\r\n" + LAST);

        assertThat(answer)
                .startsWith(
                        "HTTP/1.1 200 Fine\r\nX-A: 1\r\nx-b: \u00e9\u00ff\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\n");
    }

    @Test
    void anUnknownLengthIsChunked() throws IOException {
        String answer = exchange("GET /chunked HTTP/1.1\r\nHost: h\r\n\r\n" + LAST);

        assertThat(answer)
                .startsWith("HTTP/1.1 299 \r\n")
                .contains("\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\nHTTP/1.1 200 OK")
                .endsWith("last");
    }

    @Test
    void nothingIsAnEmptyBody() throws IOException {
        assertThat(exchange("GET /empty HTTP/1.1\r\nHost: h\r\n\r\n" + LAST))
                .contains("\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nHTTP/1.1 200 OK");
    }

    @Test
    void anOldClientReadsToTheEndOfTheConnection() throws IOException {
        String answer = exchange("GET /chunked HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + LAST);

        assertThat(answer)
                .contains("\r\nConnection: close\r\n\r\nhello")
                .endsWith("hello")
                .doesNotContain("chunked");
    }

    @Test
    void anOldClientKeepsItsConnectionIfItAsksAndCanTellTheEnd() throws IOException {
        String answer = exchange("GET /length HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n" + LAST);

        assertThat(answer)
                .startsWith("HTTP/1.1 200 Fine")
                .contains("\r\nConnection: keep-alive\r\n\r\nhelloHTTP/1.1 200");
    }

    @Test
    void whatIsFlushedArrivesBeforeTheRest() throws IOException {
        try (RawClient client = RawClient.connect(port())) {
            client.write("GET /flushed HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            assertThat(client.readTo("first")).startsWith("HTTP/1.1 200").endsWith("\r\n5\r\nfirst");
            seen.countDown();
            assertThat(client.rest()).isEqualTo("\r\n6\r\nsecond\r\n0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"/cut, 5|hello|", "/cut-at-once, ''", "/short, hello", "/long, ''"})
    void aBodyThatIsNotWholeIsCut(String path, String body) throws IOException {
        String answer = exchange("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n" + LAST);

        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4))
                .as("neither a last chunk nor another answer")
                .isEqualTo(body.replace("|", "\r\n"));
    }

    @Test
    void anOldClientSeesACutAsAReset() throws IOException {
        try (RawClient client = RawClient.connect(port())) {
            client.write("GET /cut HTTP/1.0\r\n\r\n");
            client.rest();
            assertThat(client.wasReset()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"HEAD, 200, true", "HEAD, 304, true", "GET, 304, true", "GET, 204, false"})
    void someAnswersHaveNoBody(String method, int status, boolean length) throws IOException {
        String answer = exchange(method + " /bodiless?" + status + " HTTP/1.1\r\nHost: h\r\n\r\n" + LAST);

        String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
        assertThat(head).startsWith("HTTP/1.1 " + status).doesNotContain("Transfer-Encoding");
        assertThat(head.contains("Content-Length: 42")).isEqualTo(length);
        assertThat(answer.substring(head.length() + 4)).startsWith("HTTP/1.1 200 OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/length", "/chunked", "/big", "/split"})
    void whatWentOverTheWireIsCounted(String path) throws Exception {
        String request = "GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
        String answer = exchange(request);

        Responder.Written counted = written.get(10, TimeUnit.SECONDS);
        assertThat(counted.requestBytes()).isEqualTo(request.length());
        assertThat(counted.responseBytes()).isEqualTo(answer.length());
        int body = path.equals("/big") ? 20_000_000 : path.equals("/split") ? 2 : 5;
        assertThat(counted.bodyBytes()).isEqualTo(body);
    }

    @Test
    void noHeaderEndsItsLine() throws IOException {
        assertThat(exchange("GET /split HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .contains("\r\nX: a%0D%0ASet-Cookie: b%00?\r\n");
    }

    @Test
    void ourOwnAnswersHaveADateAndOthersKeepTheirs() throws IOException {
        assertThat(exchange(LAST)).containsPattern("\r\nDate: \\w{3}, \\d\\d \\w{3} \\d{4} [0-9:]{8} GMT\r\n");
        assertThat(exchange("GET /chunked HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .doesNotContain("Date:");
    }

    @Test
    void aClientThatTakesNothingIsClosed() throws Exception {
        server.close();
        ClientLimits.Patience usual = ClientLimits.DEFAULT.patience();
        server = TestServer.start(
                this::handle,
                ClientLimits.DEFAULT.withPatience(new ClientLimits.Patience(
                        usual.head(), usual.bodyGap(), Duration.ofMillis(200), usual.idle())));
        try (RawClient client = RawClient.connect(port())) {
            client.socket().setReceiveBufferSize(4096);
            client.write("GET /big HTTP/1.1\r\nHost: h\r\n\r\n");

            assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        }
    }

    private String exchange(String request) throws IOException {
        return RawClient.exchange(port(), request);
    }

    private int port() {
        return server.ports().getFirst();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IOException("waited in vain");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
