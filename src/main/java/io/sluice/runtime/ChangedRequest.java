package io.sluice.runtime;

import io.sluice.api.ConnectionInfo;
import io.sluice.api.Headers;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import io.sluice.api.RequestChange;
import org.jspecify.annotations.Nullable;

/** A request with the changes of plugins over it. What nobody changed is the client's own, never copied. */
final class ChangedRequest implements Request, RequestChange {

    private final Request received;
    private String method;
    private String target;
    private @Nullable Headers headers;
    private @Nullable RequestBody body;
    private @Nullable String upstreamPath;
    private @Nullable String upstreamHost;

    ChangedRequest(Request received) {
        this.received = received;
        this.method = received.method();
        this.target = received.target();
    }

    @Override
    public void method(String changed) {
        method = changed;
    }

    @Override
    public void query(@Nullable String rawQuery) {
        target = rawQuery == null ? rawPath() : rawPath() + "?" + rawQuery;
    }

    /** The plugins behind see headers that fit the body. */
    @Override
    public void body(byte[] changed) {
        body = new BytesBody(changed);
        headers().set("Content-Length", Integer.toString(changed.length)).remove("Transfer-Encoding");
    }

    @Override
    public void body(RequestBody changed) {
        body = changed;
    }

    @Override
    public void upstreamPath(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("the upstream path must begin with '/': " + path);
        }
        upstreamPath = path;
    }

    @Override
    public void upstreamHost(String host) {
        upstreamHost = host;
    }

    /** Null if no plugin chose one. */
    @Nullable
    String upstreamPath() {
        return upstreamPath;
    }

    /** Null if no plugin chose one. */
    @Nullable
    String upstreamHost() {
        return upstreamHost;
    }

    @Override
    public String id() {
        return received.id();
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public String httpVersion() {
        return received.httpVersion();
    }

    @Override
    public String host() {
        return received.host();
    }

    /** Whoever holds this may change them, so they are a copy: the client's own stay as they were. */
    @Override
    public Headers headers() {
        if (headers == null) {
            headers = received.headers().copy();
        }
        return headers;
    }

    @Override
    public RequestBody body() {
        return body == null ? received.body() : body;
    }

    @Override
    public String clientAddress() {
        return received.clientAddress();
    }

    @Override
    public int clientPort() {
        return received.clientPort();
    }

    @Override
    public ConnectionInfo connection() {
        return received.connection();
    }

    @Override
    public int sequence() {
        return received.sequence();
    }
}
