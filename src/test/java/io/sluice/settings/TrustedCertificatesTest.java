package io.sluice.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Pem;
import io.sluice.problem.Problem;
import io.sluice.testing.TestPem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedCertificatesTest {

    @TempDir
    private Path folder;

    private static X509Certificate certificate(String name) throws Pem.Unreadable {
        return Pem.certificates(TestPem.text(name)).getFirst();
    }

    private static List<X509Certificate> trusted(TrustedCertificates certificates) {
        return List.of(certificates.manager().getAcceptedIssuers());
    }

    @Test
    void pathsTextsAndBase64AreTrustedAndNobodyElse() throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), TestPem.text("ca.crt"));
        String encoded =
                Base64.getEncoder().encodeToString(TestPem.text("ed25519.crt").getBytes(StandardCharsets.US_ASCII));
        SettingsLoader.Loaded loaded = SettingsLoader.load(
                null,
                Map.of(
                        "KONG_LUA_SSL_TRUSTED_CERTIFICATE",
                        file + ", " + TestPem.text("ec.crt") + "," + encoded,
                        "KONG_TLS_CERTIFICATE_VERIFY",
                        "on"));

        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.settings()).isNotNull();
        assertThat(trusted(loaded.settings().trusted()))
                .containsExactlyInAnyOrder(certificate("ca.crt"), certificate("ec.crt"), certificate("ed25519.crt"));
        assertThat(loaded.settings().tlsCertificateVerify()).isTrue();
    }

    @Test
    void whatCannotBeReadIsAnErrorThatNamesIt() {
        SettingsLoader.Loaded loaded =
                SettingsLoader.load(null, Map.of("KONG_LUA_SSL_TRUSTED_CERTIFICATE", "system,/no/such.pem"));

        assertThat(loaded.settings()).isNull();
        assertThat(loaded.problems())
                .extracting(Problem::message)
                .containsExactly("lua_ssl_trusted_certificate: failed loading certificate from /no/such.pem");
    }

    @Test
    void systemIsTheFirstBundleThatIsThereBesideWhatIsNamed() throws Exception {
        Path bundle = Files.writeString(
                folder.resolve("bundle.crt"),
                "# a comment\n-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n"
                        + TestPem.text("ca.crt"));
        Path missing = folder.resolve("missing.crt");

        assertThat(trusted(new TrustedCertificates(true, List.of(certificate("ec.crt")), List.of(missing, bundle))))
                .containsExactlyInAnyOrder(certificate("ca.crt"), certificate("ec.crt"));
        assertThat(trusted(new TrustedCertificates(false, List.of(certificate("ec.crt")), List.of(bundle))))
                .containsExactly(certificate("ec.crt"));
    }

    @Test
    void withoutABundleSystemIsWhatComesWithTheJvm() {
        assertThat(trusted(new TrustedCertificates(true, List.of(), List.of(folder.resolve("missing.crt")))))
                .hasSizeGreaterThan(20);
    }

    @Test
    void unlessSetItIsSystem() {
        Settings settings = SettingsLoader.load(null, Map.of()).settings();

        assertThat(settings).isNotNull();
        assertThat(trusted(settings.trusted())).hasSizeGreaterThan(20);
        assertThat(settings.tlsCertificateVerify()).isFalse();
    }
}
