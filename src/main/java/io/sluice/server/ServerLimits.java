package io.sluice.server;

import java.time.Duration;

/**
 * What a client may take. Defaults are nginx's, as Kong runs it.
 *
 * @param requestLine bytes of the request line; over it 414
 * @param headerLine bytes of one header line; over it 400
 * @param head bytes of all header lines together; over it 400
 * @param body bytes of a body, 0 for no limit ({@code nginx_http_client_max_body_size}); over it 413
 * @param headTime from the first byte of a request to the end of its head
 * @param bodyGap the longest silence inside a body
 * @param idle the longest silence between two requests of a connection
 * @param errorType {@code error_default_type}: the shape of errors for clients that ask for none
 */
public record ServerLimits(
        int requestLine,
        int headerLine,
        int head,
        long body,
        Duration headTime,
        Duration bodyGap,
        Duration idle,
        String errorType) {

    public static final ServerLimits DEFAULT = new ServerLimits(
            8192,
            8192,
            32_768,
            0,
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(75),
            "text/plain");

    public ServerLimits withBody(long bytes, String type) {
        return new ServerLimits(requestLine, headerLine, head, bytes, headTime, bodyGap, idle, type);
    }
}
