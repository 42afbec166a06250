package io.sluice.plugins.kafkaupstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Secret;
import io.sluice.api.UnsupportedConfig;
import io.sluice.api.entity.Certificate;
import io.sluice.api.produce.OAuthBearer;
import io.sluice.api.produce.ProducerSecurity;
import io.sluice.api.produce.ProducerSecurity.ClientCertificate;
import io.sluice.api.produce.ProducerSecurity.Password;
import io.sluice.api.produce.ProducerSecurity.Tls;
import io.sluice.testing.FakeHost;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityTest {

    private static final UUID ID = UUID.fromString("5a1a5ffb-4d25-4a13-8f52-4c2c0a5e8b11");

    private final FakeHost host = new FakeHost();

    private ProducerSecurity security(String members) throws UnsupportedConfig {
        Plugins.create("{topic: t, " + members + "}", host);
        return host.leased.getLast().security();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "security: {ssl: false, ssl_verify: true}",
                "security: {ssl_verify: false}",
                "security: {certificate_id: 5a1a5ffb-4d25-4a13-8f52-4c2c0a5e8b11}",
                "authentication: {mechanism: PLAIN, user: u, password: p}",
                "authentication: {strategy: sasl, user: u, password: p}",
            })
    void whatIsHalfConfiguredIsNotInForce(String members) throws Exception {
        assertThat(security(members)).isEqualTo(ProducerSecurity.NONE);
    }

    @Test
    void tls() throws Exception {
        assertThat(security("security: {ssl: true}")).isEqualTo(new ProducerSecurity(new Tls(true, null), null));
        assertThat(security("security: {ssl: true, ssl_verify: false}"))
                .isEqualTo(new ProducerSecurity(new Tls(false, null), null));
    }

    @Test
    void theCertificateIsTakenFromTheFileByItsId() throws Exception {
        host.certificates.put(
                ID.toString(), new Certificate(ID, "pem", new Secret("key"), null, null, List.of(), Set.of()));

        assertThat(security("security: {ssl: true, certificate_id: "
                        + ID.toString().toUpperCase(java.util.Locale.ROOT) + "}"))
                .isEqualTo(new ProducerSecurity(new Tls(true, new ClientCertificate("pem", new Secret("key"))), null));
    }

    @Test
    void aCertificateThatIsNotThereIsRefusedAtItsPlace() {
        assertThatThrownBy(() -> security("security: {ssl: true, certificate_id: " + ID + "}"))
                .isInstanceOfSatisfying(
                        UnsupportedConfig.class,
                        e -> assertThat(e.fields())
                                .containsExactly(new UnsupportedConfig.Field(
                                        "/security/certificate_id",
                                        "the file has no entry in 'certificates' with the id '" + ID + "'")));
    }

    @Test
    void passwords() throws Exception {
        assertThat(security("authentication: {strategy: sasl, mechanism: SCRAM-SHA-512, user: u, password: p,"
                                + " tokenauth: true}")
                        .sasl())
                .isEqualTo(new Password("SCRAM-SHA-512", new Secret("u"), new Secret("p"), true));
        ProducerSecurity.Sasl none =
                security("authentication: {strategy: sasl, mechanism: PLAIN}").sasl();
        assertThat(none).isEqualTo(new Password("PLAIN", null, null, false));
        assertThat(host.leased.toString()).doesNotContain("password=p");
    }

    private static String oauth(String members) {
        return "authentication: {strategy: sasl, mechanism: OAUTHBEARER, oauthbearer: {client_id: i, client_secret: s, "
                + members + "}}";
    }

    @Test
    void clientCredentials() throws Exception {
        assertThat(security(oauth(
                                "token_endpoint_url: 'https://idp/t', scopes: [a, b], extensions: {logicalCluster: lkc-1},"
                                        + " token_endpoint_tls_verify: false"))
                        .sasl())
                .isEqualTo(new OAuthBearer(
                        new Secret("https://idp/t"),
                        new Secret("i"),
                        new Secret("s"),
                        List.of("a", "b"),
                        Map.of("logicalCluster", "lkc-1"),
                        false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "token_endpoint_url: 'ftp://idp/hush'; /authentication/oauthbearer/token_endpoint_url",
                "token_endpoint_url: 'http://i/t', extensions: {a1: hush}; /authentication/oauthbearer/extensions/a1",
                "token_endpoint_url: 'http://i/t', extensions: {auth: hush}; /authentication/oauthbearer/extensions/auth",
                "token_endpoint_url: 'http://i/t', extensions: {a: 'hüsh'}; /authentication/oauthbearer/extensions/a",
            })
    void whatKafkaCannotSendIsRefusedAtItsPlace(String members, String pointer) {
        assertThatThrownBy(() -> security(oauth(members))).isInstanceOfSatisfying(UnsupportedConfig.class, e -> {
            assertThat(e.fields()).extracting(UnsupportedConfig.Field::pointer).containsExactly(pointer);
            assertThat(e.fields().toString()).doesNotContain("hush", "hüsh");
        });
    }
}
