package io.sluice.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.problem.Problem;
import io.sluice.router.Calculation;
import io.sluice.runtime.PluginCatalog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each warning, where it is due and where it is not. */
class LintTest {

    private static final PluginSchemas SCHEMAS =
            new PluginSchemas(PluginCatalog.discover().names());

    private static final String KAFKA = "bootstrap_servers: [{host: h, port: 1}], ";

    private static List<Problem> problems(Calculation calculation, String yaml, Map<String, String> env) {
        DeclarationLoader.Loaded loaded =
                new DeclarationLoader(SCHEMAS, env::get).load("kong.yml", "_format_version: '3.0'\n" + yaml);
        assertThat(loaded.declaration()).as(loaded.problems().toString()).isNotNull();
        return new Lint(SCHEMAS, calculation)
                .check(loaded).stream()
                        .filter(problem -> problem.severity() == Problem.Severity.WARNING)
                        .toList();
    }

    /** Pointer and code of each warning. */
    private static List<String> warnings(String yaml) {
        return problems(Calculation.ORIGINAL, yaml, Map.of()).stream()
                .map(p -> p.pointer() + " " + p.code())
                .toList();
    }

    private static List<String> routes(String... routes) {
        return warnings("routes:\n- " + String.join("\n- ", routes));
    }

    private static String kafka(String config) {
        return "plugins: [{name: kafka-upstream, config: {topic: t, " + KAFKA + config + "}}]";
    }

    @Test
    void aRouteThatNeverMatchesNamesTheOneInItsWay() {
        List<Problem> problems = problems(
                Calculation.ORIGINAL,
                "routes:\n- {name: wide, hosts: [a.com]}\n"
                        + "- {name: dead, hosts: [a.com], paths: [/x, /y/z]}\n"
                        + "- {name: killer, hosts: [A.com, '*.com'], paths: ['~/']}\n"
                        + "- {name: alive, hosts: [a.com], paths: [/x], methods: [GET]}\n"
                        + "- {name: slayer, hosts: [a.com], paths: ['~/[a-z]*']}",
                Map.of());

        assertThat(problems).anySatisfy(p -> {
            assertThat(p.code()).isEqualTo("route-never-matches");
            assertThat(p.pointer()).isEqualTo("/routes/1");
            assertThat(p.place().line()).isEqualTo(4);
            assertThat(p.message()).contains("'slayer' (kong.yml:7:3)");
        });
    }

    @Test
    void aPlainHostShadowsUnderTheOriginalCalculationAlone() {
        String yaml =
                "routes:\n- {name: host, hosts: [a.com]}\n- {name: both, hosts: ['a.com', 'b.*'], paths: [/x], methods: [GET]}\n"
                        + "- {name: dead, hosts: [a.com], snis: [b.org], protocols: [https]}";

        assertThat(problems(Calculation.ORIGINAL, yaml, Map.of()))
                .extracting(Problem::code)
                .doesNotContain("route-never-matches");
    }

    @Test
    void whatLiesWithinAnotherAndComesLaterNeverMatches() {
        // a regular expression is tried before every prefix, with equal categories
        assertThat(routes("{name: a, paths: ['~/x/.*']}", "{name: b, paths: [/x/y]}"))
                .containsExactly("/routes/1 route-never-matches");
        assertThat(routes("{name: a, paths: ['~/x/(?<id>\\d+)']}", "{name: b, paths: [/x/1, /x/1/z]}"))
                .doesNotContain("/routes/1 route-never-matches"); // (? may change what follows: not certain
        assertThat(routes("{name: a, paths: ['~/x$']}", "{name: b, paths: [/x]}"))
                .isEmpty();
        assertThat(routes("{name: a, headers: {X: ['1', '2'], Y: [z]}}", "{name: b, headers: {X: ['1']}}"))
                .isEmpty();
        assertThat(routes(
                        "{name: a, headers: {x: ['1', '2']}, paths: ['~/']}",
                        "{name: b, headers: {X: ['1']}, paths: [/p]}"))
                .containsExactly("/routes/1 route-never-matches");
        assertThat(routes("{name: a, paths: ['~/p']}", "{name: b, paths: [/p/1, /q]}"))
                .isEmpty();
    }

    @Test
    void wildcardsShadowOnlyWhatTheyCover() {
        assertThat(routes("{name: a, hosts: ['*.com'], paths: ['~/']}", "{name: b, hosts: [x.com], paths: [/]}"))
                .doesNotContain("/routes/1 route-never-matches"); // a plain host goes first
        assertThat(routes("{name: a, hosts: ['*.com'], paths: ['~/']}", "{name: b, hosts: ['*.x.com'], paths: [/]}"))
                .contains("/routes/1 route-never-matches");
        assertThat(routes("{name: a, hosts: ['*.com:80'], paths: ['~/']}", "{name: b, hosts: ['*.x.com'], paths: [/]}"))
                .doesNotContain("/routes/1 route-never-matches");
    }

