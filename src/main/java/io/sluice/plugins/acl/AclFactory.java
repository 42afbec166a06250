package io.sluice.plugins.acl;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;

/** Makes {@link Acl} plugins. */
public final class AclFactory implements PluginFactory<AclConfig> {

    @Override
    public String name() {
        return "acl";
    }

    @Override
    public int priority() {
        return 950;
    }

    @Override
    public Class<AclConfig> configType() {
        return AclConfig.class;
    }

    @Override
    public Plugin create(AclConfig config, PluginEnv env) {
        return new Acl(config, env.credentials());
    }
}
