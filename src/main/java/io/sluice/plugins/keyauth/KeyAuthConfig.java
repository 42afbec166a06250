package io.sluice.plugins.keyauth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration, every field of Kong 3.15. Meanings and defaults stand in {@code schema/plugins/key-auth.json}. */
public record KeyAuthConfig(
        List<String> keyNames,
        boolean keyInHeader,
        boolean keyInQuery,
        boolean keyInBody,
        boolean hideCredentials,
        boolean runOnPreflight,
        @Nullable String anonymous,
        @Nullable String realm,
        @Nullable List<IdentityRealm> identityRealms,
        @Nullable Principals principals) {

    /** Where Konnect looks up consumers; has no effect here. */
    public record IdentityRealm(
            @Nullable String id, @Nullable String region, String scope) {}

    /** Konnect's principals; have no effect here. */
    public record Principals(boolean enabled, String directory, boolean errorOnMiss) {}
}
