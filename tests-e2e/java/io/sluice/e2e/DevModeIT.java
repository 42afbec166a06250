package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a newcomer does first: the example of the README, with the broker inside. */
class DevModeIT {

    @Test
    void aTopicThatNoBrokerTakesSpoilsNothing() throws Exception {
        int port = ForkedKafka.freePort();
        String route =
                "- {name: NAME, paths: [/NAME], plugins: [{name: kafka-upstream, config: {topic: TOPIC, producer_async: false, bootstrap_servers: [{host: localhost, port: "
                        + port + "}]}}]}\n";
        String file = "_format_version: '3.0'\nroutes:\n"
                + route.replace("NAME", "bad").replace("TOPIC", "'no topic!'")
                + route.replace("NAME", "good").replace("TOPIC", "good");
        try (GatewayProcess gateway =
                GatewayProcess.serve(file, Map.of(), "--dev", "--kafka-port", Integer.toString(port))) {
            assertThat(Http.post(gateway.proxyPort(), "/bad", "text/plain", "x").status())
                    .isEqualTo(502);
            assertThat(Http.post(gateway.proxyPort(), "/good", "text/plain", "x")
                            .status())
                    .isEqualTo(200);
            Waiting.until("the record is printed", () -> gateway.output().contains("good-0@0"));
            assertThat(gateway.stop()).isZero();
        }
    }

    @Test
    void aFileWithoutTopicsIsServedTooAndInEveryLocale() throws Exception {
        String file = "_format_version: '3.0'\nroutes: [{name: r, paths: [/]}]\n";
        Map<String, String> turkish =
                Map.of("JDK_JAVA_OPTIONS", "-Duser.language=tr -Duser.country=TR"); // the broker's, too
        try (GatewayProcess gateway = GatewayProcess.serve(file, turkish, "--dev", "--kafka-port", "0")) {
            assertThat(Http.get(gateway.proxyPort(), "/").status()).isEqualTo(503);
            assertThat(gateway.stop()).isZero();
            assertThat(String.join("\n", gateway.output())).doesNotContain("Exception");
        }
    }

    @Test
    void theQuickstartOfTheProductPageWorks() throws Exception {
        int port = ForkedKafka.freePort();
        String example = Files.readString(Path.of("kong.yml.example")).replace("port: 9092", "port: " + port);
        try (GatewayProcess gateway =
                GatewayProcess.serve(example, Map.of(), "--dev", "--kafka-port", Integer.toString(port))) {
            Http.Answer answer = Http.send(
                    gateway.proxyPort(),
                    "POST",
                    "/",
                    new String[][] {
                        {"Host", "kafka-upstream.dev"}, {"Content-Type", "application/x-www-form-urlencoded"}
                    },
                    "foo=bar".getBytes(StandardCharsets.UTF_8));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"message\":\"message sent\"}");
            Waiting.until("the record is printed", () -> gateway.output().contains("kong-0@0"));
            assertThat(gateway.output()).contains("  {\"body\":\"foo=bar\",\"body_args\":{\"foo\":\"bar\"}}");

            assertThat(Http.get(gateway.statusPort(), "/status/ready").status()).isEqualTo(200);
            assertThat(Http.get(gateway.statusPort(), "/metrics").body())
                    .contains("kong_http_requests_total{code=\"200\",route=\"quickstart\",service=\"\"} 1.0")
                    .contains("sluice_kafka_records_total{outcome=\"acked\",route=\"quickstart\",topic=\"kong\"} 1.0")
                    .contains("sluice_kafka_buffered_records")
                    .contains("sluice_kafka_ack_seconds_bucket");
            Http.Answer nothing = Http.get(gateway.proxyPort(), "/nothing");
            assertThat(nothing.status()).isEqualTo(404);
            assertThat(nothing.body()).contains("no Route matched with those values");
            assertThat(gateway.stop()).isZero();
        }
    }
}
