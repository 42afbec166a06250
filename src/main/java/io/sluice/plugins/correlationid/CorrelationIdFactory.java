package io.sluice.plugins.correlationid;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;

/** Makes {@link CorrelationId} plugins. */
public final class CorrelationIdFactory implements PluginFactory<CorrelationIdConfig> {

    @Override
    public String name() {
        return "correlation-id";
    }

    @Override
    public int priority() {
        return 100_001;
    }

    @Override
    public Class<CorrelationIdConfig> configType() {
        return CorrelationIdConfig.class;
    }

    @Override
    public Plugin create(CorrelationIdConfig config, PluginEnv env) {
        return new CorrelationId(config, env);
    }
}
