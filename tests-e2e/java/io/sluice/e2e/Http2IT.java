package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.upstream.Recorded;
import io.sluice.e2e.upstream.RecordingEcho;
import io.sluice.e2e.upstream.UpstreamServer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged program, asked in HTTP/2, before a service that speaks HTTP/1.1. */
class Http2IT {

    @Test
    void aRequestInHttp2IsProxiedInHttp1() throws Exception {
        try (UpstreamServer upstream = UpstreamServer.start(new RecordingEcho(), null);
                GatewayProcess gateway = GatewayProcess.serve(
                        """
                        _format_version: "3.0"
                        services:
                        - name: echo
                          url: http://127.0.0.1:%s
                          routes:
                          - name: all
                            paths: [/]
                        """.formatted(upstream.port()),
                        Map.of("KONG_PROXY_LISTEN", "127.0.0.1:0, 127.0.0.1:0 ssl http2"))) {
            byte[] body = "x".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
            String[][] headers = {{"X-Mine", "\u00e9"}};

            Http.Answer answer = Http2.send(gateway.tlsPort(), "POST", "/a?b=c", headers, body);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsKey("x-kong-upstream-latency").doesNotContainKey("transfer-encoding");
            Recorded got = upstream.requests().getFirst();
            assertThat(got.head().startLine()).isEqualTo("POST /a?b=c HTTP/1.1");
            assertThat(got.bytes()).isEqualTo(body);
            assertThat(got.fields().joined("Via")).startsWith("2 ");
            assertThat(got.fields().joined("X-Forwarded-Proto")).isEqualTo("https");
            assertThat(got.fields().joined("X-Forwarded-Host")).isEqualTo("localhost");
            assertThat(upstream.faults()).isEmpty();
        }
    }
}
