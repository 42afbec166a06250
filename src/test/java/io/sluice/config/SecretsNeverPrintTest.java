package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.TestPem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever is made from a file can be printed, by mistake or in an exception, and shows no secret of it. */
class SecretsNeverPrintTest {

    private static final Map<String, String> ENV =
            Map.of("MY_SECRET", "CANARY-vault", "DECK_SECRET", "CANARY-template");

    @Test
    void aDeclarationPrintsNoSecret() {
        DeclarationLoader loader = Loads.loader(new PluginSchemas(List.of("kafka-upstream", "confluent")), ENV);

        Declaration declaration = loader.load("kong.yml", """
                        _format_version: "3.0"
                        services:
                        - name: s
                          host: h
                          routes:
                          - name: r
                            paths: [/]
                            plugins:
                            - name: kafka-upstream
                              config:
                                topic: t
                                authentication:
                                  {strategy: sasl, mechanism: PLAIN, user: CANARY-user, password: "{vault://env/my-secret}"}
                        plugins:
                        - name: confluent
                          config: {topic: t, cluster_api_key: CANARY-key, cluster_api_secret: '${{ env "DECK_SECRET" }}'}
                        consumers:
                        - username: alice
                          keyauth_credentials: [{key: CANARY-apikey}]
                          basicauth_credentials: [{username: CANARY-login, password: CANARY-password}]
                        certificates:
                        - cert: %s  key: %s""".formatted(
                                Loads.block(TestPem.text("rsa.crt"), 4), Loads.block(TestPem.text("rsa.pkcs8.key"), 4)))
                .declaration();

        assertThat(declaration).isNotNull();
        assertThat(declaration.toString())
                .contains("alice")
                .doesNotContain("CANARY")
                .doesNotContain("PRIVATE KEY")
                .doesNotContain(TestPem.text("rsa.pkcs8.key").lines().toList().get(1));
        declaration
                .plugins()
                .forEach(entry ->
                        assertThat(entry.toString()).contains(entry.name()).doesNotContain("CANARY"));
        declaration.credentials().forEach(one -> assertThat(one.toString()).doesNotContain("CANARY"));
    }
}
