package io.sluice.plugins.cors;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;

/** Makes {@link Cors} plugins. */
public final class CorsFactory implements PluginFactory<CorsConfig> {

    @Override
    public String name() {
        return "cors";
    }

    @Override
    public int priority() {
        return 2000;
    }

    @Override
    public Class<CorsConfig> configType() {
        return CorsConfig.class;
    }

    @Override
    public Plugin create(CorsConfig config, PluginEnv env) {
        return new Cors(config);
    }
}
