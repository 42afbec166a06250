package io.sluice.plugins.acl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration, every field of Kong 3.15. Meanings and defaults stand in {@code schema/plugins/acl.json}. */
public record AclConfig(
        @Nullable List<String> allow,
        @Nullable List<String> deny,
        boolean hideGroupsHeader,
        boolean alwaysUseAuthenticatedGroups,
        boolean includeConsumerGroups) {}
