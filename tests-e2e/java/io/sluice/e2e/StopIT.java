package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The end of the process: its order, its haste, and an output that nobody reads. */
@Timeout(120)
class StopIT {

    @TempDir
    private Path folder;

    private ServerSocket upstream;
    private String file;

    @BeforeEach
    void listen() throws IOException {
        upstream = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        file = "_format_version: '3.0'\nservices:\n- {name: slow, host: 127.0.0.1, port: " + upstream.getLocalPort()
                + ", routes: [{name: slow, paths: [/slow]}]}\n";
    }

    @AfterEach
    void close() throws IOException {
        upstream.close();
    }

    private CompletableFuture<Http.Answer> inFlight(GatewayProcess gateway) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return Http.get(gateway.proxyPort(), "/slow");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    @Test
    void theStatusListenerIsTheLast() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.serve(file, Map.of())) {
            CompletableFuture<Http.Answer> answer = inFlight(gateway);
            try (Socket service = upstream.accept()) {
                gateway.terminate();
                Waiting.until("readiness is 503", () -> ready(gateway) == 503);
                Waiting.until("no new connections", () -> isRefused(gateway.proxyPort()));
                assertThat(Http.get(gateway.statusPort(), "/metrics").body()).contains("sluice_log_lines_dropped");
                assertThat(Http.get(gateway.statusPort(), "/status/ready").body())
                        .contains("shutting down");
                service.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(answer.get(30, TimeUnit.SECONDS).body()).isEqualTo("ok");
            assertThat(gateway.awaitExit()).isZero();
        }
    }

    @Test
    void aSecondSignalHurriesAndTheJdksOwnHooksRun() throws Exception {
        Path recording = folder.resolve("last.jfr");
        Map<String, String> env =
                Map.of("SLUICE_JAVA_OPTS", "-XX:StartFlightRecording:dumponexit=true,filename=" + recording);
        try (GatewayProcess gateway = GatewayProcess.serve(file, env)) {
            CompletableFuture<Http.Answer> answer = inFlight(gateway);
            try (Socket _ = upstream.accept()) {
                gateway.terminate();
                Waiting.until("readiness is 503", () -> ready(gateway) == 503);
                assertThat(answer).isNotDone();
                gateway.terminate();
                assertThat(gateway.awaitExit()).isZero();
                assertThat(answer.handle((_, gone) -> gone).get(10, TimeUnit.SECONDS))
                        .isNotNull();
            }
            assertThat(gateway.output()).anyMatch(line -> line.contains("stopping at once"));
        }
        assertThat(recording).isNotEmptyFile();
    }

    @Test
    void aSignalDuringAStartIsAStop() throws Exception {
        int status;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            status = free.getLocalPort();
        }
        Path config = Files.writeString(
                folder.resolve("kong.yml"),
                "_format_version: '3.0'\nroutes:\n- {name: r, paths: [/a], plugins: [{name: kafka-upstream, config: {topic: t,"
                        + " bootstrap_servers: [{host: 127.0.0.1, port: 1}]}}]}\n");
        ProcessBuilder builder = new ProcessBuilder(
                        GatewayProcess.PROGRAM.toString(), "start", "--config", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("KONG_PROXY_LISTEN", "127.0.0.1:0");
        builder.environment().put("KONG_STATUS_LISTEN", "127.0.0.1:" + status);
        Process process = builder.start();
        try {
            Waiting.until("the status listener is open", () -> !isRefused(status));
            process.toHandle().destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(folder.resolve("out")).content().contains("stopped; ").doesNotContain("is ready");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void anOutputThatNobodyReadsHoldsUpNothing() throws Exception {
        Path config = Files.writeString(folder.resolve("kong.yml"), file);
        ProcessBuilder builder = new ProcessBuilder(
                        GatewayProcess.PROGRAM.toString(), "start", "--config", config.toString())
                .redirectErrorStream(true);
        builder.environment().put("KONG_PROXY_LISTEN", "127.0.0.1:0");
        builder.environment().put("KONG_STATUS_LISTEN", "127.0.0.1:0");
        Process process = builder.start();
        try {
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            int proxy = 0;
            int status = 0;
            for (String line = out.readLine(); line != null && status == 0; line = out.readLine()) {
                int port = line.matches("  (proxy|status) .*")
                        ? Integer.parseInt(line.replaceAll("^.*:(\\d+).*$", "$1"))
                        : 0;
                proxy = line.startsWith("  proxy") ? port : proxy;
                status = line.startsWith("  status") ? port : status;
            }
            // from here on nobody reads; each line has 7 KB
            String[][] headers = {{"Host", "h"}, {"User-Agent", "a".repeat(7000)}};
            for (int i = 0; i < 1500; i++) {
                assertThat(Http.send(proxy, "GET", "/nowhere", headers, new byte[0])
                                .status())
                        .isEqualTo(404);
            }
            assertThat(Http.get(status, "/status/ready").status()).isEqualTo(200);
            assertThat(Http.get(status, "/metrics").body())
                    .containsPattern("sluice_log_lines_dropped\\{log=\"access\"} [1-9]")
                    .containsPattern("kong_http_requests_total\\{code=\"404\",[^}]*} 1500");
            process.toHandle().destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static int ready(GatewayProcess gateway) throws IOException {
        return Http.get(gateway.statusPort(), "/status/ready").status();
    }

    private static boolean isRefused(int port) throws IOException {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return false;
        } catch (ConnectException _) {
            return true;
        }
    }
}
