package io.sluice.plugins.iprestriction;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;

/** Makes {@link IpRestriction} plugins. */
public final class IpRestrictionFactory implements PluginFactory<IpRestrictionConfig> {

    @Override
    public String name() {
        return "ip-restriction";
    }

    @Override
    public int priority() {
        return 990;
    }

    @Override
    public Class<IpRestrictionConfig> configType() {
        return IpRestrictionConfig.class;
    }

    @Override
    public Plugin create(IpRestrictionConfig config, PluginEnv env) {
        return new IpRestriction(config);
    }
}
