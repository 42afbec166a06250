package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.upstream.Recorded;
import io.sluice.e2e.upstream.RecordingEcho;
import io.sluice.e2e.upstream.UpstreamServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The shapes of files that people hold, each from lint to the first proxied request. */
class PeoplesFilesIT {

    private static final String AUDITOR = "5d6b9a44-98f5-4d0e-9c55-0f9f2c7be503";
    private static final String[] NAMES = {
        "orders_service",
        "users_service",
        "auth.local",
        "realtime.local",
        "stock",
        "ledger",
        "catalog",
        "search",
        "alpha",
        "reports",
        "json.local",
        "billing.local"
    };

    @TempDir
    private static Path folder;

    private static UpstreamServer upstream;
    private static final Map<String, String> ENV = new HashMap<>();

    @BeforeAll
    static void start() throws IOException {
        upstream = UpstreamServer.start(new RecordingEcho(), null);
        StringBuilder hosts = new StringBuilder();
        for (String name : NAMES) {
            hosts.append("127.0.0.1 ").append(name).append('\n');
        }
        Path file = Files.writeString(folder.resolve("hosts"), hosts);
        ENV.put("SLUICE_JAVA_OPTS", "-Djdk.net.hosts.file=" + file);
        ENV.put("DECK_BILLING_HOST", "billing.local");
        ENV.put("DECK_BILLING_PORT", Integer.toString(upstream.port()));
        ENV.put("DECK_BILLING_ON", "true");
        ENV.put("DECK_TENANT", "acme");
    }

    @AfterAll
    static void stop() throws Exception {
        upstream.close();
    }

    /** A file, all that lint warns of, a request with one header, and what the service gets of it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            compose.yml          |              | /orders/1           |                     | /v1/1
            realtime-stack.yml   | not-replaced not-replaced plain-secret | /realtime/v1/socket | apikey: ${ANON_KEY} | /socket/socket
            templates.yml        |              | /billing/2          | X-Tenant: acme      | /2
            exported-empties.yml |              | /stock/3            |                     | /3
            db-export.yml        |              | /ledger/4           | Authorization: AUDITOR | /4
            deck-dump.yml        | plain-secret | /catalog/5          | apikey: shop-key    | /api/5
            flat.yml             |              | /find/six           |                     | /q/find/six
            anchors.yml          |              | /a/7                |                     | /7
            documents.yml        |                | /berichte/gr%C3%B6%C3%9Fe | Host: a.reports.example | /
            state.json           |              | /json/9             |                     | /base/9
            """)
    void runFromLintToTheFirstRequest(String name, String warnings, String target, String header, String reached)
            throws Exception {
        String text = text(name);
        Path file = Files.writeString(folder.resolve(name), text);
        GatewayProcess.Ended lint = GatewayProcess.run(ENV, "lint", "--format", "json", file.toString());
        assertThat(lint.code()).isZero();
        assertThat(JsonMapper.shared().readTree(lint.output()).path("problems").valueStream())
                .extracting(problem -> problem.path("code").asString())
                .containsExactlyElementsOf(warnings == null ? List.of() : List.of(warnings.split(" ")));

        try (GatewayProcess gateway = GatewayProcess.serve(text, ENV)) {
            int before = upstream.requests().size();
            Http.Answer answer = Http.send(gateway.proxyPort(), "GET", target, headers(header), new byte[0]);

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(upstream.requests()).hasSize(before + 1);
            Recorded request = upstream.requests().getLast();
            assertThat(request.target()).isEqualTo(reached);
        }
    }

    private static String[][] headers(String header) {
        if (header == null) {
            return new String[][] {{"Host", "localhost"}};
        }
        String basic = "Basic " + Base64.getEncoder().encodeToString("auditor:sesame".getBytes(StandardCharsets.UTF_8));
        String[] field = header.replace("AUDITOR", basic).split(": ", 2);
        return field[0].equals("Host")
                ? new String[][] {{"Host", field[1]}}
                : new String[][] {{"Host", "localhost"}, {field[0], field[1]}};
    }

    private static String text(String name) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        String hash = HexFormat.of().formatHex(sha256.digest(("sesame" + AUDITOR).getBytes(StandardCharsets.UTF_8)));
        return Files.readString(Path.of("src/test/resources/files", name))
                .replace("@PORT@", Integer.toString(upstream.port()))
                .replace("@HASH@", hash);
    }
}
