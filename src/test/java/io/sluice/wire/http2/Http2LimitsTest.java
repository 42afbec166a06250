package io.sluice.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client of HTTP/2 may not do to a server: flood it, fill its memory, or hold up others. */
@Timeout(60)
class Http2LimitsTest {

    /** No frame that is sent so often is let pass. */
    private static final int VERY_MANY = 1_000_000;

    private final Semaphore waiting = new Semaphore(0);
    private final CountDownLatch mayRead = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        Listener listener = new Listener("127.0.0.1", 0, false, true, false, 100, SoKeepalive.OFF, true);
        server = HttpServer.start(
                List.of(new HttpServer.Binding("test", listener, this::handle)),
                ClientLimits.DEFAULT,
                ClientAddressSettings.DEFAULT,
                Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        mayRead.countDown();
        server.close();
    }

    private void handle(Request request, Responder responder) throws IOException {
        if (request.rawPath().equals("/late")) {
            waiting.release();
            try {
                mayRead.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        try {
            String said = request.body().bytes(10 << 20).length + " "
                    + request.headers().all("x");
            responder.respond(200, new Headers(), said.getBytes(StandardCharsets.ISO_8859_1));
        } catch (RequestBody.TooLarge e) {
            throw new IOException(e);
        }
    }

    static Stream<Arguments> floods() {
        return Stream.of(
                flood("PING", _ -> frame(Frame.PING, 0, 0, new byte[8])),
                flood("SETTINGS", _ -> frame(Frame.SETTINGS, 0, 0, new byte[0])),
                flood("PRIORITY", i -> frame(Frame.PRIORITY, 0, 2 * i + 1, new byte[] {0x7f, 0, 0, 0, 1})),
                flood(
                        "PRIORITY_UPDATE",
                        i -> frame(
                                16,
                                0,
                                0,
                                ByteBuffer.allocate(4).putInt(2 * i + 1).array())),
                flood("a frame nobody knows", _ -> frame(0xfe, 0, 0, new byte[0])),
                flood("WINDOW_UPDATE", _ -> frame(Frame.WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 1})),
                flood("empty DATA", _ -> frame(Frame.DATA, 0, 1, new byte[0])),
                flood(
                        "padding alone",
                        _ -> frame(Frame.DATA, Frame.PADDED, 1, new byte[] {9, 0, 0, 0, 0, 0, 0, 0, 0, 0})));
    }

    private static Arguments flood(String name, IntFunction<byte[]> frame) {
        return arguments(name, frame);
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(Frame.HEADER + payload.length)
                .put(new Frame(payload.length, type, flags, stream).header())
                .put(payload)
                .array();
    }

    @ParameterizedTest
    @MethodSource("floods")
    void aFloodOfFramesThatAskForNothingEndsTheConnection(String name, IntFunction<byte[]> frame) throws Exception {
        try (Http2Client client = connect()) {
            client.request(1, false, "POST", "/late");
            waiting.acquire();
            Thread reader = client.readInBackground();
            int sent = 0;
            try {
                while (sent < VERY_MANY && reader.isAlive()) {
                    client.bytes(frame.apply(sent++));
                }
            } catch (UncheckedIOException _) {
                // it ended on the way
            }
            reader.join();
            assertThat(client.end()).as(name).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM.code());
        }
        assertThatOthersAreServed();
    }