    @Test
    void twoThatOnlyTheirIdsPutInOrder() {
        List<Problem> tie = problems(
                Calculation.ORIGINAL,
                "routes:\n- {name: a, paths: [/x], methods: [GET, PUT]}\n- {name: b, paths: [/x], methods: [POST, PUT]}",
                Map.of());

        assertThat(tie).hasSize(1);
        assertThat(tie.getFirst().code()).isEqualTo("route-tie");
        assertThat(tie.getFirst().pointer()).isEqualTo("/routes/1");
        assertThat(tie.getFirst().message()).contains("'a' (kong.yml:3:3)").contains("PUT http://localhost/x");
        assertThat(routes("{name: a, paths: [/x], methods: [GET]}", "{name: b, paths: [/x], methods: [POST]}"))
                .isEmpty();
        assertThat(routes("{name: a, hosts: [a.com]}", "{name: b, hosts: [b.com]}"))
                .isEmpty();
        assertThat(routes("{name: a, paths: [/x], headers: {v: ['1']}}", "{name: b, paths: [/x], headers: {v: ['2']}}"))
                .isEmpty();
        assertThat(routes("{name: a, paths: ['~/x/\\d+']}", "{name: b, paths: ['~/x/[0-9]']}"))
                .containsExactly("/routes/1 route-tie");
        assertThat(routes("{name: a, paths: ['~/x/\\d+']}", "{name: b, paths: ['~/x/[0-9]'], regex_priority: 1}"))
                .doesNotContain("/routes/1 route-tie");
    }

    @Test
    void twoThatTheCalculationsOrderDifferently() {
        String yaml = "routes:\n- {name: host, hosts: [a.com]}\n- {name: path, paths: [/x], methods: [GET]}";
        for (Calculation calculation : Calculation.values()) {
            List<Problem> differs = problems(calculation, yaml, Map.of());
            assertThat(differs).hasSize(1);
            assertThat(differs.getFirst().code()).isEqualTo("route-order-differs");
            assertThat(differs.getFirst().message())
                    .contains("GET http://a.com/x goes to 'host' with original, to 'path' with strict");
        }
        // a third that goes first in both leaves nothing to decide
        assertThat(routes(
                        "{name: host, hosts: [a.com]}",
                        "{name: path, paths: [/x], methods: [GET]}",
                        "{name: all, hosts: [a.com], paths: [/], methods: [GET]}"))
                .doesNotContain("/routes/1 route-order-differs");
        assertThat(routes("{name: host, hosts: [a.com]}", "{name: path, paths: [/x]}"))
                .isEmpty();
    }

    @Test
    void ofAPartialFileItIsNotKnownWhoAuthenticates() {
        String yaml =
                "_format_version: '3.0'\nconsumers: [{username: u, plugins: [{name: rate-limiting, config: {minute: 1}}]}]";
        DeclarationLoader whole = new DeclarationLoader(SCHEMAS, Map.<String, String>of()::get);
        Lint lint = new Lint(SCHEMAS, Calculation.ORIGINAL);

        assertThat(lint.check(whole.load("kong.yml", yaml)))
                .extracting(Problem::code)
                .containsExactly("consumer-never-known");
        assertThat(lint.check(whole.forPartialFiles().load("kong.yml", yaml))).isEmpty();
    }

    @Test
    void aRegularExpressionWithoutItsSign() {
        assertThat(routes("{name: a, paths: ['/x/\\d+']}")).containsExactly("/routes/0/paths/0 path-looks-like-regex");
    }

    @Test
    void aSecretInPlainText() {
        assertThat(warnings("consumers: [{username: u, keyauth_credentials: [{key: k}], basicauth_credentials:"
                        + " [{username: a, password: p}]}]"))
                .containsExactly(
                        "/consumers/0/keyauth_credentials/0/key plain-secret",
                        "/consumers/0/basicauth_credentials/0/password plain-secret");
        assertThat(warnings(kafka("authentication: {strategy: sasl, mechanism: PLAIN, user: u, password: p}")))
                .containsExactly("/plugins/0/config/authentication/password plain-secret");
        assertThat(warnings(
                        "_transform: false\nconsumers: [{username: u, basicauth_credentials: [{username: a, password: "
                                + "a".repeat(64) + "}]}]"))
                .isEmpty();
    }

    @Test
    void aReferenceOrATemplateIsNoSecretInPlainText() {
        Map<String, String> env = Map.of("DECK_K", "k", "P", "p");
        String yaml = "consumers: [{username: u, keyauth_credentials: [{key: '${{ env \"DECK_K\" }}'}]}]\n"
                + kafka("authentication: {strategy: sasl, mechanism: PLAIN, user: u, password: '{vault://env/p}'}");

        assertThat(problems(Calculation.ORIGINAL, yaml, env)).isEmpty();
    }

