package io.sluice.plugins.kafkaupstream;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;
import io.sluice.api.UnsupportedConfig;
import io.sluice.api.produce.ProducerSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
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
        List<UnsupportedConfig.Field> unsupported = unsupported(config);
        if (!unsupported.isEmpty()) {
            throw new UnsupportedConfig(unsupported);
        }
        return new KafkaUpstream(config, env, env.producers().lease(specOf(config), env.scope()));
    }

    private static List<UnsupportedConfig.Field> unsupported(KafkaUpstreamConfig config) {
        List<UnsupportedConfig.Field> fields = new ArrayList<>();
        KafkaUpstreamConfig.Security security = config.security();
        if (Boolean.TRUE.equals(security.ssl())) {
            fields.add(field("/security/ssl", "TLS towards Kafka is not hosted by this version"));
        }
        if (security.certificateId() != null) {
            fields.add(field(
                    "/security/certificate_id", "client certificates towards Kafka are not hosted by this version"));
        }
        KafkaUpstreamConfig.Authentication sasl = config.authentication();
        if (sasl.strategy() != null && sasl.mechanism() != null) {
            fields.add(field("/authentication/mechanism", "SASL towards Kafka is not hosted by this version"));
        }
        if (config.messageByLuaFunctions() != null
                && !config.messageByLuaFunctions().isEmpty()) {
            fields.add(field("/message_by_lua_functions", "Lua functions are not hosted by this version"));
        }
        if (config.schemaRegistry() != null && config.schemaRegistry().confluent() != null) {
            fields.add(field("/schema_registry", "the schema registry is not hosted by this version"));
        }
        return fields;
    }

    private static UnsupportedConfig.Field field(String pointer, String reason) {
        return new UnsupportedConfig.Field(pointer, reason);
    }

    /** {@code bootstrap_servers} is a set: the order in the file does not keep routes from sharing a producer. */
    static ProducerSpec specOf(KafkaUpstreamConfig config) {
        List<ProducerSpec.HostPort> servers = config.bootstrapServers() == null
                ? List.of()
                : config.bootstrapServers().stream()
                        .map(server -> new ProducerSpec.HostPort(server.host(), server.port()))
                        .distinct()
                        .sorted(Comparator.comparing(ProducerSpec.HostPort::toString))
                        .toList();
        return new ProducerSpec(
                servers,
                config.clusterName(),
                switch (config.producerRequestAcks()) {
                    case -1 -> ProducerSpec.Acks.ALL;
                    case 0 -> ProducerSpec.Acks.NONE;
                    default -> ProducerSpec.Acks.LEADER;
                },
                config.producerAsync(),
                config.keyQueryArg() != null,
                Duration.ofMillis(config.producerRequestTimeout()),
                config.producerRequestRetriesMaxAttempts(),
                Duration.ofMillis(config.producerRequestRetriesBackoffTimeout()),
                Duration.ofMillis(config.producerAsyncFlushTimeout()),
                config.producerAsyncBufferingLimitsMessagesInMemory(),
                config.producerRequestLimitsBytesPerRequest(),
                Duration.ofMillis(config.timeout()),
                config.keepaliveEnabled() ? Duration.ofMillis(config.keepalive()) : null);
    }
}
