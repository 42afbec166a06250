package io.sluice.plugins.requestsizelimiting;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;

/** Makes {@link RequestSizeLimiting} plugins. */
public final class RequestSizeLimitingFactory implements PluginFactory<RequestSizeLimitingConfig> {

    @Override
    public String name() {
        return "request-size-limiting";
    }

    @Override
    public int priority() {
        return 951;
    }

    @Override
    public Class<RequestSizeLimitingConfig> configType() {
        return RequestSizeLimitingConfig.class;
    }

    @Override
    public Plugin create(RequestSizeLimitingConfig config, PluginEnv env) {
        return new RequestSizeLimiting(config, env.limits());
    }
}
