package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.api.entity.CaCertificate;
import io.sluice.api.entity.Certificate;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Credential;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import io.sluice.problem.Problem;
import io.sluice.runtime.PluginCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files with Kong's own verdict. */
class DeclarativeVectorsTest {

    private static final DeclarationLoader LOADER =
            new DeclarationLoader(new PluginSchemas(PluginCatalog.discover().names()), Map.<String, String>of()::get);

    /** What Kong's open-source reader refuses and we read, since decK, or Kong's Enterprise edition, does. */
    private static final Set<String> READ_MORE_WIDELY = Set.of(
            "missing _format_version",
            "decK _info is unknown to Kong",
            "decK _konnect is unknown to Kong",
            "top-level route with service as a map",
            "consumer_groups is not a Kong OSS entity",
            "rbac_roles is not a Kong OSS entity");

    /** What is not looked into yet: entities that nothing is done with, what vaults are called, addresses of stream routes. */
    private static final Pattern NOT_YET = Pattern.compile(
            "vault (bad|prefix|unknown) .*|key set and key|.*oauth2_credentials.*|tcp route with (a bad|an empty) source");

    @TestFactory
    List<DynamicTest> cases() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream in = getClass().getResourceAsStream("/vectors/declarative.json")) {
            for (JsonNode c : JsonMapper.shared().readTree(in)) {
                String name = c.get("name").asString();
                if (c.get("valid").asBoolean()) {
                    tests.add(dynamicTest(name, () -> isAccepted(c)));
                } else if (READ_MORE_WIDELY.contains(name)
                        || NOT_YET.matcher(name).matches()) {
                    tests.add(dynamicTest(name + ": not refused", () -> isNotRefused(c)));
                } else {
                    tests.add(dynamicTest(name, () -> isRefused(c)));
                }
            }
        }
        assertThat(tests).hasSize(213);
        return tests;
    }

    private static void isAccepted(JsonNode c) {
        DeclarationLoader.Loaded loaded = LOADER.load("kong.yml", c.get("yaml").asString());
        assertThat(errors(loaded)).as(c.get("yaml").asString()).isEmpty();
        Declaration declaration = loaded.declaration();
        assertThat(declaration).isNotNull();
        Map<String, List<UUID>> ids = Map.of(
                "services", ids(declaration.services(), Service::id),
                "routes", ids(declaration.routes(), Route::id),
                "consumers", ids(declaration.consumers(), Consumer::id),
                "certificates", ids(declaration.certificates(), Certificate::id),
                "ca_certificates", ids(declaration.caCertificates(), CaCertificate::id),
                "plugins", ids(declaration.plugins(), PluginEntry::id),
                "keyauth_credentials", credentials(declaration, "keyauth_credentials"),
                "basicauth_credentials", credentials(declaration, "basicauth_credentials"),
                "acls", credentials(declaration, "acls"));
        ids.forEach((kind, found) -> assertThat(found)
                .as(kind)
                .hasSize(c.path("entity_counts").path(kind).asInt(0)));
        c.path("deterministic_ids").properties().forEach(e -> {
            String kind = e.getKey().substring(0, e.getKey().indexOf('/'));
            if (ids.containsKey(kind)) {
                assertThat(ids.get(kind))
                        .as(kind)
                        .contains(UUID.fromString(e.getValue().asString()));
            }
        });
    }

    private static <E> List<UUID> ids(List<E> entities, Function<E, UUID> id) {
        return entities.stream().map(id).toList();
    }

    private static List<UUID> credentials(Declaration declaration, String type) {
        return declaration.credentials().stream()
                .filter(credential -> credential.type().equals(type))
                .map(Credential::id)
                .toList();
    }

    private static void isRefused(JsonNode c) {
        List<Problem> errors = errors(LOADER.load("kong.yml", c.get("yaml").asString()));
        assertThat(errors)
                .as(c.get("yaml").asString() + "\n" + c.path("errors"))
                .isNotEmpty();
        assertThat(errors).allSatisfy(e -> assertThat(e.place().file()).isEqualTo("kong.yml"));
    }

    /** Fails as soon as a case is judged as Kong judges it: then it belongs to the others. */
    private static void isNotRefused(JsonNode c) {
        assertThat(errors(LOADER.load("kong.yml", c.get("yaml").asString()))).isEmpty();
    }

    private static List<Problem> errors(DeclarationLoader.Loaded loaded) {
        return loaded.problems().stream()
                .filter(p -> p.severity() == Problem.Severity.ERROR)
                .toList();
    }
}
