package io.sluice.http;

import io.sluice.api.Headers;

/**
 * A request line and its headers, judged and found well-formed.
 *
 * @param method empty where the request line could not be read: that is the target then
 * @param target path and query as sent, bytes from 0x80 percent-encoded
 * @param version {@code 1.0}, {@code 1.1} or {@code 2.0}
 * @param host of an absolute target, else the Host header; empty for HTTP/1.0 without
 * @param bodyLength -1 for chunked
 * @param expectsContinue the client waits for an interim 100 before it sends the body
 * @param bytes size on the wire
 */
public record RequestHead(
        String method,
        String target,
        String version,
        String host,
        Headers headers,
        long bodyLength,
        boolean expectsContinue,
        boolean keepAlive,
        long bytes) {

    /** Of a request that could not be read: {@code text} is what came in place of its first line, as far as it is kept. */
    public static RequestHead unread(String text, String version) {
        return seen("", text, version, new Headers(), 0);
    }

    /** What is known of a request that is refused. Its body is none of ours. */
    public static RequestHead seen(String method, String target, String version, Headers headers, long bytes) {
        String host = headers.first("Host").orElse("");
        return new RequestHead(method, target, version, host, headers, 0, false, false, bytes);
    }

    /** The same of a request that is refused for another reason than what it says. */
    public RequestHead withoutBody() {
        return new RequestHead(method, target, version, host, headers, 0, false, false, bytes);
    }

    public boolean isChunked() {
        return bodyLength < 0;
    }
}
