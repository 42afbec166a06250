package io.sluice.plugins.kafkaupstream;

import io.sluice.api.Exchange;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.Reply;
import io.sluice.api.Request;
import io.sluice.api.UnsupportedConfig;
import io.sluice.runtime.Exchanges;
import io.sluice.testing.Configured;

/** The plugin as a file configures it. */
final class Plugins {

    private Plugins() {}

    static Plugin create(String yaml, PluginEnv env) throws UnsupportedConfig {
        return Configured.plugin(new KafkaUpstreamFactory(), yaml, env);
    }

    static Reply answer(Plugin plugin, Request request) throws Exception {
        Exchange exchange = Exchanges.of(request);
        plugin.access(exchange);
        return exchange.reply();
    }
}
