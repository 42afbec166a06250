package io.sluice.plugins.kafkaupstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.Reply;
import io.sluice.api.Request;
import io.sluice.api.UnsupportedConfig;
import io.sluice.config.ConfigBinder;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.testing.FakeExchange;
import java.util.Map;
import java.util.Set;

/** The plugin as a file configures it: checked and filled in by the schema. */
final class Plugins {

    private static final DeclarationLoader LOADER =
            new DeclarationLoader(new PluginSchemas(Set.of("kafka-upstream")), Map.<String, String>of()::get);

    private Plugins() {}

    static KafkaUpstreamConfig config(String yaml) {
        String file = "{_format_version: '3.0', plugins: [{name: kafka-upstream, config: " + yaml + "}]}";
        DeclarationLoader.Loaded loaded = LOADER.load("kong.yml", file);
        assertThat(loaded.declaration()).as(file).isNotNull();
        return ConfigBinder.bind(loaded.declaration().plugins().getFirst().config(), KafkaUpstreamConfig.class);
    }

    static Plugin create(String yaml, PluginEnv env) throws UnsupportedConfig {
        return new KafkaUpstreamFactory().create(config(yaml), env);
    }

    static Reply answer(Plugin plugin, Request request) throws Exception {
        FakeExchange exchange = new FakeExchange(request);
        plugin.access(exchange);
        return exchange.reply();
    }
}
