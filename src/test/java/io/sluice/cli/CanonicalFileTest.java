package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.api.entity.Certificate;
import io.sluice.api.entity.Credential;
import io.sluice.config.Declaration;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.Dialect;
import io.sluice.config.PluginEntry;
import io.sluice.config.PluginSchemas;
import io.sluice.problem.Problem;
import io.sluice.runtime.PluginCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is dumped loads to what was loaded. */
class CanonicalFileTest {

    private static final PluginSchemas SCHEMAS =
            new PluginSchemas(PluginCatalog.discover().names());
    private static final Map<String, String> ENV =
            Map.of("DECK_PASSWORD", "hush-template", "DECK_PORT", "9093", "SECRET", "hush-vault");
    private static final DeclarationLoader LOADER = new DeclarationLoader(
            SCHEMAS, ENV::get, Dialect.ANY, InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));

    private static final String MANY = """
            _format_version: "1.1"
            _info: {defaults: {route: {preserve_host: true}}}
            _plugin_configs:
              base: {topic: shared, bootstrap_servers: [{host: h, port: 9092}],
                     authentication: {strategy: sasl, mechanism: PLAIN, user: u, password: "{vault://env/secret}"}}
            services:
            - {name: s, url: "https://h:8443/p", tags: [b, a], plugins: [{name: key-auth}],
               routes: [{name: r, paths: ["/a/(x|y)", /b%2e], protocols: [https], plugins: [{name: kafka-upstream, _config: base, config: {topic: own}}]}]}
            routes:
            - {paths: [/unnamed], service: {name: s}}
            plugins: [{name: cors, service: {name: s}}]
            consumer_groups:
            - {name: gold, consumers: [{username: only-here}, {username: b}]}
            - {name: silver}
            consumers:
            - {username: b, groups: [{name: silver}], acls: [{group: z}, {group: a}],
               basicauth_credentials: [{username: b, password: '${{ env "DECK_PASSWORD" }}'}]}
            - {custom_id: c, keyauth_credentials: [{key: "12"}], plugins: [{name: rate-limiting, config: {minute: 5, policy: local}}]}
            acls: [{group: m, consumer: b}]
            upstreams: [{name: u.x, targets: [{target: "1.2.3.4:80"}]}]
            """;

    private static DeclarationLoader.Loaded load(String yaml) {
        return LOADER.load("kong.yml", yaml);
    }

    private static String dump(DeclarationLoader.Loaded loaded, boolean defaults, boolean secrets) {
        return YamlText.of(new CanonicalFile(loaded, SCHEMAS, defaults, secrets).tree());
    }

    private static Declaration good(String yaml) {
        DeclarationLoader.Loaded loaded = load(yaml);
        assertThat(loaded.declaration()).as(yaml + "\n" + loaded.problems()).isNotNull();
        return Objects.requireNonNull(loaded.declaration());
    }

    /** The declaration without places, and its lists by id: their order says nothing, but for the groups of a consumer. */
    private static Map<String, Object> comparable(Declaration declaration) {
        Map<String, Object> all = new TreeMap<>();
        all.put("services", byId(declaration.services(), s -> s.id(), Object::toString));
        all.put("routes", byId(declaration.routes(), r -> r.id(), CanonicalFileTest::routeText));
        all.put("consumers", byId(declaration.consumers(), c -> c.id(), Object::toString));
        all.put("groups", byId(declaration.consumerGroups(), g -> g.id(), Object::toString));
        all.put("certificates", byId(declaration.certificates(), Certificate::id, Object::toString));
        all.put("authorities", byId(declaration.caCertificates(), c -> c.id(), Object::toString));
        all.put(
                "credentials",
                byId(declaration.credentials(), Credential::id, c -> c + c.key().reveal()));
        all.put(
                "acls",
                declaration.credentials().stream()
                        .filter(c -> c.type().equals("acls"))
                        .collect(Collectors.groupingBy(
                                c -> c.consumer().id(),
                                TreeMap::new,
                                Collectors.mapping(c -> c.key().reveal(), Collectors.toList()))));
        all.put("plugins", byId(declaration.plugins(), PluginEntry::id, CanonicalFileTest::text));
        all.put("unhosted", declaration.unhosted().size());
        return all;
    }

    private static String routeText(io.sluice.api.entity.Route route) {
        return route.toString().replace(route.headers().toString(), new TreeMap<>(route.headers()).toString());
    }

    private static String text(PluginEntry entry) {
        return List.of(
                        entry.name(),
                        String.valueOf(entry.instanceName()),
                        String.valueOf(entry.route()),
                        String.valueOf(entry.service()),
                        String.valueOf(entry.consumer()),
                        String.valueOf(entry.consumerGroup()),
                        new TreeSet<>(entry.protocols()),
                        entry.enabled(),
                        new TreeSet<>(entry.tags()),
                        sorted(entry.config()))
                .toString();
    }

    private static Object sorted(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> members = new TreeMap<>();
            node.properties().forEach(e -> members.put(e.getKey(), sorted(e.getValue())));
            return members;
        }
        if (node.isArray()) {
            List<Object> items = new ArrayList<>();
            node.forEach(item -> items.add(sorted(item)));
            return items;
        }
        return node.toString();
    }

    private static <E> Map<UUID, String> byId(List<E> entities, Function<E, UUID> id, Function<E, String> text) {
        return entities.stream().collect(Collectors.toMap(id, text, (a, _) -> a, TreeMap::new));
    }

    private static void roundTrip(String yaml) {
        DeclarationLoader.Loaded loaded = load(yaml);
        Declaration first = Objects.requireNonNull(loaded.declaration());
        boolean generates = loaded.problems().stream().anyMatch(p -> p.code().equals("generated-key"));
        for (boolean defaults : new boolean[] {true, false}) {
            String dumped = dump(loaded, defaults, true);
            DeclarationLoader.Loaded again = load(dumped);
            assertThat(again.declaration()).as(dumped + again.problems()).isNotNull();
            if (!generates) {
                assertThat(comparable(again.declaration())).as(dumped).isEqualTo(comparable(first));
            }
            assertThat(dump(again, defaults, true)).isEqualTo(dumped);
            assertThat(codes(again)).as(dumped).isSubsetOf(codes(loaded));
        }
    }

    private static List<String> codes(DeclarationLoader.Loaded loaded) {
        return loaded.problems().stream().map(Problem::code).distinct().toList();
    }

    @TestFactory
    List<DynamicTest> validFilesLoadAgainAsTheyWere() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream in = getClass().getResourceAsStream("/vectors/declarative.json")) {
            for (JsonNode c : JsonMapper.shared().readTree(in)) {
                boolean misplaced = c.get("name").asString().equals("plugin on a consumer that does not allow it");
                if (c.get("valid").asBoolean() && !misplaced) {
                    tests.add(dynamicTest(
                            c.get("name").asString(),
                            () -> roundTrip(c.get("yaml").asString())));
                }
            }
        }
        for (String file :
                List.of("kong.yml.example", "examples/gateway.yml", "examples/webhook-signature/webhooks.yml")) {
            String text = Files.readString(Path.of(file));
            if (load(text).declaration() != null) {
                tests.add(dynamicTest(file, () -> roundTrip(text)));
            }
        }
        tests.add(dynamicTest("many", () -> roundTrip(MANY)));
        assertThat(tests).hasSizeGreaterThan(80);
        return tests;
    }

    @Test
    void nobodyKnowsWhatIsASecretWithoutASchema() {
        PluginSchemas schemas = new PluginSchemas(PluginCatalog.discover().loaders(), Set.of("theirs"), Set.of());
        DeclarationLoader.Loaded loaded = new DeclarationLoader(schemas, ENV::get)
                .load(
                        "kong.yml",
                        "_format_version: '3.0'\nplugins: [{name: theirs, config: {dsn: hush, more: [{x: hush, n: 5}]}}]");

        assertThat(YamlText.of(new CanonicalFile(loaded, schemas, true, false).tree()))
                .doesNotContain("hush")
                .contains("dsn: \"****\"")
                .contains("\"n\": 5");
        assertThat(YamlText.of(new CanonicalFile(loaded, schemas, true, true).tree()))
                .contains("dsn: hush")
                .contains("x: hush");
    }

    @Test
    void secretsArePrintedOnlyOnDemand() {
        DeclarationLoader.Loaded loaded = load(MANY);
        assertThat(loaded.declaration()).as(loaded.problems().toString()).isNotNull();

        assertThat(dump(loaded, true, false))
                .doesNotContain("hush")
                .doesNotContain("\"12\"")
                .contains("password: \"{vault://env/secret}\"")
                .contains("password: \"****\"");
        assertThat(dump(loaded, true, true))
                .doesNotContain("hush-vault")
                .contains("password: hush-template")
                .contains("key: \"12\"");
    }

    @Test
    void whatCameFromTheEnvironmentIsMaskedWhereverItWent() {
        String yaml =
                "_format_version: '3.0'\n_plugin_configs: {b: {topic: '${{ env \"DECK_PASSWORD\" }}', bootstrap_servers:"
                        + " [{host: h, port: ${{ env \"DECK_PORT\" }}}]}}\nplugins: [{name: kafka-upstream, _config: b}]\n";

        assertThat(dump(load(yaml), true, false)).doesNotContain("hush").doesNotContain("9093");
        assertThat(comparable(good(dump(load(yaml), true, true)))).isEqualTo(comparable(good(yaml)));
    }

    @Test
    void itIsFlatSortedAndComplete() {
        String dumped = dump(load(MANY), false, true);

        assertThat(dumped).startsWith("_format_version: \"3.0\"\nacls:\n");
        JsonNode tree = new CanonicalFile(load(MANY), SCHEMAS, true, true).tree();
        assertThat(tree.path("routes").path(1).path("paths").toString()).isEqualTo("[\"~/a/(x|y)\",\"/b.\"]");
        assertThat(tree.path("routes").path(1).path("service").asString()).isEqualTo("s");
        assertThat(tree.path("plugins").path(0).path("service").asString()).isEqualTo("s");
        assertThat(tree.path("targets").path(0).path("upstream").asString()).isEqualTo("u.x");
        assertThat(tree.path("acls").valueStream().map(a -> a.path("group").asString()))
                .containsExactly("z", "a", "m");
        assertThat(tree.path("consumers")
                        .valueStream()
                        .map(c -> c.path("username").asString(""))
                        .sorted(Comparator.naturalOrder()))
                .containsExactly("", "b", "only-here");
    }
}
