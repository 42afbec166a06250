package io.sluice.e2e.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.GatewayProcess;
import io.sluice.e2e.Waiting;
import io.sluice.e2e.wire.Certificate;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Many connections with bodies of all sizes, slow sides and sides that leave, for a while: every answer whole or visibly cut, every
 * byte where it belongs, and nothing left behind in the gateway. {@code make soak} runs it for minutes, the tests for seconds.
 */
class ProxySoakIT {

    private static final int CONNECTIONS = Integer.getInteger("soak.connections", 64);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("soak.seconds", 15));
    private static final long LARGEST = Integer.getInteger("soak.megabytes", 10) * 1_000_000L;
    private static final boolean HISTOGRAM = Boolean.getBoolean("soak.histogram");
    private static final long SEED = Long.getLong("soak.seed", System.nanoTime());

    /** Every way through the gateway: plain and TLS, requests and responses buffered and not. */
    private static final String FILE = """
            _format_version: '3.0'
            services:
            - {name: plain, host: 127.0.0.1, port: %s, retries: 1, routes: [
                {name: p, paths: [/p], strip_path: false},
                {name: pr, paths: [/pr], strip_path: false, request_buffering: false},
                {name: pb, paths: [/pb], strip_path: false, request_buffering: false, response_buffering: false}]}
            - {name: tls, host: 127.0.0.1, port: %s, protocol: https, retries: 1, routes: [
                {name: t, paths: [/t], strip_path: false},
                {name: tb, paths: [/tb], strip_path: false, request_buffering: false, response_buffering: false}]}
            """;

    private static final List<String> ROUTES = List.of("/p", "/pr", "/pb", "/t", "/tb");

    /** What may be there at the end that was not at the beginning: caches, compiled code's data, helper threads of the JVM. */
    private static final long MORE_HEAP_MIB = 24;

    private static final long MORE_THREADS = 8;
    private static final long MORE_FILES = 4;

    private final Tally tally = new Tally();
    private final AtomicLong ids = new AtomicLong();

    static boolean possible() {
        return ProcessWatch.possible();
    }

    @Test
    @EnabledIf(value = "possible", disabledReason = "it counts in /proc, which only Linux has")
    void nothingIsMixedUpAndNothingIsLeftBehind() throws Exception {
        Certificate certificate = Certificate.forName("soak.test");
        Map<String, String> env = Map.of("KONG_UPSTREAM_KEEPALIVE_IDLE_TIMEOUT", "2", "KONG_PROXY_ACCESS_LOG", "off");
        try (SoakUpstream plain = new SoakUpstream(null, tally);
                SoakUpstream tls = new SoakUpstream(certificate.serverContext(), tally);
                GatewayProcess gateway = GatewayProcess.serve(FILE.formatted(plain.port(), tls.port()), env)) {
            ProcessWatch watch = new ProcessWatch(gateway.pid());
            drive(gateway.proxyPort(), Duration.ofSeconds(5), LARGEST / 10);
            settle(plain, tls);
            ProcessWatch.Held before = watch.held();

            drive(gateway.proxyPort(), TIME, LARGEST);

            assertThat(gateway.isRunning())
                    .as("the gateway runs\n%s", lastLines(gateway))
                    .isTrue();
            settle(plain, tls);
            Waiting.until("files are closed", () -> watch.files() <= before.files() + MORE_FILES);
            ProcessWatch.Held after = watch.held();
            System.out.println("soak: seed " + SEED + ", " + tally + "\n  before " + before + "\n  after  " + after
                    + (HISTOGRAM ? "\n" + watch.histogram() : ""));
            assertThat(tally.wrongs())
                    .as("seed " + SEED + ", " + tally + "\n" + lastLines(gateway))
                    .isEmpty();
            assertThat(tally.of("answered 200")).isGreaterThan(CONNECTIONS);
            assertThat(after.threads()).as("threads, %s", before).isLessThanOrEqualTo(before.threads() + MORE_THREADS);
            assertThat(after.heapMiB())
                    .as("heap, %s\n%s", before, watch.histogram())
                    .isLessThanOrEqualTo(before.heapMiB() + MORE_HEAP_MIB);
        }
    }

    private void drive(int port, Duration time, long largest) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        List<Thread> clients = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(
                    Thread.ofVirtual().start(new SoakClient(port, ROUTES, largest, end, random.split(), ids, tally)));
        }
        for (Thread client : clients) {
            client.join();
        }
    }

    /** Idle connections to upstreams end after two seconds. */
    private static void settle(SoakUpstream... upstreams) throws Exception {
        for (SoakUpstream upstream : upstreams) {
            Waiting.until("connections to upstreams are closed", () -> upstream.open() == 0);
        }
    }

    private static String lastLines(GatewayProcess gateway) throws IOException {
        List<String> output = gateway.output();
        return String.join("\n", output.subList(Math.max(0, output.size() - 40), output.size()));
    }
}
