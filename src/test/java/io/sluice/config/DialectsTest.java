package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.problem.Problem;
import io.sluice.runtime.PluginCatalog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One file, three judges. */
class DialectsTest {

    private static final PluginSchemas SCHEMAS =
            new PluginSchemas(PluginCatalog.discover().names());

    private static List<Problem> problems(String yaml, Dialect dialect, Problem.Severity severity) {
        return new DeclarationLoader(SCHEMAS, Map.of("DECK_PORT", "80")::get, dialect)
                .load("kong.yml", "_format_version: \"3.0\"\n" + yaml).problems().stream()
                        .filter(p -> p.severity() == severity)
                        .toList();
    }

    private static List<String> errors(String yaml, Dialect dialect) {
        return problems(yaml, dialect, Problem.Severity.ERROR).stream()
                .map(p -> p.pointer() + " " + p.message())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            _info: {select_tags: [a]}                                          | /_info unknown field
            _plugin_configs: {a: {}}                                           | /_plugin_configs unknown field
            consumer_groups: [{name: a}]                                       | /consumer_groups unknown field
            consumers: [{username: a, groups: []}]                             | /consumers/0/groups unknown field
            plugins: [{name: cors, ordering: {before: {access: [acl]}}}]       | /plugins/0/ordering unknown field
            services: [{name: a, host: h}]\\nroutes: [{paths: [/a], service: {name: a}}] | /routes/0/service missing primary key
            plugins: [{name: openid-connect, config: {issuer: a}}]             | /plugins/0/name plugin 'openid-connect' not enabled; add it to the 'plugins' configuration property
            vaults: [{name: aws, prefix: a-b}]                                 | /vaults/0/name vault 'aws' is not installed
            upstreams: [{name: a, algorithm: sticky-sessions}]                 | /upstreams/0/algorithm expected one of: consistent-hashing, least-connections, round-robin, latency
            """)
    void kongRefusesWhatIsDecksOrOfTheEnterpriseEdition(String yaml, String error) {
        String file = yaml.replace("\\n", "\n");

        assertThat(errors(file, Dialect.KONG)).containsExactly(error);
        assertThat(errors(file, Dialect.ANY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            _comment: a                                                        | /_comment Additional property _comment is not allowed
            _transform: false                                                  | /_transform _transform: false is not supported
            services: [{host: h}]                                              | /services/0 Must validate at least one schema (anyOf): name is required
            services: [{name: a, host: h, path: null}]                         | /services/0/path Invalid type. Expected: string, given: null
            services: [{name: a, host: h}]\\nroutes: [{name: r, paths: [/a], service: a}] | /routes/0/service Invalid type. Expected: object, given: string
            consumers: [{username: a}]\\nkeyauth_credentials: [{key: k, consumer: a}] | /keyauth_credentials Additional property keyauth_credentials is not allowed
            consumers: [{username: a, jwt_secrets: [{key: k, secret: s}]}]     | /consumers/0/jwt_secrets/0 algorithm is required
            services: [{name: a, host: h, plugins: [{name: cors, service: a}]}] | /services/0/plugins/0/service nesting service (a) under service-scoped plugin (cors) is not allowed
            """)
    void deckRefusesWhatIsKongs(String yaml, String error) {
        String file = yaml.replace("\\n", "\n");

        assertThat(errors(file, Dialect.DECK)).containsExactly(error);
        assertThat(errors(file, Dialect.ANY)).isEmpty();
    }

    @Test
    void deckWarnsOfWhatOnlyKongRefuses() {
        String file = "services: [{name: a, host: h, retries: -1}]";

        assertThat(errors(file, Dialect.DECK)).isEmpty();
        assertThat(problems(file, Dialect.DECK, Problem.Severity.WARNING))
                .extracting(Problem::message)
                .contains("value should be between 0 and 32767");
        assertThat(errors(file, Dialect.KONG)).hasSize(1);
        assertThat(errors(file, Dialect.ANY)).hasSize(1);
    }

    @Test
    void deckAlsoRefusesWhatItFindsLater() {
        assertThat(errors("services: [{name: a, host: h}, {name: a, host: h}]", Dialect.DECK))
                .hasSize(1);
        assertThat(errors("plugins: [{name: cors, route: nope}]", Dialect.DECK)).hasSize(1);
        assertThat(errors("_info: {default_lookup_tags: {services: [a]}}", Dialect.DECK))
                .containsExactly(
                        "/_info/default_lookup_tags [default_lookup_tags] not supported for offline validation,"
                                + " use `deck gateway validate` command instead");
    }

    @Test
    void aTemplateIsATextForKong() {
        String file = "services: [{name: a, host: h, port: '${{ env \"DECK_PORT\" | toInt }}'}]".replace("'", "");

        assertThat(errors(file.replace("${{", "'${{").replace("}}}", "}}'}"), Dialect.KONG))
                .containsExactly("/services/0/port expected an integer");
        assertThat(problems(file.replace("${{", "'${{").replace("}}}", "}}'}"), Dialect.KONG, Problem.Severity.WARNING))
                .extracting(Problem::code)
                .contains("template-is-text");
        assertThat(errors(file, Dialect.DECK)).isEmpty();
    }

    @Test
    void whatALookupMayFindIsNoMistake() {
        String file = "plugins: [{name: cors, service: far}]";

        assertThat(errors(file, Dialect.ANY)).hasSize(1);
        assertThat(errors("_info: {default_lookup_tags: {services: [a]}}\n" + file, Dialect.ANY))
                .isEmpty();
        assertThat(problems(
                        "_info: {default_lookup_tags: {services: [a]}}\n" + file,
                        Dialect.ANY,
                        Problem.Severity.WARNING))
                .extracting(Problem::code)
                .contains("outside-the-file");
    }

    @Test
    void selectTagsAreTagsOfEverything() {
        Declaration declaration = new DeclarationLoader(SCHEMAS, Map.<String, String>of()::get)
                .load("kong.yml", """
                        _format_version: "3.0"
                        _info: {select_tags: [team]}
                        services: [{name: a, host: h, tags: [own], routes: [{name: r, paths: [/a]}], plugins: [{name: cors}]}]
                        consumers: [{username: c, acls: [{group: g}]}]
                        upstreams: [{name: u, targets: [{target: t}]}]
                        """)
                .declaration();

        assertThat(declaration.services().getFirst().tags()).containsExactly("own", "team");
        assertThat(declaration.routes().getFirst().tags()).containsExactly("team");
        assertThat(declaration.plugins().getFirst().tags()).containsExactly("team");
        assertThat(declaration.others())
                .allSatisfy(one -> assertThat(one.fields().path("tags")).hasToString("[\"team\"]"));
    }

    @Test
    void someFieldsHaveNoDefaults() {
        String file = "_info: {defaults: {service: {name: a, retries: 3}, route: {strip_pth: true}}}";

        assertThat(errors(file, Dialect.ANY))
                .containsExactlyInAnyOrder(
                        "/_info/defaults/service/name service defaults: cannot have these restricted fields set: name",
                        "/_info/defaults/route/strip_pth unknown field");
    }
}
