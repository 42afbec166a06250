package io.sluice.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.api.Handler;
import io.sluice.api.Headers;
import io.sluice.api.Reply;
import io.sluice.api.RequestBody;
import io.sluice.api.StandardReplies;
import io.sluice.settings.ClientAddressSettings;
import io.sluice.settings.ClientLimits;
import io.sluice.settings.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP edge over raw sockets: what is answered, what is refused, and that nothing refused has an effect. */
class HttpServerTest {

    private static final String CANARY = "GET /canary HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

    private final List<String> effects = new CopyOnWriteArrayList<>();
    private final CountDownLatch slowStarted = new CountDownLatch(1);
    private final CountDownLatch slowMayEnd = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = serve(ClientLimits.DEFAULT);
    }

    private HttpServer serve(ClientLimits limits) throws IOException {
        Handler handler = (request, responder) -> {
            if (request.rawPath().equals("/unread")) {
                responder.respond(200, new Headers(), "unread".getBytes(StandardCharsets.UTF_8));
                return;
            }
            if (request.rawPath().equals("/slow")) {
                slowStarted.countDown();
                await(slowMayEnd);
            }
            byte[] body;
            try {
                body = request.body().bytes(1 << 20);
            } catch (RequestBody.TooLarge e) {
                Reply reply = StandardReplies.message(413, "too large");
                responder.respond(413, reply.headers(), reply.body());
                return;
            }
            String text = new String(body, StandardCharsets.ISO_8859_1);
            effects.add(request.method() + " " + request.target() + " " + text);
            String answer = request.method() + " " + request.target() + " host=" + request.host() + " x="
                    + request.headers().all("X") + " v=" + request.httpVersion() + " body=" + text;
            responder.respond(
                    200,
                    Headers.of("X-Id", request.id(), "X-Many", "a", "X-Many", "b"),
                    answer.getBytes(StandardCharsets.ISO_8859_1));
        };
        return HttpServer.start(
                List.of(new HttpServer.Binding("test", Listener.of("127.0.0.1", 0), handler)),
                limits,
                ClientAddressSettings.DEFAULT,
                Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        slowMayEnd.countDown();
        server.close();
    }

    /** name, request, expected status of the first answer, whether the connection answers a second request. */
    static List<Object[]> requests() {
        String post = "POST /p HTTP/1.1\r\nHost: h\r\n";
        return List.of(
                ok("plain", "GET /p HTTP/1.1\r\nHost: h\r\n\r\n"),
                ok("content length", post + "Content-Length: 3\r\n\r\nabc"),
                ok("empty body", post + "Content-Length: 0\r\n\r\n"),
                ok("chunked", post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
                ok("chunked in capitals", post + "Transfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
                ok("chunk extension", post + "Transfer-Encoding: chunked\r\n\r\n3;a=b;c=\"d\"\r\nabc\r\n0;x\r\n\r\n"),
                ok("chunk blanks", post + "Transfer-Encoding: chunked\r\n\r\n3 ;a\r\nabc\r\n0\r\n\r\n"),
                ok("trailers", post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nA: b\r\nC: d\r\n\r\n"),
                ok("hex chunk", post + "Transfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n"),
                ok("leading zeros", post + "Transfer-Encoding: chunked\r\n\r\n003\r\nabc\r\n000\r\n\r\n"),
                ok("leading blank lines", "\r\n\r\nGET /p HTTP/1.1\r\nHost: h\r\n\r\n"),
                ok("bare LF in the head", "GET /p HTTP/1.1\nHost: h\n\n"),
                ok("unknown method", "FOO-BAR /p HTTP/1.1\r\nHost: h\r\n\r\n"),
                ok("absolute form", "GET http://other/p HTTP/1.1\r\nHost: h\r\n\r\n"),
                ok("odd but legal target", "GET /p?a[]=1|2&{x} HTTP/1.1\r\nHost: h\r\n\r\n"),
                ok("raw bytes in the target", "GET /p\u00e9\u00ff HTTP/1.1\r\nHost: h\r\n\r\n"),
                ok("raw bytes in a value", "GET /p HTTP/1.1\r\nHost: h\r\nX: \u00e9\u00ff\r\n\r\n"),
                ok("underscore in a name", "GET /p HTTP/1.1\r\nHost: h\r\nA_B: 1\r\n\r\n"),
                ok("other expectation is dropped", post + "Expect: foo\r\nContent-Length: 1\r\n\r\nx"),
                ok("dots inside the root", "GET /a/../b/./c HTTP/1.1\r\nHost: h\r\n\r\n"),
                ok("three dots", "GET /... HTTP/1.1\r\nHost: h\r\n\r\n"),
                ok("tab in a value", "GET /p HTTP/1.1\r\nHost: h\r\nX: a\tb\r\n\r\n"),
                ok("dotted name is dropped", "GET /p HTTP/1.1\r\nHost: h\r\nX.Y: 1\r\n\r\n"),
                no("no host", 400, "GET /p HTTP/1.1\r\n\r\n"),
                no("empty host", 400, "GET /p HTTP/1.1\r\nHost:\r\n\r\n"),
                no("two hosts", 400, "GET /p HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n"),
                no("host with slash", 400, "GET /p HTTP/1.1\r\nHost: h/x\r\n\r\n"),
                no("host with blank", 400, "GET /p HTTP/1.1\r\nHost: a b\r\n\r\n"),
                no("CL and TE", 400, post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                no("TE and CL", 400, post + "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\nG"),
                no("two lengths", 400, post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"),
                no("length list", 400, post + "Content-Length: 3, 3\r\n\r\nabc"),
                no("signed length", 400, post + "Content-Length: +3\r\n\r\nabc"),
                no("negative length", 400, post + "Content-Length: -1\r\n\r\n"),
                no("hex length", 400, post + "Content-Length: 0x3\r\n\r\nabc"),
                no("huge length", 400, post + "Content-Length: 99999999999999999999\r\n\r\nabc"),
                no("empty length", 400, post + "Content-Length:\r\n\r\nabc"),
                no(
                        "two codings",
                        400,
                        post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                no("coding list", 501, post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                no("chunked twice", 501, post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
                no("unknown coding", 501, post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
                no("identity", 501, post + "Transfer-Encoding: identity\r\n\r\n"),
                no("vertical tab coding", 400, post + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n"),
                no("blank before colon", 400, post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
                no("obs-fold", 400, "GET /p HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n"),
                no("fold at once", 400, "GET /p HTTP/1.1\r\n Host: h\r\n\r\n"),
                no("empty name", 400, "GET /p HTTP/1.1\r\nHost: h\r\n: a\r\n\r\n"),
                no("no colon", 400, "GET /p HTTP/1.1\r\nHost: h\r\nabc\r\n\r\n"),
                no("NUL in a value", 400, "GET /p HTTP/1.1\r\nHost: h\r\nX: a\u0000b\r\n\r\n"),
                no("bare CR in a value", 400, "GET /p HTTP/1.1\r\nHost: h\r\nX: a\rb\r\n\r\n"),
                no("NUL in a name", 400, "GET /p HTTP/1.1\r\nHost: h\r\nX\u0000: a\r\n\r\n"),
                no("control in a name", 400, "GET /p HTTP/1.1\r\nHost: h\r\nX\u0001: a\r\n\r\n"),
                no("byte above 127 in a name", 400, "GET /p HTTP/1.1\r\nHost: h\r\n\u00e9: a\r\n\r\n"),
                no("lower-case method", 400, "get /p HTTP/1.1\r\nHost: h\r\n\r\n"),
                no("TRACE", 405, "TRACE /p HTTP/1.1\r\nHost: h\r\n\r\n"),
                no("CONNECT", 400, "CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n"),
                no("asterisk", 400, "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n"),
                no("no slash", 400, "GET p HTTP/1.1\r\nHost: h\r\n\r\n"),
                no("encoded NUL", 400, "GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n"),
                no("bad percent", 400, "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n"),
                no("cut percent", 400, "GET /%4 HTTP/1.1\r\nHost: h\r\n\r\n"),
                no("climbs", 400, "GET /../a HTTP/1.1\r\nHost: h\r\n\r\n"),
                no("climbs later", 400, "GET /a/../../b HTTP/1.1\r\nHost: h\r\n\r\n"),
                no("climbs encoded", 400, "GET /%2e%2e/a HTTP/1.1\r\nHost: h\r\n\r\n"),
                no("climbs by encoded slash", 400, "GET /..%2fa HTTP/1.1\r\nHost: h\r\n\r\n"),
                no("blank in the target", 400, "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n"),
                no("two blanks", 400, "GET  /a HTTP/1.1\r\nHost: h\r\n\r\n"),
                no("fragment", 400, "GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n"),
                no("no version", 400, "GET /a\r\nHost: h\r\n\r\n"),
                no("HTTP/2.0", 505, "GET /a HTTP/2.0\r\nHost: h\r\n\r\n"),
                no("odd version", 400, "GET /a HTTP/1.1x\r\nHost: h\r\n\r\n"),
                no("preface of HTTP/2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                no("signed chunk", 400, post + "Transfer-Encoding: chunked\r\n\r\n+3\r\nabc\r\n0\r\n\r\n"),
                no("0x chunk", 400, post + "Transfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n"),
                no("empty chunk size", 400, post + "Transfer-Encoding: chunked\r\n\r\n\r\nabc\r\n0\r\n\r\n"),
                no("chunk spills", 400, post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n"),
                no("chunk without end", 400, post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc0\r\n\r\n"),
                no("chunk line by LF", 400, post + "Transfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n"),
                no("chunk data by LF", 400, post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\n0\r\n\r\n"),
                no(
                        "overflowing chunk",
                        400,
                        post + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n"),
                no(
                        "control in an extension",
                        400,
                        post + "Transfer-Encoding: chunked\r\n\r\n3;\u0001\r\nabc\r\n0\r\n\r\n"),
                no(
                        "endless extension",
                        400,
                        post + "Transfer-Encoding: chunked\r\n\r\n3;" + "a".repeat(65_536) + "\r\nabc\r\n0\r\n\r\n"),
                no("long request line", 414, "GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: h\r\n\r\n"),
                no("long header", 400, "GET /p HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(9000) + "\r\n\r\n"),
                no("many headers", 400, "GET /p HTTP/1.1\r\nHost: h\r\n" + "X: aaaaaaaa\r\n".repeat(4000) + "\r\n"),
                no("1.0 with a coding", 400, "POST /p HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
    }

    private static Object[] ok(String name, String request) {
        return new Object[] {name, request, 200};
    }

    private static Object[] no(String name, int status, String request) {
        return new Object[] {name, request, status};
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void requestsAreAnsweredOrRefusedWhole(String name, String request, int status) throws IOException {
        String answers = exchange(request + CANARY);

        assertThat(answers).startsWith("HTTP/1.1 " + status + " ");
        List<String> seen =
                effects.stream().filter(e -> !e.startsWith("GET /canary ")).toList();
        if (status == 200) {
            assertThat(seen).hasSize(1);
            assertThat(answers.split("HTTP/1\\.1 200 ", -1))
                    .as("own answer and the canary's")
                    .hasSize(3);
        } else {
            assertThat(effects)
                    .as("nothing that was refused, and nothing behind it, has an effect")
                    .isEmpty();
            assertThat(answers.split("HTTP/1\\.1 ", -1)).as("one answer alone").hasSize(2);
            assertThat(answers.toLowerCase(Locale.ROOT))
                    .contains("connection: close")
                    .contains("x-kong-request-id")
                    .contains("server: sluice/");
        }
    }

    /** request, the form of its refusal: what was understood before it counts. */
    static List<Object[]> refusals() {
        String get = "GET /p HTTP/1.1\r\nHost: h\r\n";
        return List.of(
                form("application/json", get + "Accept: application/json\r\nX Y: 1\r\n\r\n"),
                form("text/html", get + "Accept: text/html\r\nContent-Length: -1\r\n\r\n"),
                form("text/html", "TRACE /p HTTP/1.1\r\nHost: h\r\nAccept: text/html\r\n\r\n"),
                form("application/json", get + "Accept: */*\r\nHost: h\r\n\r\n"),
                form(
                        "application/json",
                        "POST /p HTTP/1.1\r\nHost: h\r\nContent-Type: image/png\r\nContent-Length: x\r\n\r\n"),
                form("text/plain", get + "X Y: 1\r\nAccept: application/json\r\n\r\n"),
                form("text/plain", "get /p HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\n\r\n"));
    }

    private static Object[] form(String type, String request) {
        return new Object[] {type, request};
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalHasTheFormThatWasAskedFor(String type, String request) throws IOException {
        assertThat(exchange(request)).contains("\r\nContent-Type: " + type + "; charset=utf-8\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /a HTTP/2.0\r\n", "GET /a HTTP/1.1\r\nTransfer-Encoding: gzip\r\n"})
    void whatNginxRefusesPastKongIsAPage(String start) throws IOException {
        String answer = exchange(start + "Host: h\r\nAccept: application/json\r\n\r\n");

        assertThat(answer)
                .containsPattern("^HTTP/1.1 50[15] ")
                .contains("Content-Type: text/html; charset=UTF-8", "<h1>50");
    }

    @Test
    void bytesOfTargetAndValuesAreKept() throws IOException {
        String answer =
                exchange("GET /\u00e9 HTTP/1.1\r\nHost: h\r\nX: \u00e9\u00ff\r\nX: b\r\nConnection: close\r\n\r\n");

        assertThat(answer).contains("GET /%E9").contains("x=[\u00e9\u00ff, b]");
    }

    @Test
    void theHostOfAnAbsoluteTargetWins() throws IOException {
        assertThat(exchange("GET http://other:81/p?q HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .contains("GET /p?q host=other:81");
    }

    @Test
    void http10IsAnsweredWithoutHostAndClosed() throws IOException {
        String answer = exchange("POST /p HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi");

        assertThat(answer).startsWith("HTTP/1.1 200").contains("v=1.0 body=hi").contains("Content-Length:");
        assertThat(answer.toLowerCase(Locale.ROOT))
                .contains("connection: close")
                .doesNotContain("transfer-encoding");
    }

    @Test
    void headHasALengthButNoBody() throws IOException {
        String answer = exchange("HEAD /p HTTP/1.1\r\nHost: h\r\n\r\n" + CANARY);

        String first = answer.substring(0, answer.indexOf("\r\n\r\n"));
        assertThat(first.toLowerCase(Locale.ROOT)).contains("content-length: ").doesNotContain("content-length: 0");
        assertThat(answer.substring(first.length() + 4)).startsWith("HTTP/1.1 200");
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        String first = "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\na";
        String second = "POST /2 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nb\r\n0\r\n\r\n";

        String answers = exchange(first + second + first + CANARY);

        assertThat(effects).containsExactly("POST /1 a", "POST /2 b", "POST /1 a", "GET /canary ");
        assertThat(answers.split("HTTP/1\\.1 200", -1)).hasSize(5);
    }

    @Test
    void repeatedResponseHeadersStay() throws IOException {
        String answer = exchange(CANARY);

        assertThat(answer).containsPattern("(?i)x-many: ?(a, ?b|a\r\nx-many: ?b)");
    }

    @Test
    void theBodyIsAskedForWhenTheClientWaits() throws IOException {
        try (RawClient client = connect()) {
            client.write(
                    "POST /p HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n");
            assertThat(client.readTo("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            client.write("ok");
            assertThat(client.rest()).startsWith("HTTP/1.1 200").contains("body=ok");
        }
    }

    @Test
    void aTruncatedBodyHasNoEffect() throws IOException {
        try (RawClient client = connect()) {
            client.write("POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
            client.socket().shutdownOutput();
            client.rest();
        }
        try (RawClient client = connect()) {
            client.write("POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            client.socket().shutdownOutput();
            client.rest();
        }
        exchange(CANARY);
        assertThat(effects).containsExactly("GET /canary ");
    }

    @Test
    void anUnreadBodyIsReadOverAndTheConnectionGoesOn() throws IOException {
        String answers = exchange("POST /unread HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello" + CANARY);

        assertThat(answers.split("HTTP/1\\.1 200", -1)).hasSize(3);
        assertThat(effects).containsExactly("GET /canary ");
    }

    @Test
    void anUnreadChunkedBodyEndsTheConnectionAsTheAnswerSays() throws IOException {
        String answers =
                exchange("POST /unread HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
                        + CANARY);

        assertThat(answers).contains("\r\nConnection: close\r\n").endsWith("unread");
        assertThat(effects).isEmpty();
    }

    @Test
    void aBodyOverTheHandlersLimitGetsItsAnswer() throws IOException {
        String answer =
                exchange("POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 3000000\r\n\r\n" + "a".repeat(3_000_000));

        assertThat(answer).startsWith("HTTP/1.1 413").contains("{\"message\":\"too large\"}");
        assertThat(effects).isEmpty();
    }

    @Test
    void aBodyOverTheListenersLimitIsRefused() throws IOException {
        server.close();
        server = serve(ClientLimits.DEFAULT.withBody(1000, "application/json"));

        String announced = exchange("POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n" + "a".repeat(1001));
        String fits = exchange(
                "POST /p HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 1000\r\n\r\n" + "a".repeat(1000));
        String chunked = exchange("POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n"
                + "a".repeat(1001) + "\r\n0\r\n\r\n");

        assertThat(announced).startsWith("HTTP/1.1 413").contains("\"message\":\"Payload too large\"");
        assertThat(fits).startsWith("HTTP/1.1 200");
        assertThat(chunked).startsWith("HTTP/1.1 413");
        assertThat(effects).hasSize(1);
    }

    @Test
    void aConnectionCarriesSoManyRequests() throws IOException {
        server.close();
        ClientLimits usual = ClientLimits.DEFAULT;
        server = serve(new ClientLimits(usual.head(), 0, usual.patience(), 2, "text/plain"));

        String answers = exchange("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n" + CANARY);

        assertThat(answers.split("HTTP/1\\.1 200", -1)).hasSize(3);
        assertThat(answers.split("Connection: close", -1)).hasSize(2);
        assertThat(effects).containsExactly("GET /1 ", "GET /2 ");
    }

    @Test
    void slowClientsAreClosed() throws IOException {
        server.close();
        Duration soon = Duration.ofMillis(300);
        server = serve(ClientLimits.DEFAULT.withPatience(new ClientLimits.Patience(soon, soon, soon, soon)));

        for (String part : List.of(
                "",
                "GET /p HT",
                "GET /p HTTP/1.1\r\nHost: h\r\nX",
                "POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\na")) {
            try (RawClient client = connect()) {
                client.write(part);
                client.rest(); // ends only because the server closes
            }
        }
        assertThat(effects).isEmpty();
    }

    @Test
    void stoppingAnswersWhatIsInFlight() throws Exception {
        try (RawClient busy = connect();
                RawClient idle = connect()) {
            busy.write("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
            await(slowStarted);
            Thread stopping = Thread.ofVirtual().start(server::close);
            int port = server.ports().getFirst();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 200; i++) {
                            new Socket(InetAddress.getLoopbackAddress(), port).close();
                            Thread.onSpinWait();
                            TimeUnit.MILLISECONDS.sleep(20);
                        }
                    })
                    .isInstanceOf(SocketException.class);
            slowMayEnd.countDown();
            String answer = busy.rest();
            stopping.join();
            assertThat(answer).startsWith("HTTP/1.1 200");
            assertThat(answer.toLowerCase(Locale.ROOT)).contains("connection: close");
            assertThat(idle.rest()).isEmpty();
        }
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpServer.Binding binding =
                    new HttpServer.Binding("proxy", Listener.of("127.0.0.1", taken.getLocalPort()), (_, _) -> {});
            assertThatThrownBy(() -> HttpServer.start(
                            List.of(binding), ClientLimits.DEFAULT, ClientAddressSettings.DEFAULT, Duration.ZERO))
                    .isInstanceOf(HttpServer.CannotListen.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageEndingWith(inUse(taken));
        }
    }

    /** The operating system's words, which are those of its locale. */
    private static String inUse(ServerSocket taken) {
        return catchThrowable(() -> new ServerSocket(taken.getLocalPort(), 1, InetAddress.getLoopbackAddress()))
                .getMessage();
    }

    private String exchange(String request) throws IOException {
        return RawClient.exchange(port(), request);
    }

    private int port() {
        return server.ports().getFirst();
    }

    private RawClient connect() throws IOException {
        return RawClient.connect(port());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/a%2fb, true",
        "/a%2Fb, true",
        "/a%5cb, true",
        "/a\\b, true",
        "/%252e%252e/b, true",
        "/a%252fb, true",
        "/a%255C, true",
        "/..;/b, true",
        "/a/.;x/b, true",
        "/a;x/../b, true",
        "/a;/./b, true",
        "/a;/%2e%2e/b, true",
        "/a;x=1/b, false",
        "/a%20b, false",
        "/a?x=%2f%5c, false",
        "/a/../b, false",
        "/a.;x, false",
        "/a%25b, false"
    })
    void whatServicesReadInDifferentWaysIsRefusedWhereThatIsAsked(String target, boolean ambiguous) throws IOException {
        ClientLimits.HeadLimits usual = ClientLimits.DEFAULT.head();
        ClientLimits strict = new ClientLimits(
                new ClientLimits.HeadLimits(usual.requestLine(), usual.line(), usual.total(), true, false),
                0,
                ClientLimits.DEFAULT.patience(),
                10,
                "text/plain");
        String request = "GET " + target + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
        try (HttpServer usually =
                        TestServer.start((_, responder) -> responder.respond(200, new Headers(), new byte[0]));
                HttpServer asked = TestServer.start(
                        (_, responder) -> responder.respond(200, new Headers(), new byte[0]), strict)) {
            assertThat(RawClient.exchange(usually.ports().getFirst(), request)).startsWith("HTTP/1.1 200 ");
            assertThat(RawClient.exchange(asked.ports().getFirst(), request))
                    .startsWith(ambiguous ? "HTTP/1.1 400 " : "HTTP/1.1 200 ");
        }
    }

    @Test
    void whoHasGoneIsAnsweredNothing() throws IOException {
        try (HttpServer server = TestServer.start((_, _) -> {
            throw new RequestBody.Broken("the client has gone", 499);
        })) {
            assertThat(RawClient.exchange(server.ports().getFirst(), "GET / HTTP/1.1\r\nHost: h\r\n\r\n"))
                    .isEmpty();
        }
    }
}
