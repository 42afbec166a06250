package io.sluice.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;
import io.sluice.api.Secret;
import io.sluice.config.ConfigBinder;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.runtime.PluginCatalog;
import io.sluice.testing.FakeHost;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What every plugin that is found must keep. Adding a plugin changes nothing here. */
class PluginContractTest {

    private static final PluginCatalog CATALOG = PluginCatalog.discover();
    private static final PluginSchemas SCHEMAS = new PluginSchemas(CATALOG.names());

    /** Kong's priorities: its page on plugin priorities, and the constants of its own plugins. */
    private static final Map<String, Integer> PRIORITIES = priorities();

    private static Map<String, Integer> priorities() {
        Map<String, Integer> priorities = new TreeMap<>();
        new JsonMapper()
                .readTree(PluginContractTest.class.getResourceAsStream("/facts/priorities.json"))
                .properties()
                .forEach(e -> priorities.put(e.getKey(), e.getValue().asInt()));
        return priorities;
    }

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
        FakeHost host = new FakeHost();
        Plugin plugin = create(factory, example(factory), host);
        plugin.close();

        assertThat(host.closed).isEqualTo(host.leased.size());
    }

    private static <C extends Record> Plugin create(PluginFactory<C> factory, ObjectNode config, PluginEnv host)
            throws Exception {
        return factory.create(ConfigBinder.bind(config, factory.configType()), host);
    }

    /** The first of the schema's examples, which editors show too. */
    private static ObjectNode example(PluginFactory<?> factory) {
        JsonNode example = SCHEMAS.file(factory.name()).orElseThrow().at("/properties/config/examples/0");
        assertThat(example.isObject())
                .as("the schema of %s has an example", factory.name())
                .isTrue();
        String file = "{_format_version: '3.0', plugins: [{name: " + factory.name() + ", config: " + example + "}]}";
        DeclarationLoader.Loaded loaded =
                new DeclarationLoader(SCHEMAS, Map.<String, String>of()::get).load("example.yml", file);
        assertThat(loaded.declaration()).as("%s: %s", file, loaded.problems()).isNotNull();
        return loaded.declaration().plugins().getFirst().config();
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void itsSecretsNeverPrint(PluginFactory<?> factory) {
        ObjectNode config = example(factory);
        List<String> canaries = new ArrayList<>();
        plant(SCHEMAS.file(factory.name()).orElseThrow().at("/properties/config"), config, canaries);

        Record bound = ConfigBinder.bind(config, factory.configType());

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
}
