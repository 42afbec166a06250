package io.sluice.testing;

import io.sluice.api.Headers;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;

/** A request to {@code example.com:8000}, without a body if none is given. */
public record FakeRequest(String method, String target, Headers headers, RequestBody body) implements Request {

    public FakeRequest(String method, String target, Headers headers) {
        this(method, target, headers, _ -> new byte[0]);
    }

    public FakeRequest(String method, String target) {
        this(method, target, Headers.of("Host", "example.com:8000"));
    }

    @Override
    public String id() {
        return "0123456789abcdef0123456789abcdef";
    }

    @Override
    public String rawPath() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    @Override
    public String rawQuery() {
        int query = target.indexOf('?');
        return query < 0 ? null : target.substring(query + 1);
    }

    @Override
    public String scheme() {
        return "http";
    }

    @Override
    public String httpVersion() {
        return "1.1";
    }

    @Override
    public String host() {
        return "example.com:8000";
    }

    @Override
    public String clientAddress() {
        return "127.0.0.1";
    }

    @Override
    public int clientPort() {
        return 40_000;
    }

    @Override
    public int listenerPort() {
        return 8000;
    }

    @Override
    public String sni() {
        return null;
    }
}
