package io.sluice.api;

import org.jspecify.annotations.Nullable;

/** What the client sent. Immutable but for the body, which is read once and then kept. */
public interface Request {

    /** 32 lower-case hexadecimal digits, unique per request: Kong's {@code X-Kong-Request-Id}. */
    String id();

    /** As sent, {@code POST}. */
    String method();

    /** The request target as it was sent: path and query, undecoded; raw bytes from 0x80 percent-encoded. */
    String target();

    /** {@link #target()} up to the first {@code ?}. */
    String rawPath();

    /** What follows the first {@code ?}, undecoded; null when there is none. */
    @Nullable
    String rawQuery();

    /** {@code http} or {@code https}: the scheme of the connection. */
    String scheme();

    /** {@code 1.0}, {@code 1.1} or {@code 2.0}. */
    String httpVersion();

    /** The Host header (or {@code :authority}) as sent; empty if there was none. */
    String host();

    Headers headers();

    RequestBody body();

    /** The address of the client, after {@code trusted_ips} and {@code real_ip_header}. */
    String clientAddress();

    int clientPort();

    /** The port of the listener that took the request. */
    int listenerPort();

    /** The server name of the TLS handshake, or null. */
    @Nullable
    String sni();
}
