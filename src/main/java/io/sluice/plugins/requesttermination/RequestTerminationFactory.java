package io.sluice.plugins.requesttermination;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;

/** Makes {@link RequestTermination} plugins. */
public final class RequestTerminationFactory implements PluginFactory<RequestTerminationConfig> {

    @Override
    public String name() {
        return "request-termination";
    }

    @Override
    public int priority() {
        return 2;
    }

    @Override
    public Class<RequestTerminationConfig> configType() {
        return RequestTerminationConfig.class;
    }

    @Override
    public Plugin create(RequestTerminationConfig config, PluginEnv env) {
        return new RequestTermination(config, env);
    }
}
