package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.api.entity.CaCertificate;
import io.sluice.api.entity.Certificate;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import io.sluice.problem.Problem;
import io.sluice.runtime.PluginCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files with Kong's own verdict. */
class DeclarativeVectorsTest {

    private static final Map<Dialect, DeclarationLoader> LOADERS = new EnumMap<>(Dialect.class);

    static {
        PluginSchemas schemas = new PluginSchemas(PluginCatalog.discover().names());
        for (Dialect dialect : Dialect.values()) {
            LOADERS.put(dialect, new DeclarationLoader(schemas, Map.<String, String>of()::get, dialect));
        }
    }

    /** What Kong's open-source reader refuses and we read, since decK, or Kong's Enterprise edition, does. */
    private static final Set<String> READ_MORE_WIDELY = Set.of(
            "missing _format_version",
            "decK _info is unknown to Kong",
            "decK _konnect is unknown to Kong",
            "top-level route with service as a map",
            "consumer_groups is not a Kong OSS entity",
            "rbac_roles is not a Kong OSS entity");

    /** What Kong's file reader lets pass, and Kong never runs: a plugin nested in a scope that it does not take. */
    private static final Set<String> REFUSED_THOUGH_KONG_READS = Set.of("plugin on a consumer that does not allow it");

    /** What decK's schema lets pass and decK itself refuses when it builds its state: names, references, nesting. */
    private static final Set<String> REFUSED_BY_DECK_LATER = Set.of(
            "_transform false",
            "service duplicate name",
            "service duplicate id",
            "grpc route with strip_path true",
            "same global plugin twice",
            "same plugin on the same service twice",
            "plugin referring to an unknown service (no instance_name)",
            "plugin referring to an unknown service, with id",
            "plugin nested in service with service key",
            "consumer duplicate username",
            "same target twice in one upstream",
            "flatten core entities plugins: fails with missing foreign relationships");

