package io.sluice.testing;

import io.sluice.api.ConnectionInfo;
import io.sluice.api.Headers;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import io.sluice.api.TlsInfo;
import java.nio.charset.StandardCharsets;

/** A request to {@code example.com:8000} from {@code 127.0.0.1}, plain and without a body unless told otherwise. */
public record FakeRequest(
        String method,
        String target,
        Headers headers,
        RequestBody body,
        String clientAddress,
        ConnectionInfo connection)
        implements Request {

    private static final ConnectionInfo PLAIN =
            new ConnectionInfo(7, "127.0.0.1", 40_000, false, "127.0.0.1", 8000, 8000, null);

    public FakeRequest(String method, String target, Headers headers, RequestBody body) {
        this(method, target, headers, body, "127.0.0.1", PLAIN);
    }

    public FakeRequest(String method, String target, Headers headers) {
        this(method, target, headers, FakeBody.NONE);
    }

    public FakeRequest(String method, String target) {
        this(method, target, Headers.of("Host", "example.com:8000"));
    }

    /** With a body of that type. */
    public FakeRequest(String method, String target, String contentType, String body) {
        this(
                method,
                target,
                Headers.of("Host", "example.com:8000", "Content-Type", contentType),
                FakeBody.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** The same from another address. */
    public FakeRequest from(String address) {
        return new FakeRequest(method, target, headers, body, address, connection);
    }

    /** The same on a TLS connection. */
    public FakeRequest over(TlsInfo tls) {
        return new FakeRequest(
                method,
                target,
                headers,
                body,
                clientAddress,
                new ConnectionInfo(7, "127.0.0.1", 40_000, false, "127.0.0.1", 8443, 443, tls));
    }

    @Override
    public String id() {
        return "0123456789abcdef0123456789abcdef";
    }

    @Override
    public String httpVersion() {
        return "1.1";
    }

    @Override
    public String host() {
        return headers.first("Host").orElse("example.com:8000");
    }

    @Override
    public int clientPort() {
        return 40_000;
    }

    @Override
    public int sequence() {
        return 1;
    }
}
