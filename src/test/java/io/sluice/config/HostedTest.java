package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is valid and cannot be hosted: one warning for lint, one error for a start, both at the same place. */
class HostedTest {

    private static List<String> unhosted(String yaml) {
        Declaration declaration = Loads.good(yaml);
        List<String> refused = told(declaration.unhosted(), Problem.Severity.ERROR);
        List<Problem> warnings = Loads.load(yaml).problems();
        assertThat(told(warnings, Problem.Severity.WARNING)).isEqualTo(refused);
        return refused;
    }

    private static List<String> told(List<Problem> problems, Problem.Severity severity) {
        assertThat(problems).allMatch(p -> p.severity() == severity);
        return problems.stream()
                .map(p -> p.place().line() + " " + p.pointer() + " " + p.message())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "services: [{host: a, protocol: grpc}]; 2 /services/0/protocol protocol grpc is not hosted by this version",
                "services: [{host: a, protocol: tls_passthrough}]; 2 /services/0/protocol protocol tls_passthrough is not hosted by this version",
                "services: [{url: 'grpcs://a'}]; 2 /services/0/url protocol grpcs is not hosted by this version",
                "routes: [{protocols: [tls], snis: [a.com]}]; 2 /routes/0/protocols protocol tls is not hosted by this version",
                "routes: [{protocols: [grpcs], paths: [/a]}]; 2 /routes/0/protocols protocol grpcs is not hosted by this version",
                "routes: [{expression: 'http.path == \"/a\"'}]; 2 /routes/0/expression routing by expression is not hosted by this version",
                "routes: [{paths: [/a], filter_chains: [{filters: [{name: f}]}]}]; 2 /routes/0/filter_chains filter chains (WebAssembly) are not hosted by this version",
                "services: [{host: a, filter_chains: [{filters: [{name: f}]}]}]; 2 /services/0/filter_chains filter chains (WebAssembly) are not hosted by this version",
                "filter_chains: [{filters: [{name: f}]}]; 2 /filter_chains filter chains (WebAssembly) are not hosted by this version",
                "plugins: [{name: kafka-upstream, ordering: {before: {access: [cors]}}, config: {topic: t}}]; 2 /plugins/0/ordering 'ordering' is Kong Enterprise's, and not hosted by this version",
                "plugins: [{name: kafka-upstream, condition: 'true', config: {topic: t}}]; 2 /plugins/0/condition 'condition' is Kong Enterprise's, and not hosted by this version",
            })
    void refusesAStart(String yaml, String problem) {
        assertThat(unhosted(yaml)).containsExactly(problem);
    }

    @Test
    void aServiceWhoseHostIsAnUpstreamIsRefusedInsteadOfTheUpstream() {
        String yaml = """
                services: [{name: s, host: pool}, {name: t, url: 'http://pool'}, {name: u, host: pool.example}]
                upstreams: [{name: pool}]
                targets: [{target: 'a:80', upstream: pool}]
                """;

        assertThat(unhosted(yaml))
                .containsExactly(
                        "2 /services/0/host upstreams are not hosted by this version, and the host names one: 'pool'",
                        "2 /services/1/url upstreams are not hosted by this version, and the host names one: 'pool'");
    }

    @Test
    void upstreamsThatNoServiceNamesAreLeftAsideWithOneWarning() {
        String yaml = "upstreams: [{name: pool, targets: [{target: a}]}]\ntargets: [{target: b, upstream: pool}]\n";

        assertThat(Loads.good(yaml).unhosted()).isEmpty();
        assertThat(Loads.warnings(yaml))
                .containsExactly("/upstreams 'upstreams' are known to Kong and have no effect in this version");
    }

    /** Of what nobody knows, nothing more is said. */
    @Test
    void aListThatNobodyKnowsIsNotKnownToKong() {
        assertThat(Loads.load("nopes: [{name: a}]").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("unknown-field"));
    }

    @Test
    void whatIsNotEnabledNeedNotBeHosted() {
        String yaml = """
                services:
                - name: s
                  host: pool
                  protocol: grpc
                  enabled: false
                  routes: [{protocols: [grpc], paths: [/a]}]
                plugins: [{name: kafka-upstream, enabled: false, ordering: {}, condition: x, config: {topic: t}}]
                upstreams: [{name: pool}]
                """;

        assertThat(Loads.good(yaml).unhosted()).isEmpty();
    }

    @Test
    void credentialsThatNothingReadsAreToldOnce() {
        String yaml = """
                consumers:
                - {username: a, jwt_secrets: [{key: k, secret: s}]}
                - {username: b, jwt_secrets: [{key: l, secret: s}], hmacauth_credentials: [{username: u}]}
                """;

        assertThat(Loads.warnings(yaml))
                .containsExactlyInAnyOrder(
                        "/consumers/0/jwt_secrets 'jwt_secrets' are known to Kong and have no effect in this version",
                        "/consumers/1/hmacauth_credentials 'hmacauth_credentials' are known to Kong and have no effect in"
                                + " this version");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "upstreams: [{name: u}, {name: u}]| /upstreams/1/name uniqueness violation: 'upstreams' entity with name set to 'u' already declared",
                "upstreams: [{name: '10.0.0.1'}]| /upstreams/0/name Invalid name ('10.0.0.1'); no ip addresses allowed",
                "upstreams: [{name: 'u:80'}]| /upstreams/0/name Invalid name ('u:80'); no port allowed",
                "upstreams: [{name: u, hash_on: cookie}]| /upstreams/0/hash_on_cookie required field missing: 'hash_on_cookie' (failed conditional validation given value of field 'hash_on')",
                "upstreams: [{name: u, hash_fallback: header}]| /upstreams/0/hash_fallback_header required field missing: 'hash_fallback_header' (failed conditional validation given value of field 'hash_fallback')",
                "upstreams: [{name: u, client_certificate: 11111111-1111-4111-8111-111111111111}]| /upstreams/0/client_certificate invalid reference 'client_certificate: 11111111-1111-4111-8111-111111111111' (no such entry in 'certificates')",
                "upstreams: [{name: u, healthchecks: {active: {concurrency: 0}}}]| /upstreams/0/healthchecks/active/concurrency value should be between 1 and 2147483648",
                "upstreams: [{name: u, healthchecks: {activ: {}}}]| /upstreams/0/healthchecks/activ unknown field",
                "upstreams: [{name: u, targets: [{target: 'a:70000'}]}]| /upstreams/0/targets/0/target Invalid target ('a:70000'); not a valid hostname or ip address",
                "targets: [{target: a}]| /targets/0 required field missing: 'upstream'",
                "targets: [{target: a, upstream: u}]| /targets/0/upstream invalid reference 'upstream: u' (no such entry in 'upstreams')",
            })
    void upstreamsAndTargetsAreChecked(String yaml, String problem) {
        assertThat(Loads.errors(yaml)).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource({"a", "a:80", "10.0.0.1", "10.0.0.1:80", "'[::1]:80'", "'::1'", "a_b.example."})
    void goodTargetsAreTaken(String target) {
        assertThat(Loads.errors("upstreams: [{name: u, targets: [{target: '" + target + "'}]}]"))
                .isEmpty();
    }
}