    private static List<JsonNode> vectors() throws IOException {
        try (InputStream in = DeclarativeVectorsTest.class.getResourceAsStream("/vectors/declarative.json")) {
            return JsonMapper.shared().readTree(in).valueStream().toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> inAnyDialect() throws IOException {
        return vectors().stream().map(c -> {
            String name = name(c);
            boolean good = isGood(c);
            return READ_MORE_WIDELY.contains(name)
                    ? dynamicTest(
                            name + ": read",
                            () -> assertThat(errors(load(c, Dialect.ANY))).isEmpty())
                    : dynamicTest(name, () -> {
                        if (good) {
                            isAccepted(c);
                        } else {
                            isRefused(c, Dialect.ANY);
                        }
                    });
        });
    }

    @TestFactory
    Stream<DynamicTest> asKongJudges() throws IOException {
        List<JsonNode> vectors = vectors();
        assertThat(vectors).hasSize(213);
        return vectors.stream()
                .map(c -> dynamicTest(name(c), () -> {
                    if (isGood(c)) {
                        assertThat(errors(load(c, Dialect.KONG))).isEmpty();
                    } else {
                        isRefused(c, Dialect.KONG);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> asDeckJudges() throws IOException {
        return vectors().stream()
                .map(c -> dynamicTest(name(c), () -> {
                    List<Problem> errors = errors(load(c, Dialect.DECK));
                    boolean good = c.get("deck_json_schema_ok").asBoolean() && !REFUSED_BY_DECK_LATER.contains(name(c));
                    assertThat(errors.isEmpty()).as(text(c) + errors).isEqualTo(good);
                    c.path("deck_json_schema_paths")
                            .forEach(path -> assertThat(errors)
                                    .as(path + " in\n" + text(c))
                                    .anyMatch(e -> near(e.pointer(), pointer(path.asString(), 0))));
                }));
    }

    private static boolean isGood(JsonNode c) {
        return c.get("valid").asBoolean() && !REFUSED_THOUGH_KONG_READS.contains(name(c));
    }

    private static String name(JsonNode c) {
        return c.get("name").asString();
    }

    private static String text(JsonNode c) {
        return c.get("yaml").asString();
    }

    private static DeclarationLoader.Loaded load(JsonNode c, Dialect dialect) {
        return LOADERS.get(dialect).load("kong.yml", text(c));
    }

    /** Where Kong has a name in place of an index, only the kind of the entity is known; of a url, Kong blames the parts. */
    private static boolean isAt(String pointer, String path) {
        return path.matches("\\w+\\..+\\[\\d+]") && !path.matches("\\w+\\[.*")
                ? pointer.contains("/" + path.substring(0, path.indexOf('.')) + "/")
                : near(pointer.replaceFirst("/url$", ""), pointer(path, 1));
    }

    /** A path of Kong's or of decK's as a pointer. */
    private static String pointer(String path, int first) {
        StringBuilder pointer = new StringBuilder();
        for (String step : path.replace("[", ".").replace("]", "").split("\\.", -1)) {
            if (step.isEmpty() || step.equals("@entity") || step.equals("(root)")) {
                break;
            }
            boolean index = step.matches("\\d+");
            pointer.append('/').append(index ? Integer.toString(Integer.parseInt(step) - first) : step);
        }
        return pointer.toString();
    }

    /** One stands in the other. */
    private static boolean near(String a, String b) {
        return (a + "/").startsWith(b + "/") || (b + "/").startsWith(a + "/");
    }

    private static void isAccepted(JsonNode c) {
        DeclarationLoader.Loaded loaded = load(c, Dialect.ANY);
        assertThat(errors(loaded)).as(c.get("yaml").asString()).isEmpty();
        Declaration declaration = loaded.declaration();
        assertThat(declaration).isNotNull();
        Map<String, List<UUID>> ids = new HashMap<>();
        ids.put("services", ids(declaration.services(), Service::id));
        ids.put("routes", ids(declaration.routes(), Route::id));
        ids.put("consumers", ids(declaration.consumers(), Consumer::id));
        ids.put("certificates", ids(declaration.certificates(), Certificate::id));
        ids.put("ca_certificates", ids(declaration.caCertificates(), CaCertificate::id));
        ids.put("plugins", ids(declaration.plugins(), PluginEntry::id));
        declaration
                .credentials()
                .forEach(one ->
                        ids.computeIfAbsent(one.type(), _ -> new ArrayList<>()).add(one.id()));
        declaration
                .others()
                .forEach(one ->
                        ids.computeIfAbsent(one.kind(), _ -> new ArrayList<>()).add(one.id()));
        ids.remove("workspaces"); // Kong counts its own
        ids.values().removeIf(List::isEmpty);
        c.path("entity_counts")
                .properties()
                .forEach(e -> assertThat(ids.getOrDefault(e.getKey(), List.of()))
                        .as(e.getKey())
                        .hasSize(e.getValue().asInt()));
        assertThat(ids.keySet()).allMatch(c.path("entity_counts")::has);
        c.path("deterministic_ids").properties().forEach(e -> {
            String kind = e.getKey().substring(0, e.getKey().indexOf('/'));
            assertThat(ids.get(kind))
                    .as(e.getKey())
                    .contains(UUID.fromString(e.getValue().asString()));
        });
    }

    private static <E> List<UUID> ids(List<E> entities, Function<E, UUID> id) {
        return entities.stream().map(id).toList();
    }

    private static void isRefused(JsonNode c, Dialect dialect) {
        List<Problem> errors = errors(load(c, dialect));
        assertThat(errors).as(text(c) + "\n" + c.path("errors")).isNotEmpty();
        assertThat(errors).allSatisfy(e -> assertThat(e.place().file()).isEqualTo("kong.yml"));
        if (!c.has("kong_bug")) {
            c.path("errors")
                    .propertyNames()
                    .forEach(path ->
                            assertThat(errors).as(path + " in\n" + text(c)).anyMatch(e -> isAt(e.pointer(), path)));
        }
    }

    private static List<Problem> errors(DeclarationLoader.Loaded loaded) {
        return loaded.problems().stream()
                .filter(p -> p.severity() == Problem.Severity.ERROR)
                .toList();
    }
}
