package io.sluice.router;

import io.sluice.api.ByteText;
import io.sluice.api.Headers;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request as a flavor looks at it, taken apart once for all candidates.
 *
 * @param path in the default flavor decoded from UTF-8, in {@code traditional} bytes as ISO-8859-1 characters
 * @param sni null without a server name
 * @param isText whether the flavor compares text, else bytes
 */
record Seen(
        RoutingRequest request,
        RequestHost host,
        String path,
        @Nullable RequestHost sni,
        boolean isText) {

    String method() {
        return request.method();
    }

    Headers headers() {
        return request.headers();
    }

    /** The value of a header as rules compare it, without case: text by Unicode, bytes by ASCII. */
    String lower(String value) {
        return isText ? ByteText.ofHeader(value).toLowerCase(Locale.ROOT) : HeaderRule.asciiLower(value);
    }

    boolean isHttps() {
        return request.scheme().equals("https");
    }
}
