package io.sluice.plugins.requesttransformer;

import org.jspecify.annotations.Nullable;

/**
 * A configuration, read.
 *
 * @param path what to make the path towards the upstream, or null
 * @param method upper-case letters, or null
 */
record Transformation(@Nullable Template path, @Nullable String method, Rules headers, Rules body, Rules query) {}
