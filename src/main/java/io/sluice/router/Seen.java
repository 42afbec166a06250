package io.sluice.router;

import io.sluice.api.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A request as a flavor looks at it, taken apart once for all candidates.
 *
 * @param path in the default flavor decoded from UTF-8, in {@code traditional} bytes as ISO-8859-1 characters
 * @param sni null without a server name
 */
record Seen(
        RoutingRequest request,
        RequestHost host,
        String path,
        @Nullable RequestHost sni) {

    String method() {
        return request.method();
    }

    Headers headers() {
        return request.headers();
    }

    boolean isHttps() {
        return request.scheme().equals("https");
    }
}
