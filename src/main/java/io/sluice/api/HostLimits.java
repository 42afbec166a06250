package io.sluice.api;

import java.time.Duration;

/**
 * Host-wide limits that plugins keep.
 *
 * @param kafkaBodyBytes the largest request body that goes into a record, in bytes; over it the answer is 413
 *     ({@code KONG_KAFKA_MAX_BODY_SIZE}, 1 MiB by default)
 * @param pluginBodyBytes the largest body that plugins look into or change, in bytes; over it they leave the body alone
 *     ({@code KONG_PLUGIN_MAX_BODY_SIZE}, 1 MiB by default)
 * @param headers how many request header values plugins see ({@code lua_max_req_headers}, 1..1000, 100 by default)
 * @param uriArgs how many query arguments are parsed ({@code lua_max_uri_args}, 1..1000, 100 by default)
 * @param postArgs how many form arguments are parsed ({@code lua_max_post_args}, 1..1000, 100 by default)
 * @param phaseTime how long one phase of one plugin may take before it is interrupted
 */
public record HostLimits(
        long kafkaBodyBytes, long pluginBodyBytes, int headers, int uriArgs, int postArgs, Duration phaseTime) {

    public static final HostLimits DEFAULT = new HostLimits(1_048_576, 1_048_576, 100, 100, 100, Duration.ofMinutes(5));
}
