package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The README's second example, as a reader would try it: services, consumers, plugins, a route into Kafka, a log to Kafka. */
class GatewayExampleIT {

    @Test
    void everyLineOfTheReadmesSecondExampleWorks() throws Exception {
        int kafka = ForkedKafka.freePort();
        int status = ForkedKafka.freePort();
        String example = Files.readString(Path.of("examples/gateway.yml"))
                .replace("port: 9092", "port: " + kafka)
                .replace("localhost:8007", "localhost:" + status);
        try (GatewayProcess gateway = GatewayProcess.serve(
                example,
                Map.of("KONG_STATUS_LISTEN", "127.0.0.1:" + status),
                "--dev",
                "--kafka-port",
                Integer.toString(kafka))) {
            Http.Answer nobody = get(gateway, "/status", "X-Nothing", "1");
            assertThat(nobody.status()).isEqualTo(401);
            assertThat(nobody.body()).contains("No API key found in request");
            assertThat(nobody.headers()).containsKey("x-request-id");

            Http.Answer guest = get(gateway, "/status", "apikey", "bob-key");
            assertThat(guest.status()).isEqualTo(403);
            assertThat(guest.body()).contains("You cannot consume this service");

            Http.Answer alice = get(gateway, "/status", "apikey", "alice-key");
            assertThat(alice.status()).isEqualTo(200);
            assertThat(alice.body()).contains("\"ready\":true");
            assertThat(alice.headers())
                    .containsEntry("ratelimit-remaining", "4")
                    .containsKey("x-kong-upstream-latency");
            int others = others(gateway);
            assertThat(others)
                    .as("the sixth is refused, or of a minute that begins meanwhile the sixth")
                    .isBetween(5, 10);

            Http.Answer sent = post(gateway, "{\"order\":1}");
            assertThat(sent.status()).isEqualTo(200);
            assertThat(sent.body()).isEqualTo("{\"message\":\"message sent\"}");
            assertThat(post(gateway, "x".repeat(2000)).status()).isEqualTo(413);

            Waiting.until("the record is printed", () -> gateway.output().contains("events-0@0"));
            Waiting.until(
                    "the requests are logged",
                    () -> gateway.output().stream()
                                    .filter(line -> line.startsWith("access-log-0@"))
                                    .count()
                            == 5 + others);
            String event = lineAfter(gateway, "events-0@0");
            assertThat(event).contains("\"x-consumer-username\":\"bob\"").doesNotContain("bob-key");
            assertThat(lineAfter(gateway, "access-log-0@2"))
                    .contains("\"x-consumer-username\":\"alice\"")
                    .contains("\"upstream_status\":\"200\"")
                    .doesNotContain("alice-key");
            assertThat(gateway.stop()).isZero();
        }
    }

    /** How many more requests alice sends until one is refused. */
    private static int others(GatewayProcess gateway) throws IOException {
        int sent = 1;
        while (get(gateway, "/status", "apikey", "alice-key").status() != 429 && sent < 20) {
            sent++;
        }
        return sent;
    }

    private static Http.Answer get(GatewayProcess gateway, String path, String header, String value)
            throws IOException {
        return Http.send(
                gateway.proxyPort(), "GET", path, new String[][] {{"Host", "localhost"}, {header, value}}, new byte[0]);
    }

    private static Http.Answer post(GatewayProcess gateway, String body) throws IOException {
        return Http.send(
                gateway.proxyPort(),
                "POST",
                "/events",
                new String[][] {{"Host", "localhost"}, {"apikey", "bob-key"}, {"Content-Type", "application/json"}},
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static String lineAfter(GatewayProcess gateway, String line) {
        return gateway.output().get(gateway.output().indexOf(line) + 1);
    }
}
