package io.sluice.plugins.kafkaupstream;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;
import io.sluice.api.UnsupportedConfig;
import io.sluice.api.produce.ProducerSpec;
import java.util.List;

/** Makes {@link KafkaUpstream} plugins, and says which settings of Kong's it cannot honour yet. */
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
        UnsupportedConfig.throwIfAny(unsupported(config));
        ProducerSpec spec = ProducerSpec.of(config, config.keyQueryArg() != null);
        return new KafkaUpstream(config, env, env.producers().lease(spec, env.scope()));
    }

    private static List<UnsupportedConfig.Field> unsupported(KafkaUpstreamConfig config) {
        List<UnsupportedConfig.Field> fields = config.unsupported();
        if (config.messageByLuaFunctions() != null
                && !config.messageByLuaFunctions().isEmpty()) {
            fields.add(new UnsupportedConfig.Field(
                    "/message_by_lua_functions", "Lua functions are not hosted by this version"));
        }
        return fields;
    }
}
