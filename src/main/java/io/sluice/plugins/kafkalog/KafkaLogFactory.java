package io.sluice.plugins.kafkalog;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;
import io.sluice.api.UnsupportedConfig;
import io.sluice.api.produce.ProducerSecurity;
import io.sluice.api.produce.ProducerSpec;
import java.util.List;

/** Makes {@link KafkaLog} plugins, and says which settings of Kong's it cannot honour yet. */
public final class KafkaLogFactory implements PluginFactory<KafkaLogConfig> {

    @Override
    public String name() {
        return "kafka-log";
    }

    @Override
    public int priority() {
        return 5;
    }

    @Override
    public Class<KafkaLogConfig> configType() {
        return KafkaLogConfig.class;
    }

    @Override
    public Plugin create(KafkaLogConfig config, PluginEnv env) throws UnsupportedConfig {
        UnsupportedConfig.throwIfAny(unsupported(config));
        ProducerSpec spec = ProducerSpec.of(config, config.keyQueryArg() != null, ProducerSecurity.of(config, env));
        return new KafkaLog(config, env, env.producers().lease(spec, env.scope()));
    }

    private static List<UnsupportedConfig.Field> unsupported(KafkaLogConfig config) {
        List<UnsupportedConfig.Field> fields = config.unsupported();
        if (config.customFieldsByLua() != null && !config.customFieldsByLua().isEmpty()) {
            fields.add(new UnsupportedConfig.Field(
                    "/custom_fields_by_lua", "Lua functions are not hosted by this version"));
        }
        return fields;
    }
}
