package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.problem.Problem;
import io.sluice.runtime.PluginCatalog;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that are a part of what a running gateway holds. */
class PartialFilesTest {

    private static final PluginSchemas SCHEMAS =
            new PluginSchemas(PluginCatalog.discover().names());
    private static final String ID = "5a1a5ffb-4d25-4a13-8f52-4c2c0a5e8b11";

    private static DeclarationLoader.Loaded load(Dialect dialect, boolean partial, String yaml) {
        DeclarationLoader whole = new DeclarationLoader(SCHEMAS, Map.<String, String>of()::get, dialect);
        return (partial ? whole.forPartialFiles() : whole)
                .load("part.yml", "_format_version: '3.0'\n" + yaml.replace("\\n", "\n"));
    }

    private static List<String> told(DeclarationLoader.Loaded loaded, Problem.Severity severity) {
        return loaded.problems().stream()
                .filter(p -> p.severity() == severity)
                .map(p -> p.pointer() + " " + p.code())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            routes: [{name: r, paths: [/a], service: far}]                             | services far               | /routes/0/service
            routes: [{name: r, paths: [/a], service: {name: far}}]                     | services far               | /routes/0/service
            routes: [{name: r, paths: [/a], service: {id: ID}}]                        | services ID                | /routes/0/service
            plugins: [{name: cors, route: far}]                                        | routes far                 | /plugins/0/route
            plugins: [{name: cors, service: {name: far}}]                              | services far               | /plugins/0/service
            plugins: [{name: rate-limiting, consumer: far, config: {minute: 1}}]       | consumers far              | /plugins/0/consumer
            plugins: [{name: rate-limiting, consumer_group: far, config: {minute: 1}}] | consumer_groups far        | /plugins/0/consumer_group
            keyauth_credentials: [{key: '{vault://env/k}', consumer: {username: far}}] | consumers far              | /keyauth_credentials/0/consumer
            basicauth_credentials: [{username: u, password: p, consumer: far}]         | consumers far              | /basicauth_credentials/0/consumer
            acls: [{group: g, consumer: {custom_id: far}}]                             | consumers far              | /acls/0/consumer
            jwt_secrets: [{key: k, secret: s, consumer: far}]                          | consumers far              | /jwt_secrets/0/consumer
            consumers: [{username: c, groups: [{name: far}]}]                          | consumer_groups far        | /consumers/0/groups/0
            services: [{name: s, host: h, protocol: https, client_certificate: ID}]    | certificates ID            | /services/0/client_certificate
            services: [{name: s, host: h, protocol: https, ca_certificates: [ID]}]     | ca_certificates ID         | /services/0/ca_certificates/0
            snis: [{name: a.com, certificate: ID}]                                     | certificates ID            | /snis/0/certificate
            targets: [{target: '10.0.0.1:80', upstream: far}]                          | upstreams far              | /targets/0/upstream
            keys: [{kid: k, jwk: '{}', set: far}]                                      | key_sets far               | /keys/0/set
            oauth2_tokens: [{access_token: t, expires_in: 1, credential: ID}]          | oauth2_credentials ID      | /oauth2_tokens/0/credential
            plugins: [{name: key-auth, config: {anonymous: far}}]                      | consumers far              | /plugins/0/config/anonymous
            plugins: [{name: jwt, config: {anonymous: far}}]                           | consumers far              | /plugins/0/config/anonymous
            plugins: [{name: kafka-log, config: {topic: t, bootstrap_servers: [{host: h, port: 1}], security: {ssl: true, certificate_id: ID}}}] | certificates ID | /plugins/0/config/security/certificate_id
            """)
    void whatIsNotInTheFileIsExpectedInTheGateway(String yaml, String entity, String pointer) {
        DeclarationLoader.Loaded part = load(Dialect.ANY, true, yaml.replace("ID", ID));

        assertThat(told(part, Problem.Severity.ERROR)).isEmpty();
        assertThat(told(part, Problem.Severity.NOTE)).containsExactly(pointer + " outside-the-file");
        assertThat(part.expected())
                .extracting(one -> one.kind() + " " + one.name())
                .containsExactly(entity.replace("ID", ID));
        assertThat(part.expected().getFirst().asked())
                .extracting(Expected.Asked::pointer)
                .containsExactly(pointer);

        DeclarationLoader.Loaded whole = load(Dialect.ANY, false, yaml.replace("ID", ID));
        assertThat(whole.problems()).extracting(Problem::code).contains("no-such-entity");
        assertThat(whole.expected()).isEmpty();
    }

    @Test
    void eachIsListedOnceWithAllThatAskForIt() {
        List<Expected> expected = load(
                        Dialect.ANY,
                        true,
                        "plugins:\n- {name: cors, service: b}\n- {name: acl, service: b, config: {allow: [g]}}\n"
                                + "- {name: cors, route: z}\n- {name: cors, service: a}\n")
                .expected();

        assertThat(expected)
                .extracting(
                        one -> one.kind() + " " + one.name() + " " + one.asked().size())
                .containsExactly("routes z 1", "services a 1", "services b 2");
        assertThat(expected.getLast().asked())
                .extracting(asked -> asked.place().toString())
                .containsExactly("part.yml:3:25", "part.yml:4:24");
    }

    @Test
    void aNameThatIsNearOneOfTheFileMayBeASlip() {
        DeclarationLoader.Loaded part = load(
                Dialect.ANY, true, "services: [{name: orders, host: h}]\nroutes: [{paths: [/a], service: ordres}]");

        assertThat(told(part, Problem.Severity.WARNING)).containsExactly("/routes/0/service outside-the-file");
        assertThat(part.problems()).extracting(Problem::hint).containsExactly("did you mean 'orders'?");
        assertThat(part.expected()).extracting(Expected::name).containsExactly("ordres");
    }

    @Test
    void whatIsWrongInItselfStaysAnError() {
        DeclarationLoader.Loaded part = load(
                Dialect.ANY,
                true,
                "services: [{name: s, host: h, routes: [{paths: [/a], service: far}]}]\n"
                        + "plugins: [{name: cors, _config: none}, {name: corz}]\nacls: [{group: g}]\n"
                        + "keyauth_credentials: [{key: k, consumer: a}, {key: k, consumer: b}]\n");

        assertThat(told(part, Problem.Severity.ERROR))
                .containsExactlyInAnyOrder(
                        "/services/0/routes/0/service no-such-entity",
                        "/plugins/0/_config no-such-entity",
                        "/plugins/1/name unknown-plugin",
                        "/acls/0 required-field",
                        "/keyauth_credentials/1/key not-unique");
        assertThat(part.declaration()).isNull();
        assertThat(part.expected()).extracting(Expected::name).containsExactly("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    void everyDialectHasPartialFiles(Dialect dialect) {
        String yaml = dialect == Dialect.KONG
                ? "routes: [{name: r, paths: [/a], service: far}]"
                : "_info: {default_lookup_tags: {services: [x]}}\n"
                        + "routes: [{name: r, paths: [/a], service: {name: far}}]";
        DeclarationLoader.Loaded part = load(dialect, true, yaml);

        assertThat(told(part, Problem.Severity.ERROR)).isEmpty();
        assertThat(told(part, Problem.Severity.NOTE)).containsExactly("/routes/0/service outside-the-file");
        assertThat(Objects.requireNonNull(part.declaration()).routes()).hasSize(1);
        assertThat(part.expected()).extracting(Expected::kind).containsExactly("services");
    }
}
