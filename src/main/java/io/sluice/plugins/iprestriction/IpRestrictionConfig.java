package io.sluice.plugins.iprestriction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration, every field of Kong 3.15. Meanings stand in {@code schema/plugins/ip-restriction.json}. */
public record IpRestrictionConfig(
        @Nullable List<String> allow,
        @Nullable List<String> deny,
        @Nullable Double status,
        @Nullable String message) {}