    @Test
    void aFloodOfContinuationsEndsTheConnection() throws Exception {
        try (Http2Client client = connect()) {
            client.frame(Frame.HEADERS, 0, 1, new byte[0]);
            for (int i = 0; i < 100; i++) {
                client.frame(Frame.CONTINUATION, 0, 1, new byte[0]);
            }
            assertThat(client.end()).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM.code());
        }
        assertThatOthersAreServed();
    }

    @Test
    void aMegabyteOfHeadersEndsTheConnection() throws Exception {
        try (Http2Client client = connect()) {
            List<Header> fields = Collections.nCopies(300, new BasicHeader("x", "~".repeat(4000)));
            try {
                client.headers(1, true, fields);
            } catch (UncheckedIOException _) {
                // it ended on the way
            }
            assertThat(client.end()).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM.code());
        }
        assertThatOthersAreServed();
    }

    /** Compressed they are a few bytes each, and must be read all the same, or the next request would be misread. */
    @Test
    void headersThatUnfoldToMuchAreRefusedAndTheNextRequestIsReadRight() throws Exception {
        byte[] start = {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0x41, 1, 'h'
        }; // GET http / :authority h, which is indexed
        byte[] large = "b".repeat(3000).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bomb = ByteBuffer.allocate(4000)
                .put(start)
                .put(new byte[] {
                    0x40, 1, 'x', 0x7f, (byte) ((large.length - 127) % 128 + 128), (byte) ((large.length - 127) / 128)
                })
                .put(large);
        for (int i = 0; i < 50; i++) {
            bomb.put((byte) 0xbe); // the newest entry of the table
        }
        bomb.put(new byte[] {0x40, 1, 'x', 4, 'l', 'a', 's', 't'});
        byte[] block = new byte[bomb.position()];
        bomb.flip().get(block);
        try (Http2Client client = connect()) {
            client.frame(Frame.HEADERS, Frame.END_STREAM | Frame.END_HEADERS, 1, block);
            assertThat(client.answer(1).status()).isEqualTo("400");
            byte[] next = {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0x41, 1, 'h', (byte) 0xbf
            }; // the one before :authority
            client.frame(Frame.HEADERS, Frame.END_STREAM | Frame.END_HEADERS, 3, next);
            assertThat(client.answer(3).text()).isEqualTo("0 [last]");
        }
    }

    @Test
    void aRequestThatIsNotReadHoldsUpNoneOfAHundredOthers() throws Exception {
        try (Http2Client client = connect()) {
            client.request(1, false, "POST", "/late");
            waiting.acquire();
            for (int i = 0; i < 6; i++) {
                client.data(1, false, "a".repeat(10_000));
            }
            for (int id = 3; id <= 201; id += 2) {
                client.request(id, false, "POST", "/now");
            }
            for (int id = 3; id <= 201; id += 2) {
                client.data(id, true, "b".repeat(5000));
            }
            for (int id = 3; id <= 201; id += 2) {
                assertThat(client.answer(id).text()).isEqualTo("5000 []");
            }
            mayRead.countDown();
            client.data(1, true, "");
            assertThat(client.answer(1).text()).isEqualTo("60000 []");
        }
    }

    @Test
    void aHundredRequestsAreAnsweredAtATime() throws Exception {
        try (Http2Client client = connect()) {
            for (int id = 1; id <= 199; id += 2) {
                client.request(id, false, "POST", "/late");
            }
            waiting.acquire(100);
            mayRead.countDown();
            for (int id = 199; id > 0; id -= 2) {
                client.data(id, true, "c".repeat(id));
            }
            for (int id = 1; id <= 199; id += 2) {
                assertThat(client.answer(id).text()).isEqualTo(id + " []");
            }
        }
    }

    @Test
    void whatIsUnreadOnAConnectionIsBoundedAsAWhole() throws Exception {
        try (Http2Client client = connect()) {
            for (int id = 1; id <= 41; id += 2) {
                client.request(id, false, "POST", "/late");
            }
            waiting.acquire(21);
            for (int id = 1; id <= 41; id += 2) {
                for (int i = 0; i < 6; i++) {
                    client.data(id, false, "a".repeat(10_000)); // 1.2 MB in all, and none of them over its own window
                }
            }
            assertThat(client.end()).isEqualTo(ErrorCode.FLOW_CONTROL_ERROR.code());
        }
    }

    @Test
    void bodiesOfManyWindowsComeThroughAndLeaveRoomForTheNext() throws Exception {
        try (Http2Client client = connect()) {
            for (int id = 1; id <= 5; id += 2) {
                client.request(id, false, "POST", "/now").body(id, 3_000_000);
                assertThat(client.answer(id).text()).isEqualTo("3000000 []");
            }
        }
    }

    @Test
    void paddingIsGivenBackToTheWindow() throws Exception {
        try (Http2Client client = connect()) {
            byte[] padded = new byte[256];
            padded[0] = (byte) 250; // five bytes of body
            client.request(1, false, "POST", "/now");
            for (int i = 0; i < 1000; i++) {
                client.awaitRoom(1, padded.length);
                client.frame(Frame.DATA, Frame.PADDED, 1, padded);
            }
            client.data(1, true, "");
            assertThat(client.answer(1).text()).isEqualTo("5000 []");
        }
    }

    /** A later SETTINGS frame leaves alone what it does not name. */
    @Test
    void settingsThatAreNotSaidAgainStay() throws Exception {
        try (Http2Client client =
                new Http2Client(port()).settings(Settings.INITIAL_WINDOW, 4).settings(Settings.FRAME_SIZE, 20_000)) {
            client.request(1, true, "GET", "/now");
            client.ping();
            while (client.on(1).body.size() < 4) {
                client.ping();
            }
            client.ping();
            assertThat(client.on(1).text()).isEqualTo("0 []".substring(0, 4));
        }
    }

    private void assertThatOthersAreServed() throws IOException {
        try (Http2Client other = connect()) {
            assertThat(other.request(1, true, "GET", "/now").answer(1).text()).isEqualTo("0 []");
        }
    }

    private Http2Client connect() throws IOException {
        return Http2Client.connect(port());
    }

    private int port() {
        return server.ports().getFirst();
    }
}
