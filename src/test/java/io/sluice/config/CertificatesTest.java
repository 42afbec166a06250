package io.sluice.config;

import static io.sluice.config.Loads.block;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Pem;
import io.sluice.api.entity.CaCertificate;
import io.sluice.api.entity.Certificate;
import io.sluice.problem.Problem;
import io.sluice.testing.TestPem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("clock")
class CertificatesTest {

    private static final String ID = "11111111-1111-4111-8111-111111111111";
    private static final String CA_ID = "22222222-2222-4222-8222-222222222222";

    /** A certificate and key from two files of test resources. */
    private static String pair(String cert, String key) {
        return "  cert: " + block(TestPem.text(cert), 4) + "  key: " + block(TestPem.text(key), 4);
    }

    private static String certificate(String more) {
        return "certificates:\n- id: " + ID + "\n" + pair("rsa.crt", "rsa.pkcs1.key") + more;
    }

    private static String authority(String cert) {
        return "ca_certificates:\n- id: " + CA_ID + "\n  cert: " + block(cert, 4);
    }

    @Test
    void serverNamesAreNestedOrFlatAndNamesOrMaps() throws Pem.Unreadable {
        Declaration declaration = Loads.good(certificate("  snis: [a.com, {name: '*.b.com', tags: [x]}]\n")
                + """
                snis:
                - name: www.c.*
                  certificate: %s
                - name: "*"
                  certificate: {id: %s}
                """.formatted(ID, ID.toUpperCase(Locale.ROOT)));

        Certificate certificate = declaration.certificates().getFirst();
        assertThat(certificate.id()).hasToString(ID);
        assertThat(certificate.snis()).containsExactly("a.com", "*.b.com", "www.c.*", "*");
        assertThat(Pem.match(Pem.certificates(certificate.cert()).getFirst(), Pem.key(certificate.key())))
                .isTrue();
        assertThat(declaration.toString()).doesNotContain("PRIVATE KEY");
    }

