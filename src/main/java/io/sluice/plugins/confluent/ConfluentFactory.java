package io.sluice.plugins.confluent;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;
import io.sluice.api.UnsupportedConfig;
import io.sluice.records.RecordPlugin;

/** Makes plugins that turn requests into records of a Confluent Cloud cluster. */
public final class ConfluentFactory implements PluginFactory<ConfluentConfig> {

    @Override
    public String name() {
        return "confluent";
    }

    @Override
    public int priority() {
        return 752;
    }

    @Override
    public Class<ConfluentConfig> configType() {
        return ConfluentConfig.class;
    }

    @Override
    public Plugin create(ConfluentConfig config, PluginEnv env) throws UnsupportedConfig {
        return RecordPlugin.create(config, env);
    }
}
