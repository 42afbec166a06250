package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import io.sluice.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files with Kong's own verdict, as far as services, routes, consumers and the plugin entry go. */
class DeclarativeVectorsTest {

    private static final DeclarationLoader LOADER =
            new DeclarationLoader(new PluginSchemas(List.of("kafka-upstream")), Map.<String, String>of()::get);

    /** What is not looked into yet, or read more widely than Kong's open-source file reader does; part of a case's fault paths. */
    private static final Set<String> NOT_YET = Set.of(
            "certificates",
            "snis",
            "ca_certificates",
            "upstreams",
            "targets",
            "vaults",
            "keys",
            "key_sets",
            "consumer_groups",
            "keyauth_credentials",
            "basicauth_credentials",
            "hmacauth_credentials",
            "jwt_secrets",
            "acls",
            "filter_chains",
            "config",
            "_info",
            "_workspace",
            "_konnect",
            "_plugin_configs",
            "_config",
            "workspaces",
            "_format_version",
            "url",
            "ordering",
            "condition",
            "partials",
            "expression",
            "priority",
            "groups",
            "client_certificate",
            "created_at",
            "rbac_roles",
            "oauth2_credentials",
            "sources");

    @TestFactory
    List<DynamicTest> cases() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream in = getClass().getResourceAsStream("/vectors/declarative.json")) {
            for (JsonNode c : JsonMapper.shared().readTree(in)) {
                String name = c.get("name").asString();
                if (c.get("valid").asBoolean()) {
                    tests.add(dynamicTest(name, () -> isAccepted(c)));
                } else if (inScope(c)) {
                    tests.add(dynamicTest(name, () -> isRefused(c)));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(100);
        return tests;
    }

    private static boolean inScope(JsonNode c) {
        String faults = c.path("errors").toString();
        String yaml = c.get("yaml").asString();
        return NOT_YET.stream()
                        .noneMatch(word -> faults.contains("\"" + word)
                                || faults.contains("." + word)
                                || faults.contains(word + "["))
                && NOT_YET.stream().noneMatch(word -> faults.contains("'" + word + "'"))
                && !faults.contains("missing primary key") // a map with a name is decK's, and read
                && !yaml.contains("service: {name")
                && !yaml.contains("oauth2_credentials")
                && !yaml.contains("name: cors\n  protocols: [tcp]") // the protocols of plugins that are not hosted
                && !yaml.contains("rate-limiting") // and their configurations
                && !yaml.contains("url:");
    }

    private static void isAccepted(JsonNode c) {
        DeclarationLoader.Loaded loaded = LOADER.load("kong.yml", c.get("yaml").asString());
        List<Problem> errors = errors(loaded);
        assertThat(errors).as(c.get("yaml").asString()).isEmpty();
        Declaration declaration = loaded.declaration();
        assertThat(declaration).isNotNull();
        JsonNode counts = c.path("entity_counts");
        assertThat(declaration.services()).hasSize(counts.path("services").asInt(0));
        assertThat(declaration.routes()).hasSize(counts.path("routes").asInt(0));
        assertThat(declaration.consumers()).hasSize(counts.path("consumers").asInt(0));
        assertThat(declaration.plugins()).hasSize(counts.path("plugins").asInt(0));
        List<String> ids = new ArrayList<>();
        declaration.services().stream().map(Service::id).forEach(id -> ids.add("services " + id));
        declaration.routes().stream().map(Route::id).forEach(id -> ids.add("routes " + id));
        declaration.consumers().stream().map(Consumer::id).forEach(id -> ids.add("consumers " + id));
        declaration.plugins().stream().map(PluginEntry::id).forEach(id -> ids.add("plugins " + id));
        c.path("deterministic_ids").properties().forEach(e -> {
            String kind = e.getKey().substring(0, e.getKey().indexOf('/'));
            if (Set.of("services", "routes", "consumers", "plugins").contains(kind)) {
                assertThat(ids).contains(kind + " " + e.getValue().asString());
            }
        });
    }

    private static void isRefused(JsonNode c) {
        List<Problem> errors = errors(LOADER.load("kong.yml", c.get("yaml").asString()));
        assertThat(errors)
                .as(c.get("yaml").asString() + "\n" + c.path("errors"))
                .isNotEmpty();
        assertThat(errors).allSatisfy(e -> assertThat(e.place().file()).isEqualTo("kong.yml"));
    }

    private static List<Problem> errors(DeclarationLoader.Loaded loaded) {
        return loaded.problems().stream()
                .filter(p -> p.severity() == Problem.Severity.ERROR)
                .toList();
    }
}
