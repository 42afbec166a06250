package io.sluice.plugins.keyauth;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;

/** Makes {@link KeyAuth} plugins. */
public final class KeyAuthFactory implements PluginFactory<KeyAuthConfig> {

    @Override
    public String name() {
        return "key-auth";
    }

    @Override
    public int priority() {
        return 1250;
    }

    @Override
    public Class<KeyAuthConfig> configType() {
        return KeyAuthConfig.class;
    }

    @Override
    public Plugin create(KeyAuthConfig config, PluginEnv env) {
        return new KeyAuth(config, env);
    }
}
