package io.sluice.plugins.ratelimiting;

import io.sluice.api.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, every field of Kong 3.15. Meanings, units and defaults stand in {@code schema/plugins/rate-limiting.json}.
 */
public record RateLimitingConfig(
        @Nullable Double second,
        @Nullable Double minute,
        @Nullable Double hour,
        @Nullable Double day,
        @Nullable Double month,
        @Nullable Double year,
        String limitBy,
        @Nullable String headerName,
        @Nullable String path,
        String policy,
        boolean faultTolerant,
        boolean hideClientHeaders,
        double errorCode,
        String errorMessage,
        double syncRate,
        Redis redis) {

    /** Where counters would be with the policy {@code redis}. */
    public record Redis(
            @Nullable Secret host,
            Secret port,
            int timeout,
            @Nullable Secret username,
            @Nullable Secret password,
            int database,
            boolean ssl,
            boolean sslVerify,
            @Nullable Secret serverName,
            @Nullable CloudAuthentication cloudAuthentication) {}

    /** Authentication with a cloud's managed Redis. */
    public record CloudAuthentication(
            @Nullable Secret authProvider,
            @Nullable Secret awsAccessKeyId,
            @Nullable Secret awsAssumeRoleArn,
            @Nullable Secret awsCacheName,
            boolean awsIsServerless,
            @Nullable Secret awsRegion,
            @Nullable Secret awsRoleSessionName,
            @Nullable Secret awsSecretAccessKey,
            @Nullable Secret azureClientId,
            @Nullable Secret azureClientSecret,
            @Nullable Secret azureTenantId,
            @Nullable Secret gcpServiceAccountJson) {}
}
