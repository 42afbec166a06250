package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Stranger;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A wrong address costs the routes that have it, not the process; and it may become one at any time. */
class NotKafkaIT {

    private static String route(String name, int port) {
        return "- {name: " + name + ", paths: [/" + name + "], plugins: [{name: kafka-upstream, config: {topic: good"
                + ", producer_async: false, producer_request_timeout: 2000, bootstrap_servers: [{host: 127.0.0.1, port: "
                + port + "}], error_handling: {return_error_message: true}}}]}\n";
    }

    @Test
    void othersGoOnAndAListenerMayComeAndGo() throws Exception {
        try (ForkedCluster cluster = ForkedCluster.start(1, Map.of());
                Stranger web = new Stranger(0, Stranger.HTTP);
                Stranger liar = new Stranger(0, Stranger.frame(Integer.MAX_VALUE))) {
            cluster.createTopic("good", 1);
            int broker = cluster.port(1);
            try (GatewayProcess gateway = GatewayProcess.serve(
                    "_format_version: '3.0'\nroutes:\n" + route("web", web.port()) + route("liar", liar.port())
                            + route("good", broker),
                    Map.of("SLUICE_JAVA_OPTS", "-Xmx256m"))) {
                Waiting.until(
                        "the good route serves", () -> post(gateway, "/good").status() == 200);
                for (String path : new String[] {"/web", "/liar"}) {
                    Http.Answer response = post(gateway, path);
                    assertThat(response.status()).isEqualTo(502);
                    assertThat(response.body()).contains("NotKafka");
                }
                assertThat(Http.get(gateway.statusPort(), "/status").body())
                        .contains("this is not a Kafka listener, it answers HTTP");
                assertThat(gateway.output())
                        .anyMatch(line -> line.contains("ERROR kafka: this is not a Kafka listener"));

                cluster.kill(1);
                try (Stranger _ = new Stranger(broker, Stranger.HTTP)) {
                    Waiting.until("the web server is found out", () -> {
                        Http.Answer response = post(gateway, "/good");
                        return response.status() == 502 && response.body().contains("NotKafka");
                    });
                }
                cluster.start(1);

                Waiting.until(
                        "the broker is found again",
                        () -> post(gateway, "/good").status() == 200);
                assertThat(post(gateway, "/web").status()).isEqualTo(502);
                assertThat(gateway.stop()).isZero();
            }
        }
    }

    private static Http.Answer post(GatewayProcess gateway, String path) throws Exception {
        return Http.post(gateway.proxyPort(), path, "text/plain", "x");
    }
}
