/** The plugin {@code webhook-signature}; start reading at {@link com.example.webhooksignature.WebhookSignature}. */
package com.example.webhooksignature;
