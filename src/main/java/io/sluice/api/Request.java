package io.sluice.api;

import org.jspecify.annotations.Nullable;

/** What the client sent, or what plugins have made of it. The body is read once and then kept. */
public interface Request {

    /** 32 lower-case hexadecimal digits, unique per request: Kong's {@code X-Kong-Request-Id}. */
    String id();

    /** As sent, {@code POST}. */
    String method();

    /** The request target as it was sent: path and query, undecoded; raw bytes from 0x80 percent-encoded. */
    String target();

    /** {@link #target()} up to the first {@code ?}. */
    default String rawPath() {
        int query = target().indexOf('?');
        return query < 0 ? target() : target().substring(0, query);
    }

    /** What follows the first {@code ?}, undecoded; null when there is none. */
    default @Nullable String rawQuery() {
        int query = target().indexOf('?');
        return query < 0 ? null : target().substring(query + 1);
    }

    /** {@code http} or {@code https}: the scheme of the connection. */
    default String scheme() {
        return connection().tls() == null ? "http" : "https";
    }

    /** {@code 1.0}, {@code 1.1} or {@code 2.0}. */
    String httpVersion();

    /** The Host header (or {@code :authority}) as sent; empty if there was none. */
    String host();

    Headers headers();

    RequestBody body();

    /** The address of the client, after {@code trusted_ips} and {@code real_ip_header}. */
    String clientAddress();

    int clientPort();

    ConnectionInfo connection();

    /** Which request on its connection this is, from 1. */
    int sequence();

    /** The server name of the TLS handshake, or null. */
    default @Nullable String sni() {
        TlsInfo tls = connection().tls();
        return tls == null ? null : tls.sni();
    }
}
