package io.sluice.plugins.keyauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Headers;
import io.sluice.api.Request;
import io.sluice.runtime.PluginRun;
import io.sluice.testing.Consumers;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import java.nio.charset.StandardCharsets;

/** Requests with keys, and the plugin that finds them. */
final class Keys {

    static final String FORM = "application/x-www-form-urlencoded";

    static final FakeHost HOST = Consumers.of("""
            {"consumers": [
              {"username": "bob", "keyauth_credentials": [
                {"key": "k"}, {"key": "k\u00e9"}, {"key": "\ufffd"}, {"key": "old", "expires": "2026-11-25T12:00:00Z"},
                {"key": "young", "expires": "2026-11-25T12:00:01Z"}]},
              {"username": "guest"}]}
            """);

    static final String FILE = "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.bin\"\r\n"
            + "Content-Type: image/png\r\n\r\n\u0001\r\n--X\r\n";

    static String part(String name, String value) {
        return "--XX\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    static PluginRun.Outcome run(String config, Request request) throws Exception {
        try (PluginRun run = PluginRun.of(HOST, "{name: key-auth, config: " + config + "}")) {
            return run.send(request);
        }
    }

    /** The message of a refusal, or whom the upstream is told. */
    static String outcome(String config, Request request) throws Exception {
        PluginRun.Outcome outcome = run(config, request);
        if (outcome.upstream() != null) {
            return outcome.upstream().headers().first("X-Consumer-Username").orElse("nobody");
        }
        assertThat(outcome.reply().status()).isEqualTo(401);
        String body = new String(outcome.reply().body(), StandardCharsets.UTF_8);
        return body.replaceFirst("(?s).*\"message\":\"([^\"]*)\".*", "$1");
    }

    static String text(Request request) throws Exception {
        return new String(request.body().bytes(Long.MAX_VALUE), StandardCharsets.UTF_8);
    }

    static FakeRequest get(String target, String headers) {
        Headers fields = Headers.of("Host", "example.com");
        if (headers != null) {
            for (String field : headers.split(",")) {
                int colon = field.indexOf(':');
                fields.add(
                        field.substring(0, colon).strip(),
                        field.substring(colon + 1).strip());
            }
        }
        return new FakeRequest("GET", target, fields);
    }

    static FakeRequest post(String type, String body) {
        return new FakeRequest("POST", "/", type, body);
    }

    static FakeRequest multipart(String body) {
        return post("Multipart/Form-Data; Boundary=\"XX\"", body);
    }

    static FakeRequest with(FakeRequest request, String name, String value) {
        return new FakeRequest(
                request.method(), request.target(), request.headers().copy().add(name, value), request.body());
    }

    static FakeRequest at(String target, FakeRequest request) {
        return new FakeRequest(request.method(), target, request.headers(), request.body());
    }

    private Keys() {}
}