    @Test
    void aServerNameIsUnique() {
        assertThat(Loads.errors(certificate("  snis: [a.com]\n") + "snis:\n- {name: a.com, certificate: " + ID + "}\n"))
                .singleElement()
                .asString()
                .contains("uniqueness violation: 'snis' entity with name set to 'a.com' already declared");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{name: a.com, certificate: nope}; /snis/0/certificate invalid reference 'certificate: nope' (no such entry in 'certificates')",
                "{name: a.com}; /snis/0/certificate required field missing: 'certificate'",
                "{name: 'a.com:443', certificate: ID}; /snis/0/name must not have a port",
                "{name: 127.0.0.1, certificate: ID}; /snis/0/name must not be an IP",
                "{name: '::1', certificate: ID}; /snis/0/name must not be an IP",
                "{name: 'a.*.com', certificate: ID}; /snis/0/name wildcard must be leftmost or rightmost character",
                "{name: '*.a.*', certificate: ID}; /snis/0/name only one wildcard must be specified",
            })
    void badServerNamesAreTold(String sni, String problem) {
        assertThat(Loads.errors(certificate("") + "snis:\n- " + sni.replace("ID", ID) + "\n"))
                .containsExactly(problem);
    }

    @Test
    void aNestedServerNameBelongsToTheCertificateAroundIt() {
        String other = certificate("  snis: [{name: a.com, certificate: " + CA_ID + "}]\n") + "- id: " + CA_ID + "\n"
                + pair("ec.crt", "ec.sec1.key");

        assertThat(Loads.errors(other)).hasSize(1);
        assertThat(Loads.errors(certificate("  snis: [{name: a.com, certificate: " + ID + "}]\n")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "rsa.crt; ec.sec1.key; /certificates/0 certificate does not match key",
                "rsa.crt; encrypted.pkcs8.key; /certificates/0/key invalid key: the private key is encrypted: write it without its passphrase",
                "rsa.crt; encrypted.pkcs1.key; /certificates/0/key invalid key: the private key is encrypted: write it without its passphrase",
                "rsa.crt; rsa.crt; /certificates/0/key invalid key: expected PEM with a block -----BEGIN PRIVATE KEY-----",
                "rsa.pkcs1.key; rsa.pkcs1.key; /certificates/0/cert invalid certificate: expected PEM with a block -----BEGIN CERTIFICATE-----",
            })
    void certificateAndKeyMustBeReadableAndBelongTogether(String cert, String key, String problem) {
        assertThat(Loads.errors("certificates:\n-\n" + pair(cert, key))).containsExactly(problem);
    }

    @Test
    void keyMaterialNeverReachesAMessage() {
        List<String> problems = Loads.errors("""
                certificates:
                - cert: hush-hush
                  key: [hush-hush]
                - cert: "-----BEGIN CERTIFICATE-----\\nhush-hush\\n-----END CERTIFICATE-----"
                  key: "-----BEGIN PRIVATE KEY-----\\nhush-hush\\n-----END PRIVATE KEY-----"
                """);

        assertThat(problems).hasSizeGreaterThan(2).noneMatch(problem -> problem.contains("hush"));
        assertThat(Loads.load("certificates: [{cert: x, key: {hush: 1}}]")
                        .problems()
                        .toString())
                .doesNotContain("hush: 1");
    }

    @Test
    void aSecondCertificateHasAKeyOfAnotherType() {
        String alt = "  cert_alt: " + block(TestPem.text("ec.crt"), 4) + "  key_alt: "
                + block(TestPem.text("ec.pkcs8.key"), 4);
        String same = "  cert_alt: " + block(TestPem.text("rsa.crt"), 4) + "  key_alt: "
                + block(TestPem.text("rsa.pkcs8.key"), 4);
        String foreign = "  cert_alt: " + block(TestPem.text("ec.crt"), 4) + "  key_alt: "
                + block(TestPem.text("ca.sec1.key"), 4);

        assertThat(Loads.good(certificate(alt)).certificates().getFirst().certAlt())
                .isEqualTo(TestPem.text("ec.crt"));
        assertThat(Loads.errors(certificate(same)))
                .containsExactly(
                        "/certificates/0/cert_alt the alternative certificate must have a key of another type; both are RSA");
        assertThat(Loads.errors(certificate(foreign)))
                .containsExactly("/certificates/0 alternative certificate does not match key");
        assertThat(Loads.errors(certificate("  cert_alt: x\n")))
                .containsExactly("/certificates/0 all or none of these fields must be set: 'cert_alt', 'key_alt'");
    }

    @Test
    void aCertificateThatIsOverIsAWarningAndAnAuthorityThatIsOverAnError() {
        DeclarationLoader later = new DeclarationLoader(
                new PluginSchemas(List.of()),
                Map.<String, String>of()::get,
                Dialect.ANY,
                InstantSource.fixed(Instant.parse("2200-01-01T00:00:00Z")));

        assertThat(later.load("kong.yml", "_format_version: \"3.0\"\n" + certificate(""))
                        .problems())
                .singleElement()
                .satisfies(p -> assertThat(p.severity()).isEqualTo(Problem.Severity.WARNING))
                .satisfies(p -> assertThat(p.code()).isEqualTo("certificate-expired"));
        assertThat(later.load("kong.yml", "_format_version: \"3.0\"\n" + authority(TestPem.text("ca.crt")))
                        .problems())
                .singleElement()
                .satisfies(p -> assertThat(p.severity()).isEqualTo(Problem.Severity.ERROR))
                .satisfies(p ->
                        assertThat(p.message()).isEqualTo("certificate expired, \"Not After\" time is in the past"));
    }

    @Test
    void anAuthorityIsOneCertificateThatMaySignOthers() {
        String two = TestPem.text("ca.crt") + TestPem.text("rsa.crt");

        assertThat(Loads.errors(authority(TestPem.text("rsa.crt"))))
                .containsExactly(
                        "/ca_certificates/0/cert certificate does not appear to be a CA because it is missing the"
                                + " \"CA\" basic constraint");
        assertThat(Loads.errors(authority(two)))
                .containsExactly(
                        "/ca_certificates/0/cert expected one certificate, found 2; each is an entry of its own");
        assertThat(Loads.errors(authority("x")))
                .containsExactly(
                        "/ca_certificates/0/cert invalid certificate: expected PEM with a block -----BEGIN CERTIFICATE-----");
    }

    @Test
    void anAuthorityIsDeclaredOnce() {
        String cert = "  cert: " + block(TestPem.text("ca.crt"), 4);

        assertThat(Loads.errors("ca_certificates:\n- id: " + ID + "\n" + cert + "- id: " + CA_ID + "\n" + cert))
                .singleElement()
                .asString()
                .startsWith("/ca_certificates/1/cert uniqueness violation: 'ca_certificates' entity with cert_digest");
        assertThat(Loads.errors("ca_certificates:\n-\n" + cert + "-\n" + cert)).hasSize(1);
    }

    @Test
    void servicesReferToTheirCertificates() {
        Declaration declaration =
                Loads.good(certificate("") + authority(TestPem.text("ca.crt")) + """
                services:
                - name: s
                  url: https://example.com
                  client_certificate: %s
                  ca_certificates: [%s]
                  tls_verify: true
                  tls_verify_depth: 3
                - name: plain
                  url: http://example.com
                """.formatted(ID, CA_ID));

        var service = declaration.services().getFirst();
        assertThat(service.clientCertificate())
                .isEqualTo(declaration.certificates().getFirst());
        assertThat(service.caCertificates()).isEqualTo(declaration.caCertificates());
        assertThat(service.caCertificates()).extracting(CaCertificate::cert).containsExactly(TestPem.text("ca.crt"));
        assertThat(service.tlsVerify()).isTrue();
        assertThat(service.tlsVerifyDepth()).isEqualTo(3);
        assertThat(declaration.services().getLast().tlsVerify()).isNull();
        assertThat(declaration.services().getLast().tlsVerifyDepth()).isNull();
    }

    @Test
    void aServiceCannotReferToACertificateThatIsNotThere() {
        assertThat(Loads.errors("""
                services:
                - url: https://example.com
                  client_certificate: %s
                  ca_certificates: [%s]
                """.formatted(ID, CA_ID)))
                .containsExactlyInAnyOrder(
                        "/services/0/client_certificate invalid reference 'client_certificate: " + ID
                                + "' (no such entry in 'certificates')",
                        "/services/0/ca_certificates/0 invalid reference 'ca_certificates: " + CA_ID
                                + "' (no such entry in 'ca_certificates')");
    }

    @Test
    void aServiceMayBeNestedInItsCertificate() {
        Declaration declaration =
                Loads.good(certificate("  services:\n  - {name: s, url: 'https://a.com', routes: [{paths: [/a]}]}\n"));

        assertThat(declaration.services().getFirst().clientCertificate())
                .isEqualTo(declaration.certificates().getFirst());
        assertThat(declaration.routes().getFirst().service())
                .isEqualTo(declaration.services().getFirst());
    }

    @Test
    void certificateAndKeyMayComeFromTheEnvironment() {
        String yaml = "certificates: [{cert: '{vault://env/tls-cert}', key: '{vault://env/tls-key}'}]";
        Map<String, String> env = Map.of("TLS_CERT", TestPem.text("ec.crt"), "TLS_KEY", TestPem.text("ec.sec1.key"));

        Declaration declaration = Loads.load(yaml, env).declaration();

        assertThat(declaration.unhosted()).isEmpty();
        assertThat(declaration.certificates().getFirst().key()).isEqualTo(TestPem.key("ec.sec1.key"));
        assertThat(Loads.load(yaml, Map.of("TLS_CERT", TestPem.text("ec.crt"), "TLS_KEY", "hush"))
                        .problems())
                .singleElement()
                .satisfies(
                        p -> assertThat(p.message()).startsWith("invalid key").doesNotContain("hush"));
    }

    @Test
    void anUnresolvedKeyRefusesAStartAndNotALint() {
        Declaration declaration = Loads.good("certificates: [{cert: '{vault://env/cert}', key: '{vault://env/key}'}]");

        assertThat(declaration.unhosted())
                .extracting(Problem::pointer)
                .containsExactly("/certificates/0/cert", "/certificates/0/key");
        assertThat(declaration.unhosted()).allMatch(p -> p.severity() == Problem.Severity.ERROR);
    }
}
