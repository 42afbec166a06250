package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Headers;
import io.sluice.api.Responder;
import io.sluice.testing.FakeRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusApiTest {

    @ParameterizedTest(name = "{0} {1}, starting: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /status | false | 200 | {\"requests\":7}",
                "HEAD | /status | false | 200 | {\"requests\":7}",
                "GET | /status/ready | false | 200 | {\"message\":\"ready\"}",
                "GET | /status/ready | true | 503 | {\"message\":\"starting\"}",
                "GET | /metrics | false | 200 | a_total 1",
                "GET | /robots.txt | false | 200 | User-agent: *;Disallow: /;",
                "GET | / | false | 404 | {\"message\":\"Not found\"}",
                "POST | /status | false | 405 | {\"message\":\"Method not allowed\"}",
            })
    void whoAsksIsTold(String method, String path, boolean starting, int status, String body) throws IOException {
        StatusApi api = new StatusApi(
                () -> Map.of("requests", 7),
                () -> starting ? Optional.of("starting") : Optional.empty(),
                () -> "a_total 1".getBytes(StandardCharsets.UTF_8));
        Kept kept = new Kept();

        api.handle(new FakeRequest(method, path), kept);

        assertThat(kept.status).isEqualTo(status);
        assertThat(kept.body).isEqualTo(body.replace(';', '\n'));
        assertThat(kept.headers.first("Server").orElseThrow()).startsWith("sluice/");
    }

    private static final class Kept implements Responder {
        private int status;
        private Headers headers = new Headers();
        private String body = "";

        @Override
        public Written respond(int code, Headers fields, byte[] bytes) {
            status = code;
            headers = fields;
            body = new String(bytes, StandardCharsets.UTF_8);
            return new Written(0, bytes.length, bytes.length);
        }

        @Override
        public Written respond(int code, @Nullable String reason, Headers fields, Streamed streamed) {
            throw new AssertionError("nothing is streamed");
        }

        @Override
        public Watch onClientGone(Runnable action) {
            return () -> {};
        }
    }
}
