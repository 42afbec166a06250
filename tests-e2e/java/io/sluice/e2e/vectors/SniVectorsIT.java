package io.sluice.e2e.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.GatewayProcess;
import io.sluice.e2e.wire.Certificate;
import io.sluice.e2e.wire.Client;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The cases of the vectors of proxying that choose a certificate by the name that a client asks for. */
class SniVectorsIT {

    private static final Set<String> EXPECT = Set.of("certificate");

    static Stream<Arguments> handshakes() {
        return ProxyVectorsIT.ofKind("sni").map(vector -> Arguments.of(Vectors.name(vector), vector));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void handshakes(String name, JsonNode vector) throws Exception {
        Map<String, Certificate> certificates = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 1; i <= vector.get("config").get("certificates").size(); i++) {
            Certificate certificate = Certificate.forName("certificate-" + i + ".test");
            certificates.put(Integer.toString(i), certificate);
            texts.put("CERT_" + i, certificate.certificatePem());
            texts.put("KEY_" + i, certificate.keyPem());
        }
        String file = new Placeholders(texts).fill(vector.get("config")).toString();
        Map<String, String> env =
                Map.of("SLUICE_JAVA_OPTS", StartupCache.options(), "KONG_PROXY_LISTEN", "127.0.0.1:0, 127.0.0.1:0 ssl");
        try (GatewayProcess gateway = GatewayProcess.serve(file, env)) {
            for (JsonNode request : vector.get("requests")) {
                Vectors.requireKnown(request, Set.of("sni", "expect"), name);
                Vectors.requireKnown(request.get("expect"), EXPECT, name);
                String sni = request.get("sni").asString(null);
                String shown = shown(gateway, sni, certificates);
                assertThat(shown)
                        .as("%s: certificate for %s\n%s", name, sni, String.join("\n", gateway.output()))
                        .isEqualTo(request.get("expect").get("certificate").asString());
            }
        }
    }

    /** The number of the certificate that the gateway shows; {@code default} for one that is not of the file. */
    private static String shown(GatewayProcess gateway, String sni, Map<String, Certificate> certificates)
            throws Exception {
        try (Client client = Client.connectTls(gateway.tlsPort(), sni)) {
            java.security.cert.Certificate shown = client.session().getPeerCertificates()[0];
            List<String> numbers = certificates.entrySet().stream()
                    .filter(e -> e.getValue().x509().equals(shown))
                    .map(Map.Entry::getKey)
                    .toList();
            return numbers.isEmpty() ? "default" : numbers.getFirst();
        }
    }
}
