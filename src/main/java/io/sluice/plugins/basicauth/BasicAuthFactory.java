package io.sluice.plugins.basicauth;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;
import io.sluice.api.UnsupportedConfig;
import java.util.List;

/** Makes {@link BasicAuth} plugins. */
public final class BasicAuthFactory implements PluginFactory<BasicAuthConfig> {

    @Override
    public String name() {
        return "basic-auth";
    }

    @Override
    public int priority() {
        return 1100;
    }

    @Override
    public Class<BasicAuthConfig> configType() {
        return BasicAuthConfig.class;
    }

    @Override
    public Plugin create(BasicAuthConfig config, PluginEnv env) throws UnsupportedConfig {
        if (!config.bruteForceProtection().strategy().equals("off")) {
            throw new UnsupportedConfig(List.of(new UnsupportedConfig.Field(
                    "/brute_force_protection/strategy",
                    "brute force protection is not hosted by this version; only 'off' is")));
        }
        return new BasicAuth(config, env);
    }
}
