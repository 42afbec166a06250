package io.sluice.upstream;

import static io.sluice.upstream.ScriptedUpstream.answering;
import static io.sluice.upstream.ScriptedUpstream.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Completion.Try;
import io.sluice.api.Headers;
import io.sluice.api.RequestBody;
import io.sluice.api.entity.Service;
import io.sluice.testing.FakeBody;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTest {

    private static final RequestBody NONE = FakeBody.from(_ -> new byte[0]);
    private static final int MEMORY = 1000;

    private final Proxy proxy =
            new Proxy(new ProxySettings(4, 10, Duration.ofSeconds(60), false, List.of(), null, 8192, MEMORY));
    private ScriptedUpstream upstream;

    @AfterEach
    void close() throws IOException {
        proxy.close();
        upstream.close();
    }

    @Test
    void aConnectionServesOneRequestAfterTheOther() throws Exception {
        start(answering(ok("hello")));

        assertThat(body("GET", "/a")).isEqualTo("hello");
        assertThat(body("GET", "/b")).isEqualTo("hello");

        assertThat(upstream.connections).hasSize(1);
        assertThat(upstream.requests.getFirst()).startsWith("GET /a HTTP/1.1\r\nHost: up.test\r\n");
    }

    @Test
    void aConnectionRetiresAfterSoManyRequests() throws Exception {
        start(answering(ok("x")));

        for (int i = 0; i < 25; i++) {
            body("GET", "/");
        }

        assertThat(upstream.connections).hasSize(3);
    }

    @ParameterizedTest(name = "at most {0} idle, each for {1} ns: {2} connections")
    @CsvSource({"0, 60000000000, 3", "4, 1, 3", "4, 0, 1"})
    void aConnectionIsKeptOnlyWhereAndAsLongAsAsked(int idle, long nanos, int connections) throws Exception {
        start(answering(ok("x")));

        try (Proxy other =
                new Proxy(new ProxySettings(idle, 0, Duration.ofNanos(nanos), false, List.of(), null, 8192, MEMORY))) {
            for (int i = 0; i < 3; i++) {
                UpstreamCall call = call("GET", "/", Headers.of("Host", "h"), NONE, service(0, 5000), true);
                try (Proxied one = other.open(call)) {
                    one.await();
                    one.readAll(10, _ -> true);
                }
            }
        }

        assertThat(upstream.connections).hasSize(connections);
    }

    @ParameterizedTest(name = "response_buffering {0}, {1}: at once {2}")
    @CsvSource({"true, X-None, false", "true, X-Accel-Buffering, true", "false, X-None, true"})
    void aPartGoesToTheClientAtOnceWhereNobodyShallWait(boolean buffered, String header, boolean atOnce)
            throws Exception {
        start(answering("HTTP/1.1 200 OK\r\n" + header + ": no\r\nContent-Length: 9\r\n\r\nand there"));

        UpstreamCall call = new UpstreamCall(
                service(0, 5000), "GET", "/", Headers.of("Host", "h"), "h", framed("GET", NONE), true, buffered, false);
        try (Proxied one = proxy.open(call)) {
            one.await();
            assertThat(one.read(new byte[3])).isEqualTo(3);
            assertThat(one.shouldFlush()).isEqualTo(atOnce);
        }
    }

    @Test
    void targetsAndHeaderBytesGoOutAsTheyAre() throws Exception {
        start(answering(ok("x")));
        String value = "a\u0080\u009f\u00ff\tb";

        try (Proxied call = open("GET", "//evil/%2F?a=//b", Headers.of("Host", "h", "X-Bytes", value), NONE, 0)) {
            call.await();
        }

        assertThat(upstream.requests.getFirst())
                .startsWith("GET //evil/%2F?a=//b HTTP/1.1\r\n")
                .contains("\r\nX-Bytes: " + value + "\r\n");
    }

    @Test
    void whatComesBehindAnAnswerIsNeverTakenForTheNextOne() throws Exception {
        start(answering(ok("first") + ok("smuggled")), answering(ok("second")));

        assertThat(body("GET", "/a")).isEqualTo("first");
        assertThat(body("GET", "/b")).isEqualTo("second");
    }

    @Test
    void anAnswerThatSaysCloseEndsItsConnection() throws Exception {
        start(
                peer -> {
                    peer.request();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\na");
                    peer.rest();
                },
                answering(ok("b")));

        assertThat(body("GET", "/")).isEqualTo("a");
        assertThat(body("GET", "/")).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PURGE"})
    void aFailureOnAUsedConnectionUsesUpNoTry(String method) throws Exception {
        start(closingOnItsSecondRequest(), answering(ok("fresh")));
        body("GET", "/first");

        try (Proxied call = open(method, "/second", Headers.of("Host", "h"), NONE, 0)) {
            call.await();

            assertThat(call.status()).isEqualTo(200);
            assertThat(call.tries()).extracting(Try::failure).containsExactly("closed", "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "LOCK"})
    void whatMayHaveHadAnEffectIsNeverSentTwice(String method) throws Exception {
        start(closingOnItsSecondRequest(), answering(ok("fresh")));
        body("GET", "/first");

        try (Proxied call = open(method, "/second", Headers.of("Host", "h"), bytes("b"), 5)) {
            assertFails(call, 502);
        }
        assertThat(upstream.requests).filteredOn(r -> r.startsWith(method)).hasSize(1);
    }

    private static ScriptedUpstream.Script closingOnItsSecondRequest() {
        return peer -> {
            peer.request();
            peer.send(ok("x"));
            peer.request();
        };
    }

    @Test
    void aConnectionThatTheUpstreamClosedMeanwhileIsNotUsed() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        start(
                peer -> {
                    peer.request();
                    peer.send(ok("x"));
                    peer.reset();
                    closed.countDown();
                },
                answering(ok("y")));
        body("GET", "/");
        closed.await();

        try (Proxied call = open("POST", "/", Headers.of("Host", "h"), bytes("once"), 0)) {
            call.await();
            assertThat(call.status()).isEqualTo(200);
        }
    }

    @Test
    void refusedConnectionsAreTriedAgainWhateverTheMethod() throws Exception {
        start(answering(ok("x")));
        try (Socket taken = new Socket()) { // bound, so that nobody else gets the port, and not listening
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            UpstreamCall refused =
                    call("POST", "/", Headers.of("Host", "h"), bytes("b"), service(taken.getLocalPort(), 2, 300), true);
            try (Proxied call = proxy.open(refused)) {
                assertFails(call, 502);
                assertThat(call.tries())
                        .hasSize(3)
                        .allMatch(t -> t.failure().equals("connect") && t.failureStatus() == 502);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, 3", "PUT, 3", "POST, 1"})
    void silenceIsATimeoutAndTriedAgainOnlyWhereThatIsHarmless(String method, int tries) throws Exception {
        start(peer -> {
            peer.request();
            peer.rest();
        });

        try (Proxied call = open(method, "/", Headers.of("Host", "h"), bytes("b"), 2)) {
            assertFails(call, 504);
            assertThat(call.tries()).hasSize(tries);
        }
        assertThat(upstream.requests).hasSize(tries);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOT HTTP AT ALL\r\nfoo\r\n\r\nbar",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nFoo Bar\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX: a\u0001b\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX Y: a\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX\u0001: a\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX\u0000Y: a\r\nContent-Length: 2\r\n\r\nok"
            })
    void anAnswerThatCannotBeTrustedIsABadGatewayAndNotTriedAgain(String answer) throws Exception {
        start(answering(answer));

        try (Proxied call = open("GET", "/", Headers.of("Host", "h"), NONE, 3)) {
            assertFails(call, 502);
            assertThat(call.tries()).extracting(Try::failure).containsExactly("invalid");
        }
    }

    @Test
    void aHeadThatDoesNotEndIsCutOff() throws Exception {
        start(peer -> {
            peer.request();
            peer.send("HTTP/1.1 200 OK\r\n");
            while (true) {
                peer.send("X-More: " + "x".repeat(1000) + "\r\n");
            }
        });

        try (Proxied call = open("GET", "/", Headers.of("Host", "h"), NONE, 3)) {
            assertFails(call, 502);
            assertThat(call.tries()).extracting(Try::failure).containsExactly("invalid");
        }
    }

    @Test
    void interimAnswersAreSwallowed() throws Exception {
        start(answering("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + ok("real")));

        assertThat(body("GET", "/")).isEqualTo("real");
        assertThat(body("GET", "/")).isEqualTo("real");
    }

    @Test
    void aBodyThatBreaksOffIsNoticed() throws Exception {
        start(
                peer -> {
                    peer.request();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                },
                peer -> {
                    peer.request();
                    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
                });

        for (int i = 0; i < 2; i++) {
            try (Proxied call = open("GET", "/", Headers.of("Host", "h"), NONE, 0)) {
                call.await();
                assertThatThrownBy(() -> call.readAll(1000, _ -> true)).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void anAnswerWithoutALengthEndsWithItsConnection() throws Exception {
        start(peer -> {
            peer.request();
            peer.send("HTTP/1.1 200 OK\r\n\r\nto the end");
        });

        assertThat(body("GET", "/")).isEqualTo("to the end");
        assertThat(body("GET", "/")).isEqualTo("to the end");
        assertThat(upstream.connections).hasSize(2);
    }

    @Test
    void headOf204And304HaveNoBody() throws Exception {
        start(answering("HTTP/1.1 304 Not Modified\r\nContent-Length: 42\r\n\r\n"));

        try (Proxied call = open("GET", "/", Headers.of("Host", "h"), NONE, 0)) {
            call.await();
            assertThat(call.readAll(10, _ -> true)).isEmpty();
            assertThat(call.headers().first("Content-Length")).contains("42");
        }
        body("HEAD", "/");
        assertThat(upstream.connections).hasSize(1);
    }

    @Test
    void hopByHopAndSteeringHeadersStayHere() throws Exception {
        start(
                answering(
                        "HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Gone\r\nX-Gone: 1\r\nKeep-Alive: timeout=5\r\n"
                                + "X-Accel-Redirect: /x\r\nTrailer: X-T\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 0\r\n\r\n"));

        try (Proxied call = open("GET", "/", Headers.of("Host", "h"), NONE, 0)) {
            call.await();
            assertThat(call.headers().names()).containsExactly("set-cookie", "content-length");
            assertThat(call.headers().all("Set-Cookie")).containsExactly("a", "b");
        }
    }

    @Test
    void anUpgradeIsNamedOnlyToWhoAskedForIt() throws Exception {
        start(answering(
                "HTTP/1.1 426 Later\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\nContent-Length: 0\r\n\r\n"));

        for (String asked : List.of("websocket", "")) {
            Headers headers = Headers.of("Host", "h");
            if (!asked.isEmpty()) {
                headers.set("Upgrade", asked);
            }
            try (Proxied call = open("GET", "/", headers, NONE, 0)) {
                call.await();
                assertThat(call.headers().all("Upgrade")).isEqualTo(asked.isEmpty() ? List.of() : List.of("WebSocket"));
                assertThat(call.headers().contains("Connection")).isFalse();
            }
        }
    }

    @Test
    void aLargeBodyIsKeptInAFileAndSentAgain() throws Exception {
        String large = "0123456789".repeat(5000);
        start(peer -> peer.request(), answering(ok("x")));

        try (Proxied call = open("PUT", "/", Headers.of("Host", "h"), chunkwise(large), 1)) {
            call.await();
            assertThat(call.status()).isEqualTo(200);
        }
        assertThat(upstream.requests).hasSize(2).allMatch(r -> r.endsWith("\r\n\r\n" + large));
        assertThat(upstream.requests).allMatch(r -> r.contains("Content-Length: 50000"));
    }

    @Test
    void aClientThatBreaksOffLeavesTheUpstreamWithAnUnfinishedRequest() throws Exception {
        StringBuilder seen = new StringBuilder();
        CountDownLatch ended = new CountDownLatch(1);
        start(peer -> {
            seen.append(peer.head());
            seen.append(peer.rest());
            ended.countDown();
        });
        AtomicInteger reads = new AtomicInteger();
        RequestBody breaking = new Parts() {
            @Override
            public int read(byte[] target, int offset, int length) throws Broken {
                if (reads.incrementAndGet() > 1) {
                    throw new Broken("gone");
                }
                target[offset] = 'a';
                return 1;
            }
        };

        try (Proxied call = unbuffered(breaking)) {
            assertThatThrownBy(call::await).isInstanceOf(RequestBody.Broken.class);
        }
        ended.await();
        assertThat(seen.toString()).contains("Transfer-Encoding: chunked").doesNotContain("0\r\n\r\n");
    }

    @Test
    void anUpstreamMayAnswerBeforeItHasTheWholeRequest() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        start(
                peer -> {
                    peer.head();
                    peer.send("HTTP/1.1 413 Too Much\r\nContent-Length: 4\r\n\r\nstop");
                    answered.countDown();
                    peer.rest();
                },
                answering(ok("next")));
        RequestBody endless = new Parts() {
            private int reads;

            @Override
            public int read(byte[] target, int offset, int length) throws Broken {
                if (reads++ > 0) {
                    await(answered);
                }
                return length;
            }
        };

        try (Proxied call = unbuffered(endless)) {
            call.await();
            assertThat(call.status()).isEqualTo(413);
            assertThat(call.readAll(10, _ -> true))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("stop");
        }
        assertThat(body("GET", "/")).isEqualTo("next");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anUpstreamThatTakesNothingIsATimeout() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        start(peer -> await(end));

        try (Proxied call = open("POST", "/", Headers.of("Host", "h"), bytes("x".repeat(30_000_000)), 0)) {
            assertFails(call, 504);
        } finally {
            end.countDown();
        }
    }

    @Test
    void givingUpEndsTheWaiting() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        start(peer -> {
            peer.request();
            asked.countDown();
            peer.rest();
        });
        Proxied call = proxy.open(call("GET", "/", Headers.of("Host", "h"), NONE, service(0, 60_000), true));
        Thread.ofVirtual().start(() -> {
            await(asked);
            call.abort();
        });

        assertThatThrownBy(call::await).isInstanceOf(IOException.class);
        call.close();
    }

    @Test
    void aNameThatNobodyKnowsIsAnErrorOfTheGateway() throws Exception {
        start(answering(ok("x")));
        Service lost = new Service(
                UUID.randomUUID(),
                "lost",
                "http",
                "nobody.invalid",
                80,
                null,
                5,
                100,
                100,
                100,
                true,
                null,
                null,
                null,
                List.of(),
                Set.of());

        try (Proxied call = proxy.open(call("GET", "/", Headers.of("Host", "h"), NONE, lost, true))) {
            assertThatThrownBy(call::await).isInstanceOfSatisfying(UpstreamFailure.class, e -> {
                assertThat(e.status()).isEqualTo(503);
                assertThat(e.getMessage()).isEqualTo("name resolution failed");
                assertThat(e.isGatewayError()).isTrue();
            });
        }
    }

    private void start(ScriptedUpstream.Script... scripts) throws IOException {
        upstream = new ScriptedUpstream(scripts);
    }

    private String body(String method, String target) throws Exception {
        try (Proxied call = open(method, target, Headers.of("Host", "up.test"), NONE, 0)) {
            call.await();
            return new String(call.readAll(1 << 20, _ -> true), StandardCharsets.ISO_8859_1);
        }
    }

    private Proxied open(String method, String target, Headers headers, RequestBody body, int retries) {
        return proxy.open(call(method, target, headers, body, service(retries, 300), true));
    }

    private Proxied unbuffered(RequestBody body) {
        return proxy.open(call("PUT", "/", Headers.of("Host", "h"), body, service(0, 5000), false));
    }

    private static UpstreamCall call(
            String method, String target, Headers headers, RequestBody body, Service service, boolean buffered) {
        return new UpstreamCall(service, method, target, headers, "h", framed(method, body), buffered, true, false);
    }

    private static RequestBody framed(String method, RequestBody body) {
        return method.equals("GET") || method.equals("HEAD") ? new FakeNone() : body;
    }

    private Service service(int retries, int millis) {
        return service(upstream.port(), retries, millis);
    }

    private static Service service(int port, int retries, int millis) {
        return new Service(
                UUID.randomUUID(),
                "s",
                "http",
                "127.0.0.1",
                port,
                null,
                retries,
                millis,
                millis,
                millis,
                true,
                null,
                null,
                null,
                List.of(),
                Set.of());
    }

    private static void assertFails(Proxied call, int status) {
        assertThatThrownBy(call::await)
                .isInstanceOfSatisfying(
                        UpstreamFailure.class, e -> assertThat(e.status()).isEqualTo(status));
    }

    private static RequestBody bytes(String text) {
        return FakeBody.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A body of unknown length that is too large to be kept. */
    private static RequestBody chunkwise(String text) {
        RequestBody whole = bytes(text);
        return new Parts() {
            @Override
            public int read(byte[] target, int offset, int length) throws Broken {
                return whole.read(target, offset, length);
            }
        };
    }

    /** A chunked body. */
    private abstract static class Parts implements RequestBody {
        @Override
        public byte[] bytes(long limit) throws TooLarge {
            throw new TooLarge(limit);
        }

        @Override
        public long length() {
            return -1;
        }

        @Override
        public boolean isFramed() {
            return true;
        }
    }

    private static final class FakeNone extends Parts {
        @Override
        public byte[] bytes(long limit) {
            return new byte[0];
        }

        @Override
        public long length() {
            return 0;
        }

        @Override
        public boolean isFramed() {
            return false;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return -1;
        }
    }
}
