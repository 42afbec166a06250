package com.example.webhooksignature;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;

/** Makes {@link WebhookSignature} plugins. Named in {@code META-INF/services}. */
public final class WebhookSignatureFactory implements PluginFactory<WebhookSignatureConfig> {

    @Override
    public String name() {
        return "webhook-signature";
    }

    /** Behind authentication and limits, before what answers: Kong's kafka-upstream has 751. */
    @Override
    public int priority() {
        return 770;
    }

    @Override
    public Class<WebhookSignatureConfig> configType() {
        return WebhookSignatureConfig.class;
    }

    @Override
    public Plugin create(WebhookSignatureConfig config, PluginEnv env) {
        return new WebhookSignature(config, env);
    }
}
