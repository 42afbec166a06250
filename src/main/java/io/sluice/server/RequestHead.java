package io.sluice.server;

import io.sluice.api.Headers;

/**
 * A request line and its headers, judged and found well-formed.
 *
 * @param target path and query as sent, bytes from 0x80 percent-encoded
 * @param version {@code 1.0} or {@code 1.1}
 * @param host of an absolute target, else the Host header; empty for HTTP/1.0 without
 * @param bodyLength -1 for chunked
 * @param expectsContinue the client waits for an interim 100 before it sends the body
 * @param bytes size on the wire
 */
record RequestHead(
        String method,
        String target,
        String version,
        String host,
        Headers headers,
        long bodyLength,
        boolean expectsContinue,
        boolean keepAlive,
        long bytes) {

    boolean isChunked() {
        return bodyLength < 0;
    }
}
