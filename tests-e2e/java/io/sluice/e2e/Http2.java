package io.sluice.e2e;

import io.sluice.e2e.wire.Tls;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** One request in HTTP/2 over TLS, by the client of the JDK. */
final class Http2 {

    private Http2() {}

    static Http.Answer send(int port, String method, String target, String[][] headers, byte[] body)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + target))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        for (String[] header : headers) {
            request.header(header[0], header[1]);
        }
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(Tls.client())
                .build()) {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.version() != HttpClient.Version.HTTP_2) {
                throw new IOException("answered in " + response.version());
            }
            Map<String, String> all = response.headers().map().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, e -> String.join(", ", e.getValue())));
            return new Http.Answer(response.statusCode(), all, new String(response.body(), StandardCharsets.UTF_8));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
