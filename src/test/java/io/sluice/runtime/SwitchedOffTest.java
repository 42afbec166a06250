package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.problem.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SwitchedOffTest {

    private static List<Problem> off(String yaml) {
        DeclarationLoader.Loaded loaded = new DeclarationLoader(
                        new PluginSchemas(List.of("kafka-upstream")), Map.<String, String>of()::get)
                .load("kong.yml", "_format_version: '3.0'\n" + yaml);
        assertThat(loaded.declaration()).as(loaded.problems().toString()).isNotNull();
        return SwitchedOff.in(loaded.declaration());
    }

    @Test
    void everySwitchIsFoundAtItsPlace() {
        List<Problem> found = off("""
                services: [{name: s, url: 'https://a', tls_verify: false}]
                plugins:
                - name: kafka-upstream
                  config:
                    topic: t
                    security: {ssl: true, ssl_verify: false}
                    authentication: {oauthbearer: {token_endpoint_tls_verify: false}}
                """);

        assertThat(found).extracting(Problem::message).allMatch(m -> m.endsWith("while tls_certificate_verify is on"));
        assertThat(found)
                .extracting(p -> p.place() + " " + p.pointer())
                .containsExactly(
                        "service 's' ",
                        "kong.yml:7:39 /plugins/0/config/security/ssl_verify",
                        "kong.yml:8:63 /plugins/0/config/authentication/oauthbearer/token_endpoint_tls_verify");
    }

    @Test
    void whatIsOnOrDisabledIsFine() {
        assertThat(off("""
                services: [{name: s, url: 'https://a', tls_verify: true}, {name: t, url: 'https://a'}]
                plugins:
                - {name: kafka-upstream, config: {topic: t, security: {ssl: true}}}
                - {name: kafka-upstream, service: s, enabled: false, config: {topic: t, security: {ssl_verify: false}}}
                """)).isEmpty();
    }
}
