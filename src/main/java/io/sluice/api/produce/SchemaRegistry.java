package io.sluice.api.produce;

import io.sluice.api.Secret;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part {@code schema_registry} of the configuration. */
public record SchemaRegistry(@Nullable Confluent confluent) {

    /** A registry with Confluent's API. */
    public record Confluent(
            @Nullable String url,
            @Nullable Double ttl,
            boolean sslVerify,
            @Nullable Subject keySchema,
            @Nullable Subject valueSchema,
            @Nullable Authentication authentication) {}

    /** Which schema: a subject, and a version number or {@code latest}. */
    public record Subject(
            @Nullable String subjectName, @Nullable String schemaVersion) {}

    /** How to authenticate with the registry: {@code mode} is none, basic or oauth2. */
    public record Authentication(
            String mode,
            @Nullable Basic basic,
            @Nullable Oauth2 oauth2,
            @Nullable Oauth2Client oauth2Client) {}

    /** User name and password. */
    public record Basic(Secret username, Secret password) {}

    /** How to get a token. */
    public record Oauth2(
            String tokenEndpoint,
            String grantType,
            @Nullable Secret clientId,
            @Nullable Secret clientSecret,
            @Nullable Secret username,
            @Nullable Secret password,
            List<String> scopes,
            List<String> audience,
            @Nullable Map<String, Secret> tokenHeaders,
            @Nullable Map<String, Secret> tokenPostArgs) {}

    /** How the token request is made; the timeout in milliseconds. */
    public record Oauth2Client(
            String authMethod,
            String clientSecretJwtAlg,
            double httpVersion,
            @Nullable String httpProxy,
            @Nullable String httpsProxy,
            @Nullable String noProxy,
            @Nullable Secret httpProxyAuthorization,
            @Nullable Secret httpsProxyAuthorization,
            boolean keepAlive,
            boolean sslVerify,
            int timeout) {}
}
