package io.sluice.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Headers;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import io.sluice.api.Responder;
import io.sluice.listen.HttpServer;
import io.sluice.settings.ClientAddressSettings;
import io.sluice.settings.ClientLimits;
import io.sluice.settings.Listener;
import io.sluice.settings.SoKeepalive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 frame by frame: what is answered, what is refused, and that what did not come whole has no effect. */
@Timeout(60)
class Http2Test {

    private final List<String> effects = new CopyOnWriteArrayList<>();
    private final List<String> broken = new CopyOnWriteArrayList<>();
    private final Semaphore started = new Semaphore(0);
    private final Semaphore gone = new Semaphore(0);
    private final Semaphore reading = new Semaphore(0);
    private final Semaphore brokenOff = new Semaphore(0);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = start(ClientLimits.DEFAULT);
    }

    private HttpServer start(ClientLimits limits) throws IOException {
        Listener listener = new Listener("127.0.0.1", 0, false, true, false, 100, SoKeepalive.OFF, true);
        return HttpServer.start(
                List.of(new HttpServer.Binding("test", listener, this::handle)),
                limits,
                ClientAddressSettings.DEFAULT,
                Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        mayEnd.countDown();
        server.close();
    }

    private void handle(Request request, Responder responder) throws IOException {
        switch (request.rawPath()) {
            case "/unread" -> responder.respond(200, new Headers(), text("unread"));
            case "/wait" -> {
                try (Responder.Watch _ = responder.onClientGone(gone::release)) {
                    started.release();
                    await(mayEnd);
                }
                responder.respond(200, new Headers(), text("waited"));
            }
            case "/cut" ->
                responder.respond(200, null, new Headers(), out -> {
                    out.write(text("part"));
                    throw new IOException("upstream gone");
                });
            case "/short" ->
                responder.respond(200, null, Headers.of("Content-Length", "9"), out -> out.write(text("part")));
            case "/none" -> responder.respond(204, null, Headers.of("Content-Length", "9"), out -> {});
            case "/big" ->
                responder.respond(200, null, new Headers(), out -> {
                    for (int i = 0; i < 100; i++) {
                        out.write(new byte[10_000]);
                    }
                });
            case "/echo" ->
                responder.respond(200, null, new Headers(), out -> {
                    byte[] part = new byte[1000];
                    for (int n = request.body().read(part, 0, 1000);
                            n >= 0;
                            n = request.body().read(part, 0, 1000)) {
                        out.write(part, 0, n);
                        out.flush();
                    }
                });
            default -> whole(request, responder);
        }
    }

    private void whole(Request request, Responder responder) throws IOException {
        byte[] body;
        reading.release();
        try {
            body = request.body().bytes(1 << 20);
        } catch (RequestBody.TooLarge e) {
            throw new IOException(e);
        } catch (RequestBody.Broken e) {
            broken.add(request.target());
            brokenOff.release();
            throw e;
        }
        String said = request.method() + " " + request.target() + " " + new String(body, StandardCharsets.ISO_8859_1);
        effects.add(said);
        Headers headers = Headers.of("X-Seen", request.headers().all("x").toString(), "Connection", "close");
        request.headers().first("cookie").ifPresent(cookie -> headers.add("X-Cookie", cookie));
        responder.respond(
                200,
                headers,
                text(said + " v=" + request.httpVersion() + " host=" + request.host() + " n=" + request.sequence()));
    }

    @Test
    void aRequestIsAnswered() throws IOException {
        try (Http2Client client = connect()) {
            client.request(1, false, "POST", "/p?q", "x", "\u00e9\u00ff", "x", "b", "cookie", "a=1", "cookie", "b=2")
                    .data(1, false, "hel")
                    .data(1, true, "lo");
            Http2Client.Answer answer = client.answer(1);

            assertThat(answer.text()).isEqualTo("POST /p?q hello v=2.0 host=h n=1");
            assertThat(answer.status()).isEqualTo("200");
            assertThat(answer.headers)
                    .containsEntry("x-seen", "[\u00e9\u00ff, b]")
                    .containsEntry("x-cookie", "a=1; b=2")
                    .containsEntry("content-length", "32")
                    .containsKey("date")
                    .doesNotContainKey("connection");
            assertThat(client.request(3, true, "GET", "/").answer(3).text()).endsWith("n=2");
        }
    }

    @ParameterizedTest
    @CsvSource({"HEAD, /, 200, true", "GET, /none, 204, false"})
    void someAnswersHaveNoBody(String method, String path, String status, boolean length) throws IOException {
        try (Http2Client client = connect()) {
            Http2Client.Answer answer = client.request(1, true, method, path).answer(1);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.headers.containsKey("content-length")).isEqualTo(length);
            assertThat(answer.text()).isEmpty();
            assertThat(answer.whole).isTrue();
        }
    }

    @Test
    void aSlowRequestHoldsUpNobodyNotEvenWithManySmallParts() throws Exception {
        try (Http2Client client = connect()) {
            client.request(1, false, "POST", "/wait");
            started.acquire();
            for (int i = 0; i < 2000; i++) {
                client.data(1, false, "x");
            }
            assertThat(client.request(3, true, "GET", "/other").answer(3).text())
                    .startsWith("GET /other");
            mayEnd.countDown();
            assertThat(client.answer(1).text()).isEqualTo("waited");
        }
    }

    @Test
    void bodiesGoBothWaysAtOnce() throws IOException {
        try (Http2Client client = connect()) {
            client.request(1, false, "POST", "/echo").data(1, false, "first");
            client.ping();
            while (client.on(1).body.size() < 5) {
                client.ping();
            }
            assertThat(client.on(1).text()).isEqualTo("first");
            client.data(1, true, "second");
            assertThat(client.answer(1).text()).isEqualTo("firstsecond");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the connection closes",
                "the stream is reset",
                "the end comes before the length",
                "trailers come before the length",
                "the body is longer than its length",
            })
    void aBodyThatDidNotComeWholeHasNoEffect(String how) throws Exception {
        try (Http2Client client = connect()) {
            client.request(1, false, "POST", "/p", "content-length", "10").data(1, false, "half");
            reading.acquire();
            switch (how) {
                case "the connection closes" -> client.socket().close();
                case "the stream is reset" -> client.number(Frame.RST_STREAM, 1, ErrorCode.CANCEL.code());
                case "the end comes before the length" -> client.data(1, true, "");
                case "trailers come before the length" ->
                    client.headers(1, true, List.of(new BasicHeader("trailer", "x")));
                default -> client.data(1, false, "more than it has said");
            }
            assertThat(brokenOff.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(broken).containsExactly("/p");
        assertThat(effects).isEmpty();
    }

    @Test
    void trailersMayEndARequest() throws IOException {
        try (Http2Client client = connect()) {
            client.request(1, false, "POST", "/p", "te", "trailers").data(1, false, "body");
            client.headers(1, true, List.of(new BasicHeader("checksum", "1")));

            assertThat(client.answer(1).text()).startsWith("POST /p body");
        }
    }

    /** Pairs of name and value, separated by bars. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "400, get, /p, ''",
                "405, TRACE, /p, ''",
                "400, CONNECT, null, :scheme|-",
                "PROTOCOL, CONNECT, /p, ''",
                "400, OPTIONS, *, ''",
                "400, GET, http://h/p, ''",
                "400, GET, /../p, ''",
                "400, GET, /%2e%2e/p, ''",
                "400, GET, /%00, ''",
                "400, GET, /%zz, ''",
                "400, GET, /a#b, ''",
                "400, GET, /a b, ''",
                "400, GET, /p, :authority|-",
                "400, GET, /p, :authority|a/b",
                "400, GET, /p, :authority|user@h",
                "400, GET, /p, host|other",
                "400, GET, /p, :authority|-|host|a|host|b",
                "400, GET, /p, a b|1",
                "400, GET, /p, x|a\u0000b",
                "400, GET, /p, x|a\u007fb",
                "400, POST, /p, content-length|1|content-length|1",
                "400, POST, /p, content-length|+1",
                "PROTOCOL, GET, /p, X-Upper|1",
                "PROTOCOL, GET, /p, connection|close",
                "PROTOCOL, GET, /p, transfer-encoding|chunked",
                "PROTOCOL, GET, /p, upgrade|h2c",
                "PROTOCOL, GET, /p, te|gzip",
                "PROTOCOL, GET, /p, :path|-",
                "PROTOCOL, GET, /p, :scheme|-",
                "PROTOCOL, GET, /p, :method|-",
                "PROTOCOL, GET, /p, x|1|:late|1",
                "PROTOCOL, GET, /p, 'x| a'",
                "PROTOCOL, GET, /p, 'x|a '",
                "PROTOCOL, GET, /p, keep-alive|1",
                "PROTOCOL, GET, /p, proxy-connection|1",
                "PROTOCOL, GET, /p, :status|200",
                "PROTOCOL, GET, '', ''",
                "PROTOCOL, POST, /p, content-length|3",
            })
    void headsThatBreakARuleHaveNoEffect(String outcome, String method, String path, String pairs) throws IOException {
        String[] more = pairs.isEmpty() ? new String[0] : pairs.split("\\|", -1);
        for (int i = 1; i < more.length; i += 2) {
            more[i] = more[i].equals("-") ? null : more[i];
        }
        try (Http2Client client = connect()) {
            Http2Client.Answer answer =
                    client.request(1, true, method, path, more).answer(1);

            if (outcome.equals("PROTOCOL")) {
                assertThat(answer.reset).isEqualTo(ErrorCode.PROTOCOL_ERROR.code());
            } else {
                assertThat(answer.status()).isEqualTo(outcome);
                assertThat(answer.headers).containsKey("x-kong-request-id").containsKey("server");
            }
            assertThat(client.request(3, true, "GET", "/canary").answer(3).status())
                    .as("the connection goes on")
                    .isEqualTo("200");
        }
        assertThat(effects).containsExactly("GET /canary ");
    }

    @Test
    void headsThatAreTooLargeAreRefused() throws IOException {
        try (Http2Client client = connect()) {
            assertThat(client.request(1, true, "GET", "/" + "a".repeat(9000))
                            .answer(1)
                            .status())
                    .isEqualTo("414");
            assertThat(client.request(3, true, "GET", "/", "x", "a".repeat(9000))
                            .answer(3)
                            .text())
                    .contains("Request header or cookie too large");
            String[] many = new String[1000];
            java.util.Arrays.fill(many, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
            assertThat(client.request(5, true, "GET", "/", many).answer(5).status())
                    .isEqualTo("400");
            String[] far = new String[10_000];
            java.util.Arrays.fill(far, "bcdefghijklmnopqrstuvwxyz");
            client.request(7, true, "GET", "/", far);
            assertThat(client.end()).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM.code());
        }
        assertThat(effects).isEmpty();
    }

    @Test
    void aBodyOverTheListenersLimitIsRefused() throws IOException {
        server.close();
        server = start(ClientLimits.DEFAULT.withBody(1000, "text/plain"));
        try (Http2Client client = connect()) {
            client.request(1, false, "POST", "/p", "content-length", "1001").data(1, true, "a".repeat(1001));
            assertThat(client.answer(1).status()).isEqualTo("413");
            client.request(3, false, "POST", "/p", "content-length", "1001", "accept", "*/*")
                    .data(3, true, "a".repeat(1001));
            assertThat(client.answer(3).text()).contains("\"message\":\"Payload too large\"");
            client.request(5, false, "POST", "/p").data(5, true, "a".repeat(1001));
            assertThat(client.answer(5).status()).isEqualTo("413");
            client.request(7, false, "POST", "/p").data(7, true, "a".repeat(1000));
            assertThat(client.answer(7).status()).isEqualTo("200");
        }
        assertThat(effects).hasSize(1);
    }

    @Test
    void moreDataThanTheWindowEndsTheStream() throws Exception {
        try (Http2Client client = connect()) {
            client.request(1, false, "POST", "/wait");
            for (int i = 0; i < 5; i++) {
                client.data(1, false, "a".repeat(16_000));
            }
            assertThat(client.answer(1).reset).isEqualTo(ErrorCode.FLOW_CONTROL_ERROR.code());
            assertThat(client.request(3, true, "GET", "/").answer(3).status()).isEqualTo("200");
        }
    }

    @Test
    void noMoreIsSentThanTheClientAllows() throws IOException {
        try (Http2Client client = new Http2Client(port()).settings(Settings.INITIAL_WINDOW, 10)) {
            client.request(1, true, "GET", "/big");
            while (client.on(1).body.size() < 10) {
                client.ping();
            }
            client.ping();
            assertThat(client.on(1).body.size()).isEqualTo(10);
            client.settings(Settings.INITIAL_WINDOW, 2_000_000);
            client.ping();
            while (client.on(1).body.size() < 65_535) {
                client.ping();
            }
            client.ping();
            assertThat(client.on(1).body.size())
                    .as("the window of the connection")
                    .isEqualTo(65_535);
            client.number(Frame.WINDOW_UPDATE, 0, 2_000_000);
            assertThat(client.answer(1).body.size()).isEqualTo(1_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cut", "/short"})
    void anAnswerThatIsNotWholeIsReset(String path) throws IOException {
        try (Http2Client client = connect()) {
            Http2Client.Answer answer = client.request(1, true, "GET", path).answer(1);

            assertThat(answer.status()).isEqualTo("200");
            assertThat(answer.text()).isEqualTo("part");
            assertThat(answer.whole).isFalse();
            assertThat(answer.reset).isEqualTo(ErrorCode.INTERNAL_ERROR.code());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "close"})
    void theHandlerIsToldThatItsClientHasGone(String how) throws Exception {
        try (Http2Client client = connect()) {
            client.request(1, true, "GET", "/wait");
            started.acquire();
            if (how.equals("reset")) {
                client.number(Frame.RST_STREAM, 1, ErrorCode.CANCEL.code());
            } else {
                client.socket().close();
            }
            assertThat(gone.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anUnreadBodyIsReadOver() throws IOException {
        try (Http2Client client = connect()) {
            client.request(1, false, "POST", "/unread").data(1, false, "one").data(1, true, "two");
            assertThat(client.answer(1).text()).isEqualTo("unread");
            assertThat(client.answer(1).reset).isEqualTo(-1);
        }
    }

    @Test
    void theBodyIsAskedForWhenTheClientWaits() throws IOException {
        try (Http2Client client = connect()) {
            client.request(1, false, "POST", "/p", "expect", "100-continue");
            while (client.on(1).interim == 0) {
                client.ping();
            }
            assertThat(client.data(1, true, "body").answer(1).text()).startsWith("POST /p body");
            assertThat(client.on(1).interim).isEqualTo(1);
        }
    }

    @Test
    void tooManyRequestsAtATimeAreRefusedAndHaveNoEffect() throws Exception {
        try (Http2Client client = connect()) {
            for (int i = 0; i < Streams.MOST; i++) {
                client.request(1 + 2 * i, true, "GET", "/wait");
            }
            started.acquire(Streams.MOST);
            int next = 1 + 2 * Streams.MOST;
            assertThat(client.request(next, true, "GET", "/one-more").answer(next).reset)
                    .isEqualTo(ErrorCode.REFUSED_STREAM.code());
            mayEnd.countDown();
            assertThat(client.answer(1).status()).isEqualTo("200");
        }
        assertThat(effects).isEmpty();
    }

    @Test
    void resetsWithoutEndBeginNoMoreThanAFewRequests() throws Exception {
        try (Http2Client client = connect()) {
            for (int i = 0; i < 5_000; i++) {
                client.request(1 + 2 * i, true, "GET", "/wait")
                        .number(Frame.RST_STREAM, 1 + 2 * i, ErrorCode.CANCEL.code());
            }
            client.ping();
            assertThat(started.availablePermits())
                    .as("requests that were begun")
                    .isLessThanOrEqualTo(Streams.MOST);
        }
    }

    @Test
    void aLateResetHurtsNobodyElse() throws Exception {
        try (Http2Client client = connect()) {
            client.request(1, true, "GET", "/a").request(3, true, "GET", "/wait");
            client.answer(1);
            started.acquire();
            client.number(Frame.RST_STREAM, 1, ErrorCode.CANCEL.code());
            client.number(Frame.WINDOW_UPDATE, 1, 100);
            mayEnd.countDown();
            assertThat(client.answer(3).text()).isEqualTo("waited");
        }
    }

    @Test
    void stoppingAnswersWhatIsInFlight() throws Exception {
        try (Http2Client client = connect();
                Http2Client idle = connect()) {
            idle.ping();
            client.request(1, true, "GET", "/wait");
            started.acquire();
            Thread stopping = Thread.ofVirtual().start(server::close);
            assertThat(idle.end()).isEqualTo(ErrorCode.NO_ERROR.code());
            client.awaitGoAway();
            assertThat(client.request(3, true, "GET", "/late").answer(3).reset)
                    .isEqualTo(ErrorCode.REFUSED_STREAM.code());
            mayEnd.countDown();
            assertThat(client.answer(1).text()).isEqualTo("waited");
            assertThat(client.end()).isEqualTo(ErrorCode.NO_ERROR.code());
            stopping.join();
        }
        assertThat(effects).isEmpty();
    }

    /** What a client sends on a stream that it began before it could know of the stop: in every order, and more than are remembered. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DATA",
                "RST_STREAM",
                "WINDOW_UPDATE",
                "PRIORITY",
                "trailers",
                "DATA DATA RST_STREAM WINDOW_UPDATE",
                "WINDOW_UPDATE trailers",
                "RST_STREAM DATA"
            })
    void framesThatCrossAGoAwayHurtNobody(String frames) throws Exception {
        try (Http2Client client = connect()) {
            client.request(1, true, "GET", "/wait").request(3, false, "POST", "/wait");
            started.acquire(2);
            Thread stopping = Thread.ofVirtual().start(server::close);
            client.awaitGoAway();
            for (int stream = 5; stream < 5 + 2 * 400; stream += 2) {
                client.request(stream, false, "POST", "/late");
            }
            for (int stream = 5; stream < 5 + 2 * 400; stream += 2) {
                for (String frame : frames.split(" ")) {
                    crossing(client, stream, frame);
                }
            }
            client.data(3, true, "all");
            client.ping();
            mayEnd.countDown();
            assertThat(client.answer(1).text()).isEqualTo("waited");
            assertThat(client.answer(3).text()).isEqualTo("waited");
            assertThat(client.answer(5).reset).isEqualTo(ErrorCode.REFUSED_STREAM.code());
            assertThat(client.end()).isEqualTo(ErrorCode.NO_ERROR.code());
            stopping.join();
        }
        assertThat(effects).isEmpty();
    }

    private static void crossing(Http2Client client, int stream, String frame) {
        switch (frame) {
            case "DATA" -> client.data(stream, false, "some");
            case "RST_STREAM" -> client.number(Frame.RST_STREAM, stream, ErrorCode.CANCEL.code());
            case "WINDOW_UPDATE" -> client.number(Frame.WINDOW_UPDATE, stream, 100);
            case "PRIORITY" -> client.frame(Frame.PRIORITY, 0, stream, new byte[] {0, 0, 0, 0, 1});
            default -> client.headers(stream, true, List.of(new BasicHeader("x", "y")));
        }
    }

    @Test
    void theLastRequestThatAConnectionMayHaveIsAnswered() throws IOException {
        server.close();
        server = start(new ClientLimits(
                ClientLimits.DEFAULT.head(), 0, ClientLimits.DEFAULT.patience(), 3, ClientLimits.DEFAULT.errorType()));
        for (int round = 0; round < 50; round++) {
            try (Http2Client client = connect()) {
                for (int stream = 1; stream <= 7; stream += 2) {
                    client.request(stream, false, "POST", "/" + stream);
                }
                for (int stream = 1; stream <= 7; stream += 2) {
                    client.data(stream, true, "all");
                }
                assertThat(client.answer(5).text()).startsWith("POST /5 all");
                assertThat(client.answer(1).status()).isEqualTo("200");
                assertThat(client.answer(3).status()).isEqualTo("200");
                Http2Client.Answer more = client.answer(7); // which may have been in time
                assertThat(more.reset).isEqualTo(more.whole ? -1 : ErrorCode.REFUSED_STREAM.code());
                assertThat(client.end()).isEqualTo(ErrorCode.NO_ERROR.code());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "a\r\nX-Evil: 1"})
    void aTrailerWithALineEndBreaksItsRequestAlone(String value) throws Exception {
        try (Http2Client client = connect()) {
            client.request(1, false, "POST", "/a").data(1, false, "all");
            client.headers(1, true, List.of(new BasicHeader("x", value)));
            assertThat(client.answer(1).reset).isEqualTo(ErrorCode.PROTOCOL_ERROR.code());
            assertThat(client.request(3, true, "GET", "/b").answer(3).status()).isEqualTo("200");
        }
        assertThat(effects).containsExactly("GET /b ");
    }

    @Test
    void connectionsWithoutRequestsAreClosed() throws IOException {
        server.close();
        ClientLimits.Patience usual = ClientLimits.DEFAULT.patience();
        server = start(ClientLimits.DEFAULT.withPatience(
                new ClientLimits.Patience(usual.head(), usual.bodyGap(), usual.sendGap(), Duration.ofMillis(200))));
        try (Http2Client client = connect()) {
            assertThat(client.request(1, true, "GET", "/").answer(1).status()).isEqualTo("200");
            assertThat(client.end()).isEqualTo(ErrorCode.NO_ERROR.code());
        }
    }

    private Http2Client connect() throws IOException {
        return Http2Client.connect(port());
    }

    private int port() {
        return server.ports().getFirst();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IOException("waited in vain");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
