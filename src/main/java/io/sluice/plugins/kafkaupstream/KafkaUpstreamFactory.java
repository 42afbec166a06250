package io.sluice.plugins.kafkaupstream;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;
import io.sluice.api.UnsupportedConfig;
import io.sluice.records.RecordPlugin;

/** Makes plugins that turn requests into records of a cluster of one's own. */
public final class KafkaUpstreamFactory implements PluginFactory<KafkaUpstreamConfig> {

    @Override
    public String name() {
        return "kafka-upstream";
    }

    @Override
    public int priority() {
        return 751;
    }

    @Override
    public Class<KafkaUpstreamConfig> configType() {
        return KafkaUpstreamConfig.class;
    }

    @Override
    public Plugin create(KafkaUpstreamConfig config, PluginEnv env) throws UnsupportedConfig {
        return RecordPlugin.create(config, env);
    }
}
