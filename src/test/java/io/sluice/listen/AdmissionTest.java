package io.sluice.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Headers;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import io.sluice.api.Responder;
import io.sluice.settings.AdmissionSettings;
import io.sluice.settings.ClientAddressSettings;
import io.sluice.settings.ClientLimits;
import io.sluice.settings.Listener;
import io.sluice.settings.SoKeepalive;
import io.sluice.testing.FakeMetrics;
import io.sluice.wire.Memory;
import io.sluice.wire.Seat;
import io.sluice.wire.http2.Http2Client;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients may hold at a time: beyond it they are told, and what was given back is there for others. */
@Timeout(60)
class AdmissionTest {

    private static final int KIB = 1024;

    private final Admission admission = new Admission(new Admission.Limits(8, 6, 4, 256 * KIB));
    private final Semaphore waiting = new Semaphore(0);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        Listener listener = new Listener("127.0.0.1", 0, false, true, false, 100, SoKeepalive.OFF, true);
        server = HttpServer.start(
                List.of(new HttpServer.Binding("test", listener, this::handle)),
                ClientLimits.DEFAULT,
                ClientAddressSettings.DEFAULT,
                Duration.ofSeconds(5),
                admission);
    }

    @AfterEach
    void stop() {
        mayEnd.countDown();
        server.close();
        assertThat(admission.connections()).isZero();
        assertThat(admission.requests()).isZero();
        assertThat(admission.bytes()).isZero();
    }

    private void handle(Request request, Responder responder) throws IOException {
        try {
            int length = request.body().bytes(1 << 20).length;
            if (request.rawPath().equals("/wait")) {
                waiting.release();
                mayEnd.await(30, TimeUnit.SECONDS);
            }
            responder.respond(200, new Headers(), ("read " + length).getBytes(StandardCharsets.US_ASCII));
        } catch (RequestBody.TooLarge | InterruptedException e) {
            throw new IOException(e);
        }
    }

    private RawClient connect() throws IOException {
        return RawClient.connect(server.ports().getFirst());
    }

    private static String post(String path, int announced, int sent) {
        return "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + announced + "\r\n\r\n" + "a".repeat(sent);
    }

    @Test
    void aConnectionTooManyIsToldAndTheNextOneAfterAnEndIsNot() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            clients.add(connect());
            clients.getLast().write(post("/", 1, 1));
            assertThat(clients.getLast().readTo("read 1")).startsWith("HTTP/1.1 200 ");
        }
        try (RawClient seventh = connect()) {
            assertThat(seventh.rest()).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1\r\n");
        }
        clients.removeLast().close();
        awaitConnections(5);
        try (RawClient again = connect()) {
            assertThat(again.write(post("/", 1, 1)).readTo("read 1")).startsWith("HTTP/1.1 200 ");
        }
        for (RawClient client : clients) {
            client.close();
        }
    }

    private void awaitConnections(int number) {
        while (admission.connections() != number) { // the test's limit is that of the wait
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void aRequestTooManyIsToldWhileOthersAreAnswered() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(connect());
            clients.getLast().write(post("/wait", 1, 1));
        }
        waiting.acquire(3);
        try (RawClient fourth = connect()) {
            assertThat(fourth.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n").rest())
                    .startsWith("HTTP/1.1 503 ")
                    .contains("Retry-After: 1\r\n", "over a limit of its own");
        }
        try (Http2Client client = Http2Client.connect(server.ports().getFirst())) {
            assertThat(client.request(1, true, "GET", "/").answer(1).refused()).isTrue();
            mayEnd.countDown();
            for (RawClient one : clients) {
                assertThat(one.readTo("read 1")).startsWith("HTTP/1.1 200 ");
                one.close();
            }
            assertThat(client.request(3, true, "GET", "/").answer(3).headers).containsEntry(":status", "200");
        }
    }

    @Test
    void largeBodiesAreRefusedWhenTheyHoldTooMuchAndSmallOnesAreNot() throws Exception {
        RawClient large = connect();
        large.write(post("/", 1 << 20, 120 * KIB));
        while (admission.bytes() < 100 * KIB) {
            LockSupport.parkNanos(1_000_000);
        }
        try (RawClient more = connect()) {
            assertThat(more.write(post("/", 1 << 20, 120 * KIB)).rest())
                    .startsWith("HTTP/1.1 503 ")
                    .contains("Retry-After: 1\r\n");
        }
        try (RawClient small = connect()) {
            assertThat(small.write(post("/", 16 * KIB, 16 * KIB)).readTo("read 16384"))
                    .startsWith("HTTP/1.1 200 ");
        }
        large.close();
        while (admission.bytes() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
        try (RawClient again = connect()) {
            assertThat(again.write(post("/", 120 * KIB, 120 * KIB)).readTo("read 122880"))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void whatIsSentAllocatesNoMoreThanTwiceAsMuch() throws Exception {
        try (RawClient client = connect()) {
            client.write(post("/", 1 << 20, 65 * KIB));
            while (admission.bytes() < 65 * KIB - Memory.FREE) {
                LockSupport.parkNanos(1_000_000);
            }
            assertThat(admission.bytes()).isLessThanOrEqualTo(128 * KIB);
        }
    }

    @Test
    void itAddsUpWhateverManyDoAtOnce() throws Exception {
        Admission shared = new Admission(new Admission.Limits(20, 15, 40, 1 << 20));
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            InetAddress address = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) (t % 3)});
            Random random = new Random(t);
            threads.add(Thread.ofPlatform().start(() -> use(shared, address, random, failures)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(shared.connections()).isZero();
        assertThat(shared.requests()).isZero();
        assertThat(shared.bytes()).isZero();
    }

    private static void use(Admission shared, InetAddress address, Random random, List<Throwable> failures) {
        try {
            for (int i = 0; i < 20_000; i++) {
                Admission.Place seat = shared.connect(address);
                if (seat == null) {
                    continue;
                }
                Seat.Ticket ticket = seat.request();
                for (int part = 0; ticket != null && part < 4; part++) {
                    ticket.take(random.nextInt(1, 200_000));
                    assertThat(shared.connections()).isLessThanOrEqualTo(20 + 8);
                }
                if (ticket != null) {
                    ticket.leave();
                }
                seat.leave();
            }
        } catch (RuntimeException | AssertionError e) {
            synchronized (failures) {
                failures.add(e);
            }
        }
    }

    @Test
    void nothingChosenFollowsTheHeapAndTheFileLimit() {
        Admission.Limits auto = Admission.Limits.of(AdmissionSettings.AUTO);
        assertThat(auto.connections()).isBetween(16, 16_384);
        assertThat(auto.perClient()).isLessThan(auto.connections());
        assertThat(auto.requests()).isBetween(64, 16_384);
        assertThat(auto.bytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 12);
        assertThat(Admission.Limits.of(new AdmissionSettings(5, 4, 3, 2))).isEqualTo(new Admission.Limits(5, 4, 3, 2));
    }

    @Test
    void allOfItIsMeasured() {
        FakeMetrics metrics = new FakeMetrics();
        admission.measure(metrics);
        assertThat(metrics.gauges())
                .contains(
                        "sluice_client_connections",
                        "sluice_requests_in_flight",
                        "sluice_bytes_held",
                        "sluice_admission_refused");
    }
}
