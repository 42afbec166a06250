package io.sluice.plugins.correlationid;

/** The configuration, every field of Kong 3.15. Meanings and defaults stand in {@code schema/plugins/correlation-id.json}. */
public record CorrelationIdConfig(String headerName, String generator, boolean echoDownstream) {}
