package io.sluice.plugins.cors;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration, every field of Kong 3.15. Meanings and defaults stand in {@code schema/plugins/cors.json}. */
public record CorsConfig(
        @Nullable List<String> origins,
        List<String> methods,
        @Nullable List<String> headers,
        @Nullable List<String> exposedHeaders,
        @Nullable Double maxAge,
        boolean credentials,
        boolean privateNetwork,
        boolean preflightContinue,
        boolean allowOriginAbsent) {}
