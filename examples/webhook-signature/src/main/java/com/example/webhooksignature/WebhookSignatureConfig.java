package com.example.webhooksignature;

import io.sluice.api.Secret;

/** The configuration; defaults and meanings stand in {@code schema/plugins/webhook-signature.json}. */
public record WebhookSignatureConfig(Secret secret, String signatureHeader, String prefix, int onceWithin) {}
