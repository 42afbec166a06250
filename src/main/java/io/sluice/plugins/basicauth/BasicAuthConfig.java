package io.sluice.plugins.basicauth;

import io.sluice.api.Secret;
import org.jspecify.annotations.Nullable;

/** The configuration, every field of Kong 3.15. Meanings and defaults stand in {@code schema/plugins/basic-auth.json}. */
public record BasicAuthConfig(
        boolean hideCredentials,
        @Nullable String anonymous,
        String realm,
        BruteForceProtection bruteForceProtection,
        @Nullable Principals principals) {

    /** Konnect's principals; have no effect here. */
    public record Principals(boolean enabled, String directory, boolean errorOnMiss) {}

    /** Refusing guesses; not hosted yet. */
    public record BruteForceProtection(
            String strategy, @Nullable Redis redis) {}

    /** Where failures are counted with strategy {@code redis}. */
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

    /** Credentials for a cloud's managed Redis. */
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
