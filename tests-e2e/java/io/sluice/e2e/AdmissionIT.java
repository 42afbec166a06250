package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.wire.http2.Http2Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stranger who takes all that he can get: memory, then file descriptors. The process lives, and others are served. */
@Timeout(180)
class AdmissionIT {

    private static final int STRANGERS = 1100;

    private static ForkedKafka kafka;
    private static String file;

    @BeforeAll
    static void start() throws Exception {
        kafka = ForkedKafka.start(ForkedKafka.NEWEST);
        kafka.createTopic("admission", 1);
        file =
                "_format_version: '3.0'\nroutes:\n- {name: r, paths: [/a], plugins: [{name: kafka-upstream, config: {topic: admission,"
                        + " producer_async: false, bootstrap_servers: [{host: " + kafka.host() + ", port: "
                        + kafka.port() + "}]}}]}\n";
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void bodiesThatNeverEndTakeNeitherTheProcessNorTheOthersPlaces() throws Exception {
        Map<String, String> env = Map.of("SLUICE_JAVA_OPTS", "-Xmx256m", "KONG_PROXY_ACCESS_LOG", "off");
        try (GatewayProcess gateway = GatewayProcess.serve(file, env)) {
            assertThat(post(gateway).status()).isEqualTo(200);
            List<Socket> strangers = new ArrayList<>();
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger served = new AtomicInteger();
            Thread honest = Thread.ofVirtual().start(() -> {
                while (!over.get()) {
                    if (isServed(gateway)) {
                        served.incrementAndGet();
                    }
                }
            });
            byte[] head = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: 1048576\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] most = new byte[900_000];
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < STRANGERS; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.proxyPort());
                strangers.add(socket);
                writers.add(Thread.ofVirtual().start(() -> write(socket, head, most)));
            }
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(gateway.isRunning()).isTrue();
            int before = served.get();
            Waiting.until("honest clients are served", () -> served.get() > before + 50);
            assertThat(resident(gateway)).isLessThan(256 * 13 / 10);
            over.set(true);
            honest.join();
            for (Socket socket : strangers) {
                socket.close();
            }
            assertThat(Http.get(gateway.statusPort(), "/metrics").body())
                    .containsPattern("sluice_admission_refused\\{limit=\"bytes\"} [1-9]");
            Waiting.until(
                    "all is given back",
                    () -> Http.get(gateway.statusPort(), "/metrics").body().contains("\nsluice_bytes_held 0.0\n"));
            assertThat(post(gateway).status()).isEqualTo(200);
            assertThat(gateway.stop()).isZero();
        }
    }

    @Test
    void norDoStreams() throws Exception {
        Map<String, String> env = Map.of(
                "SLUICE_JAVA_OPTS",
                "-Xmx256m",
                "KONG_PROXY_ACCESS_LOG",
                "off",
                "KONG_PROXY_LISTEN",
                "127.0.0.1:0 http2");
        try (GatewayProcess gateway = GatewayProcess.serve(file, env)) {
            List<Http2Client> strangers = new ArrayList<>();
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Http2Client client = Http2Client.connect(gateway.proxyPort());
                strangers.add(client);
                client.readInBackground();
                senders.add(Thread.ofVirtual().start(() -> {
                    try {
                        for (int stream = 1; stream < 256; stream += 2) {
                            client.request(
                                    stream,
                                    false,
                                    "POST",
                                    "/a",
                                    "content-length",
                                    "1048576",
                                    "content-type",
                                    "text/plain");
                        }
                        for (int round = 0; round < 4; round++) {
                            for (int stream = 1; stream < 256; stream += 2) {
                                client.data(stream, false, "a".repeat(15_000));
                            }
                        }
                    } catch (java.io.UncheckedIOException _) {
                        // it was ended on the way
                    }
                }));
            }
            for (Thread sender : senders) {
                assertThat(sender.join(java.time.Duration.ofSeconds(30))).isTrue();
            }
            assertThat(post(gateway).status()).isEqualTo(200);
            assertThat(gateway.isRunning()).isTrue();
            assertThat(resident(gateway)).isLessThan(256 * 13 / 10);
            for (Http2Client client : strangers) {
                client.close();
            }
            Waiting.until(
                    "all is given back",
                    () -> Http.get(gateway.statusPort(), "/metrics")
                            .body()
                            .contains("\nsluice_requests_in_flight 0.0\n"));
            assertThat(gateway.stop()).isZero();
        }
    }

    private static Http.Answer post(GatewayProcess gateway) throws IOException {
        return Http.post(gateway.proxyPort(), "/a", "application/json", "{\"a\":1}");
    }

    private static boolean isServed(GatewayProcess gateway) {
        try {
            return post(gateway).status() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private static void write(Socket socket, byte[] head, byte[] most) {
        try {
            socket.getOutputStream().write(head);
            socket.getOutputStream().write(most);
        } catch (IOException _) {
            // it was refused on the way
        }
    }

    /** In MiB. */
    private static long resident(GatewayProcess gateway) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + gateway.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aListenerOutlivesTheFileLimit() throws Exception {
        try (GatewayProcess gateway =
                GatewayProcess.serveWithFiles(200, file, Map.of("KONG_PROXY_ACCESS_LOG", "off"))) {
            assertThat(post(gateway).status()).isEqualTo(200);
            for (int round = 0; round < 3; round++) {
                List<Socket> strangers = new ArrayList<>();
                for (int i = 0; i < 400; i++) {
                    strangers.add(new Socket(InetAddress.getLoopbackAddress(), gateway.proxyPort()));
                }
                for (Socket socket : strangers) {
                    socket.close();
                }
                Waiting.until("the listener accepts again", () -> isServed(gateway));
                Waiting.until(
                        "it is ready",
                        () -> Http.get(gateway.statusPort(), "/status/ready").status() == 200);
            }
        }
    }
}
