package io.sluice.settings;

import java.time.Duration;
import java.util.List;

/**
 * What a client may take. Defaults are nginx's, as Kong runs it.
 *
 * @param head of a request line and its headers
 * @param body bytes of a body, 0 for no limit ({@code client_max_body_size}); over it 413
 * @param patience how long silence lasts before a connection is closed
 * @param requests how many a connection may carry, at least 1 ({@code keepalive_requests})
 * @param errorType {@code error_default_type}: the shape of errors for clients that ask for none
 */
public record ClientLimits(HeadLimits head, long body, Patience patience, long requests, String errorType) {

    /**
     * Limits of {@code large_client_header_buffers}, in bytes.
     *
     * @param requestLine over it 414
     * @param line one header line; over it 400
     * @param total all header lines together; over it 400
     * @param underscores whether names may hold one ({@code underscores_in_headers}); else such headers are dropped
     * @param ambiguous whether targets are let in that services read in different ways ({@code refuse_ambiguous_targets}, ours); else 400
     */
    public record HeadLimits(int requestLine, int line, int total, boolean underscores, boolean ambiguous) {}

    /**
     * How long silence lasts before a connection is closed.
     *
     * @param head from the first byte of a request to the end of its head, and for a TLS handshake ({@code client_header_timeout})
     * @param bodyGap inside a body ({@code client_body_timeout})
     * @param sendGap while a client takes nothing of its answer ({@code send_timeout})
     * @param idle between two requests; zero closes after each one ({@code keepalive_timeout})
     */
    public record Patience(Duration head, Duration bodyGap, Duration sendGap, Duration idle) {}

    private static final long LARGEST_HEAD = 16 << 20;

    public static final ClientLimits DEFAULT = new ClientLimits(
            new HeadLimits(8192, 8192, 32_768, true, true),
            0,
            new Patience(
                    Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(75)),
            10_000,
            "text/plain");

    public ClientLimits withBody(long bytes, String type) {
        return new ClientLimits(head, bytes, patience, requests, type);
    }

    public ClientLimits withPatience(Patience other) {
        return new ClientLimits(head, body, other, requests, errorType);
    }

    static ClientLimits read(SettingValues values) {
        Patience usual = DEFAULT.patience;
        return new ClientLimits(
                headLimits(values),
                values.size(values.directive("client_max_body_size"), DEFAULT.body),
                new Patience(
                        values.time(values.directive("client_header_timeout"), usual.head),
                        values.time(values.directive("client_body_timeout"), usual.bodyGap),
                        values.time(values.directive("send_timeout"), usual.sendGap),
                        values.time(values.directive("keepalive_timeout"), usual.idle)),
                Math.max(1, values.notNegative(values.directive("keepalive_requests"), (int) DEFAULT.requests)),
                values.oneOf(
                        "error_default_type",
                        DEFAULT.errorType,
                        List.of("application/json", "application/xml", "text/html", "text/plain")));
    }

    /** {@code large_client_header_buffers} is a number of buffers and the size of one. */
    private static HeadLimits headLimits(SettingValues values) {
        HeadLimits usual = DEFAULT.head;
        boolean underscores = values.flag(values.directive("underscores_in_headers"), usual.underscores);
        boolean ambiguous = !values.flag("refuse_ambiguous_targets", !usual.ambiguous);
        String key = values.directive("large_client_header_buffers");
        String[] words = values.text(key, "4 8k").strip().split("\\s+", -1);
        long number = words.length == 2 && words[0].matches("\\d{1,4}") ? Long.parseLong(words[0]) : 0;
        long size = words.length == 2 ? SettingValues.size(words[1]).orElse(0L) : 0;
        if (number < 1 || size < 256 || number * size > LARGEST_HEAD) {
            values.bad(key, "expected a number and a size, like 4 8k, together at the most 16m");
            return usual;
        }
        return new HeadLimits((int) size, (int) size, (int) (number * size), underscores, ambiguous);
    }
}
