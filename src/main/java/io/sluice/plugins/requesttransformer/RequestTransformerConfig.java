package io.sluice.plugins.requesttransformer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration, every field of Kong 3.15. What they mean stands in {@code schema/plugins/request-transformer.json}. */
public record RequestTransformerConfig(
        @Nullable String httpMethod, Lists remove, Lists rename, Replace replace, Lists add, Lists append) {

    /** Entries for each part of a request. */
    public record Lists(List<String> body, List<String> headers, List<String> querystring) {}

    /** The same, and the path. */
    public record Replace(
            List<String> body,
            List<String> headers,
            List<String> querystring,
            @Nullable String uri) {

        Lists lists() {
            return new Lists(body, headers, querystring);
        }
    }
}
