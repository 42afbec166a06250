package io.sluice.plugins.requestsizelimiting;

/**
 * The configuration, every field of Kong 3.15. Meanings, units and defaults stand in {@code
 * schema/plugins/request-size-limiting.json}.
 */
public record RequestSizeLimitingConfig(int allowedPayloadSize, String sizeUnit, boolean requireContentLength) {}
