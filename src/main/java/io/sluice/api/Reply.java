package io.sluice.api;

import java.nio.charset.StandardCharsets;

/**
 * An answer made here, not by an upstream.
 *
 * @param status 100..599
 * @param headers must not be changed any more; Content-Length is the host's to add
 * @param body never null; empty for none
 */
public record Reply(int status, Headers headers, byte[] body) {

    public static final String JSON = "application/json; charset=utf-8";

    /** {@code json} is sent as it is. */
    public static Reply json(int status, String json) {
        return new Reply(status, Headers.of("Content-Type", JSON), json.getBytes(StandardCharsets.UTF_8));
    }
}
