package io.sluice.plugins.requesttransformer;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;
import io.sluice.api.UnsupportedConfig;

/** Makes {@link RequestTransformer} plugins, and says which templates are not supported. */
public final class RequestTransformerFactory implements PluginFactory<RequestTransformerConfig> {

    @Override
    public String name() {
        return "request-transformer";
    }

    @Override
    public int priority() {
        return 801;
    }

    @Override
    public Class<RequestTransformerConfig> configType() {
        return RequestTransformerConfig.class;
    }

    @Override
    public Plugin create(RequestTransformerConfig config, PluginEnv env) throws UnsupportedConfig {
        return new RequestTransformer(Compilation.of(config), env.limits());
    }
}
