package io.sluice.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.api.HostLimits;
import io.sluice.api.Log;
import io.sluice.api.Metrics;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;
import io.sluice.api.Secret;
import io.sluice.api.produce.Delivery;
import io.sluice.api.produce.ProducerSpec;
import io.sluice.api.produce.Producers;
import io.sluice.api.produce.Producing;
import io.sluice.api.produce.RecordTemplate;
import io.sluice.config.ConfigBinder;
import io.sluice.config.Declaration;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.observe.PrometheusMetrics;
import io.sluice.runtime.PluginCatalog;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What every plugin that is found must keep. Adding a plugin adds its example here and nothing else. */
class PluginContractTest {

    private static final PluginCatalog CATALOG = PluginCatalog.discover();
    private static final PluginSchemas SCHEMAS = new PluginSchemas(CATALOG.names());

    /** Kong's priorities (its page on plugin priorities). */
    private static final Map<String, Integer> PRIORITIES = Map.of("kafka-upstream", 751);

    private static final Map<String, String> EXAMPLES =
            Map.of("kafka-upstream", "{topic: t, bootstrap_servers: [{host: k, port: 9092}]}");

    static Stream<PluginFactory<?>> plugins() {
        assertThat(CATALOG.all()).isNotEmpty();
        return CATALOG.all().stream();
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void itsPriorityIsKongs(PluginFactory<?> factory) {
        assertThat(factory.priority()).isEqualTo(PRIORITIES.get(factory.name()));
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void everyPropertyOfTheSchemaIsReadAndNoOther(PluginFactory<?> factory) {
        JsonNode config = SCHEMAS.file(factory.name()).orElseThrow().at("/properties/config");
        compare(config, factory.configType(), factory.name());
    }

    private static void compare(JsonNode schema, Class<?> type, String path) {
        Set<String> properties = new TreeSet<>(schema.path("properties").propertyNames());
        Set<String> components = new TreeSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = ConfigBinder.property(component.getName());
            components.add(name);
            JsonNode rule = schema.path("properties").path(name);
            Class<?> nested = record(component.getGenericType());
            if (nested != null) {
                compare(rule.has("items") ? rule.get("items") : rule, nested, path + "." + name);
            }
            boolean secret = rule.path("x-encrypted").asBoolean(false)
                    || rule.path("x-referenceable").asBoolean(false);
            // not the other way round: Kong leaves some credentials unmarked, such as those for a proxy
            assertThat(component.getType() == Secret.class || !secret)
                    .as(path + "." + name + " travels as a Secret")
                    .isTrue();
        }
        assertThat(components).as(path).isEqualTo(properties);
    }

    private static Class<?> record(Type type) {
        Type inner = type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : type;
        return inner instanceof Class<?> raw && raw.isRecord() ? raw : null;
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void itsExampleIsValidAndCreatesAndClosesWithoutALeak(PluginFactory<?> factory) throws Exception {
        Leases leases = new Leases();
        Plugin plugin = create(factory, example(factory), leases);
        plugin.close();

        assertThat(leases.open.get()).isZero();
        assertThat(leases.closed.get()).isGreaterThanOrEqualTo(0);
    }

    private static <C extends Record> Plugin create(PluginFactory<C> factory, ObjectNode config, Leases leases)
            throws Exception {
        return factory.create(ConfigBinder.bind(config, factory.configType()), leases);
    }

    private static ObjectNode example(PluginFactory<?> factory) {
        String yaml = "{_format_version: '3.0', plugins: [{name: " + factory.name() + ", config: "
                + EXAMPLES.get(factory.name()) + "}]}";
        Declaration declaration = new DeclarationLoader(SCHEMAS, Map.<String, String>of()::get)
                .load("example.yml", yaml)
                .declaration();
        assertThat(declaration).as(yaml).isNotNull();
        return declaration.plugins().getFirst().config();
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void itsSecretsNeverPrint(PluginFactory<?> factory) {
        ObjectNode config = example(factory);
        List<String> canaries = new ArrayList<>();
        plant(SCHEMAS.file(factory.name()).orElseThrow().at("/properties/config"), config, canaries);

        Record bound = ConfigBinder.bind(config, factory.configType());

        assertThat(canaries).isNotEmpty();
        canaries.forEach(canary -> assertThat(bound.toString()).doesNotContain(canary));
    }

    /** Fills every secret field. */
    private static void plant(JsonNode schema, ObjectNode config, List<String> canaries) {
        schema.path("properties").properties().forEach(p -> {
            JsonNode rule = p.getValue();
            boolean secret = rule.path("x-encrypted").asBoolean(false)
                    || rule.path("x-referenceable").asBoolean(false);
            if (secret) {
                String canary = "CANARY-" + p.getKey() + "-" + canaries.size();
                canaries.add(canary);
                config.put(p.getKey(), canary);
            } else if (rule.has("properties")) {
                ObjectNode child =
                        config.get(p.getKey()) instanceof ObjectNode there ? there : config.putObject(p.getKey());
                rule.get("properties").properties().forEach(q -> {
                    if (q.getValue().has("default") && !child.has(q.getKey())) {
                        child.set(q.getKey(), q.getValue().get("default"));
                    }
                });
                plant(rule, child, canaries);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void constructingItsFactoryHasNoEffect(PluginFactory<?> factory) {
        assertThatCode(() -> factory.getClass().getConstructor().newInstance()).doesNotThrowAnyException();
    }

    /** Counts what a plugin holds. */
    private static final class Leases implements PluginEnv, Producers {
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();

        @Override
        public Producing lease(ProducerSpec spec, String owner) {
            open.incrementAndGet();
            return new Producing() {
                @Override
                public Delivery send(RecordTemplate message) {
                    throw new AssertionError("nothing is sent here");
                }

                @Override
                public void announce(Collection<String> topics) {}

                @Override
                public void close() {
                    open.decrementAndGet();
                    closed.incrementAndGet();
                }
            };
        }

        @Override
        public String scope() {
            return "scope";
        }

        @Override
        public Producers producers() {
            return this;
        }

        @Override
        public Metrics metrics() {
            return new PrometheusMetrics();
        }

        @Override
        public Log log() {
            return Log.of("test");
        }

        @Override
        public HostLimits limits() {
            return HostLimits.DEFAULT;
        }
    }
}
