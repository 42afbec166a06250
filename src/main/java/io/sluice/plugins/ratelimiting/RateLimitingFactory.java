package io.sluice.plugins.ratelimiting;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;
import io.sluice.api.UnsupportedConfig;
import java.util.List;

/** Makes {@link RateLimiting} plugins; counters that several gateways share are not hosted yet. */
public final class RateLimitingFactory implements PluginFactory<RateLimitingConfig> {

    @Override
    public String name() {
        return "rate-limiting";
    }

    @Override
    public int priority() {
        return 910;
    }

    @Override
    public Class<RateLimitingConfig> configType() {
        return RateLimitingConfig.class;
    }

    @Override
    public Plugin create(RateLimitingConfig config, PluginEnv env) throws UnsupportedConfig {
        if (!config.policy().equals("local")) {
            throw new UnsupportedConfig(List.of(new UnsupportedConfig.Field(
                    "/policy",
                    "policy '" + config.policy() + "' is not hosted by this version: use 'local', which counts in this"
                            + " process")));
        }
        return new RateLimiting(config, env);
    }
}
