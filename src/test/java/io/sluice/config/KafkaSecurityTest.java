package io.sluice.config;

import static io.sluice.config.Loads.errors;
import static io.sluice.config.Loads.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.TestPem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lint says of half a security. */
class KafkaSecurityTest {

    private static final String ID = "5a1a5ffb-4d25-4a13-8f52-4c2c0a5e8b11";

    private static String plugin(String members) {
        return "plugins: [{name: kafka-upstream, config: {topic: t, " + members + "}}]\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "authentication: {strategy: sasl}; /authentication SASL is half configured",
                "authentication: {mechanism: PLAIN}; /authentication SASL is half configured",
                "authentication: {strategy: sasl, mechanism: PLAIN, user: u}; /authentication no 'user' or no 'password'",
                "authentication: {strategy: sasl, mechanism: SCRAM-SHA-256}; /authentication no 'user' or no 'password'",
                "authentication: {strategy: sasl, mechanism: PLAIN, user: u, password: p, tokenauth: true}; /authentication/tokenauth 'tokenauth' has no effect",
                "security: {ssl: true, ssl_verify: false}; /security/ssl_verify ssl_verify is false",
                "security: {certificate_id: " + ID + "}; /security/certificate_id 'certificate_id' has no effect",
                "security: {ssl: true, certificate_id: " + ID
                        + "}; /security/certificate_id the file has no entry in 'certificates'",
                "authentication: {strategy: sasl, mechanism: OAUTHBEARER, oauthbearer: {token_endpoint_url: 'http://i', client_id: i, client_secret: s, token_endpoint_tls_verify: false}}; /authentication/oauthbearer/token_endpoint_tls_verify token_endpoint_tls_verify is false",
            })
    void isWarnedOf(String members, String warning) {
        assertThat(errors(plugin(members))).isEmpty();
        assertThat(warnings(plugin(members))).anyMatch(line -> line.startsWith("/plugins/0/config" + warning));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "authentication: {strategy: sasl, mechanism: OAUTHBEARER}; must be set when 'mechanism' is 'OAUTHBEARER'",
                "authentication: {strategy: sasl, mechanism: OAUTHBEARER, oauthbearer: {client_id: i}}; are needed for OAUTHBEARER",
                "authentication: {strategy: sasl, mechanism: GSSAPI}; expected",
            })
    void isAViolation(String members, String error) {
        assertThat(errors(plugin(members))).anyMatch(line -> line.contains(error));
    }

    @Test
    void whatIsWholeIsFine() {
        String certificate = "certificates:\n- id: " + ID + "\n  cert: " + Loads.block(TestPem.text("ec.crt"), 4)
                + "  key: " + Loads.block(TestPem.text("ec.sec1.key"), 4);

        assertThat(warnings(plugin("security: {ssl: true, certificate_id: " + ID + "}, authentication: {strategy: sasl,"
                                + " mechanism: SCRAM-SHA-512, user: u, password: p, tokenauth: true}")
                        + certificate))
                .isEmpty();
    }
}
