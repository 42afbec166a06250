package io.sluice.plugins.requesttermination;

import org.jspecify.annotations.Nullable;

/** The configuration, every field of Kong 3.15. What they mean stands in {@code schema/plugins/request-termination.json}. */
public record RequestTerminationConfig(
        int statusCode,
        @Nullable String message,
        @Nullable String contentType,
        @Nullable String body,
        boolean echo,
        @Nullable String trigger) {}