    @Test
    void noMessageShowsASecret() {
        assertThat(problems(
                                Calculation.ORIGINAL,
                                "consumers: [{username: u, keyauth_credentials: [{key: hush}]}]",
                                Map.of())
                        .toString())
                .doesNotContain("hush");
    }

    @Test
    void topicsThatKafkaRefuses() {
        assertThat(warnings("plugins: [{name: kafka-upstream, config: {" + KAFKA + "topic: 'a b', topics_query_arg: t,"
                        + " allowed_topics: [ok, '..', '" + "x".repeat(250) + "', ä]}}]"))
                .containsExactly(
                        "/plugins/0/config/topic bad-topic",
                        "/plugins/0/config/allowed_topics/1 bad-topic",
                        "/plugins/0/config/allowed_topics/2 bad-topic",
                        "/plugins/0/config/allowed_topics/3 bad-topic");
        assertThat(warnings("plugins: [{name: kafka-log, config: {" + KAFKA + "topic: '.'}}]"))
                .containsExactly("/plugins/0/config/topic bad-topic");
    }

    @Test
    void topicsThatNoRequestCanName() {
        assertThat(warnings(kafka("allowed_topics: [a]")))
                .containsExactly("/plugins/0/config/allowed_topics allowed-topics-unused");
    }

    @Test
    void aProducerWithoutBrokers() {
        assertThat(warnings("plugins: [{name: kafka-upstream, config: {topic: t}}]"))
                .containsExactly("/plugins/0/config no-bootstrap-servers");
        assertThat(warnings("plugins: [{name: kafka-upstream, enabled: false, config: {topic: t}}]"))
                .isEmpty();
    }

    @Test
    void acksThatLoseRecords() {
        assertThat(warnings(kafka("producer_request_acks: 1")))
                .containsExactly("/plugins/0/config/producer_request_acks acks-one");
        assertThat(warnings(kafka("producer_async: true")))
                .containsExactly("/plugins/0/config/producer_async acks-one");
        assertThat(warnings(kafka("producer_request_acks: 1, producer_async: false")))
                .isEmpty();
        assertThat(warnings(kafka("producer_request_acks: -1"))).isEmpty();
        assertThat(warnings(kafka("keepalive: 1"))).isEmpty(); // Kong's defaults are nobody's mistake
        assertThat(warnings(kafka("producer_request_acks: 0")))
                .containsExactly("/plugins/0/config/producer_request_acks acks-none");
    }

    @Test
    void saslThatIsHalfConfigured() {
        for (String half : List.of("strategy: sasl", "mechanism: PLAIN")) {
            assertThat(warnings(kafka("authentication: {" + half + "}")))
                    .as(half)
                    .containsExactly("/plugins/0/config/authentication sasl-half");
        }
        assertThat(warnings(kafka("authentication: {strategy: sasl, mechanism: PLAIN, user: u}")))
                .containsExactly("/plugins/0/config/authentication sasl-no-password");
    }

    @Test
    void aPeerThatNobodyVerifies() {
        assertThat(warnings("services: [{name: s, url: 'https://h', tls_verify: false}]"))
                .containsExactly("/services/0/tls_verify ssl-verify-off");
        assertThat(warnings(kafka("security: {ssl: true, ssl_verify: false}")))
                .containsExactly("/plugins/0/config/security/ssl_verify ssl-verify-off");
        assertThat(warnings(kafka("security: {ssl_verify: false}"))).isEmpty();
    }

    @Test
    void aHeaderThatIsRenamedAndNotForwarded() {
        assertThat(warnings(kafka("headers: {name_mappings: {X-A: a, X-B: b}, include_headers: [x-a]}")))
                .containsExactly("/plugins/0/config/headers/name_mappings/X-B mapping-unused");
        assertThat(warnings(kafka("headers: {name_mappings: {X-A: a}, forward_all_by_default: true}")))
                .isEmpty();
    }

    @Test
    void aConfigurationThatNobodyUses() {
        assertThat(warnings("_plugin_configs: {used: {topic: t, " + KAFKA + "}, unused: {}}\n"
                        + "plugins: [{name: kafka-upstream, _config: used}]"))
                .containsExactly("/_plugin_configs/unused unused-plugin-config");
    }

    @Test
    void aPluginForConsumersWhomNobodyKnows() {
        String limited =
                "consumers: [{username: u, plugins: [{name: rate-limiting, config: {minute: 1, policy: local}}]}]\n";

        assertThat(warnings(limited)).containsExactly("/consumers/0/plugins/0 consumer-never-known");
        assertThat(warnings(limited + "plugins: [{name: key-auth, config: {hide_credentials: true}}]"))
                .isEmpty();
    }
}
