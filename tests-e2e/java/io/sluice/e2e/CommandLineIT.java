package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program from a shell: help, lint, and every kind of bad input, each with a clear message and exit code. */
class CommandLineIT {

    private static final String GOOD =
            "_format_version: '3.0'\nroutes:\n- {name: r, paths: [/a], plugins: [{name: kafka-upstream, config: {topic: t, bootstrap_servers: [{host: localhost, port: 9092}]}}]}\n"
                    + "# sluice: ignore-file large-body\n";

    @TempDir
    private Path folder;

    private GatewayProcess.Ended sluice(String... arguments) throws IOException, InterruptedException {
        return GatewayProcess.run(Map.of("KONG_PROXY_LISTEN", "127.0.0.1:0", "KONG_STATUS_LISTEN", "off"), arguments);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static void isClear(GatewayProcess.Ended ended) {
        assertThat(ended.output())
                .doesNotContain("\tat ")
                .doesNotContain("Exception in thread")
                .doesNotContain("is ready");
    }

    @Test
    void helpTeaches() throws Exception {
        GatewayProcess.Ended help = sluice("--help");

        assertThat(help.code()).isZero();
        assertThat(help.output())
                .contains("start")
                .contains("lint")
                .contains("kafka")
                .contains("KONG_PROXY_LISTEN");
        for (String verb : List.of("start", "lint", "kafka")) {
            assertThat(sluice(verb, "--help").code()).isZero();
        }
        assertThat(sluice("version").output()).contains("sluice 0.1.0");
    }

    @Test
    void aSlipOfTheFingerIsExplained() throws Exception {
        GatewayProcess.Ended ended = sluice("strat");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).contains("strat").contains("start");
        assertThat(sluice().code()).isEqualTo(2);
        assertThat(sluice("lint").code()).isEqualTo(2);
    }

    @Test
    void aBrokerThatCannotBeIsExplained() throws Exception {
        String good = file("good.yml", GOOD);
        for (String[] command : new String[][] {
            {"kafka", "--port", "99999"},
            {"kafka", "--port", "-1"},
            {"start", "--dev", "--config", good, "--kafka-port", "70000"}
        }) {
            GatewayProcess.Ended ended = sluice(command);
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.output()).contains("0..65535");
            isClear(ended);
        }
        GatewayProcess.Ended ended = sluice("kafka", "--port", "0", "--data", good);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).contains(good).contains("not a folder that can be written to");
        isClear(ended);
    }

    @Test
    void whatIsPrintedCannotCommandATerminal() throws Exception {
        GatewayProcess.Ended ended =
                sluice("lint", file("esc.yml", GOOD.replace("kafka-upstream", "\"a\\e[31m\\u2028b\"")));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output())
                .contains("plugin 'a\\u001b[31m\\u2028b' not enabled")
                .doesNotContain("\u001b");
    }

    @Test
    void lintIsQuietWhenCleanAndExactWhenNot() throws Exception {
        GatewayProcess.Ended clean = sluice("lint", file("good.yml", GOOD));
        assertThat(clean.code()).isZero();
        assertThat(clean.output()).isEmpty();

        GatewayProcess.Ended noted = sluice("lint", "--strict", file("noted.yml", GOOD.replace("# sluice: ", "# ")));
        assertThat(noted.code()).isZero();
        assertThat(noted.output())
                .contains("noted.yml:3:67: note: ")
                .contains("at most 524238 bytes of JSON fit")
                .contains("0 errors, 0 warnings, 1 note");

        GatewayProcess.Ended bad = sluice("lint", file("bad.yml", GOOD.replace("paths", "pathss")));
        assertThat(bad.code()).isEqualTo(1);
        assertThat(bad.output())
                .contains("bad.yml:3:13: error: unknown field")
                .contains("/routes/0/pathss")
                .contains("did you mean 'paths'?");

        GatewayProcess.Ended warned = sluice("lint", file("warned.yml", GOOD.replace("[/a]", "['/a.*']")));
        assertThat(warned.code()).isZero();
        assertThat(warned.output())
                .contains("path-looks-like-regex")
                .contains("docs/problems.md#path-looks-like-regex");
        String regex = file("warned.yml", GOOD.replace("[/a]", "['/a.*']"));
        assertThat(sluice("lint", "--strict", regex).code()).isEqualTo(1);
        assertThat(sluice("lint", "--strict", "--ignore", "acks-one,path-looks-like-regex", regex)
                        .output())
                .isEmpty();
        assertThat(sluice(
                                "lint",
                                file(
                                        "silent.yml",
                                        "# sluice: ignore-file path-looks-like-regex\n"
                                                + Files.readString(Path.of(regex))))
                        .output())
                .isEmpty();
    }

    @Test
    void lintSpeaksToCodeScannersAndWorkflows() throws Exception {
        String bad = file("bad.yml", GOOD.replace("topic: t", "topic: 5"));

        assertThat(sluice("lint", "--format", "github", bad).output())
                .isEqualTo("::error file=" + bad.replace(":", "%3A")
                        + ",line=3,col=75,title=bad-type::expected a string%0A" + "as text it needs quotes: '5'\n");
        JsonNode sarif = JsonMapper.shared()
                .readTree(sluice("lint", "--format", "sarif", bad).output());
        assertThat(sarif.at("/runs/0/results/0/ruleId").asString()).isEqualTo("bad-type");
    }

    @Test
    void whatIsDumpedLintsCleanAndLoads() throws Exception {
        GatewayProcess.Ended dumped = sluice("config", "dump", file("good.yml", GOOD));
        assertThat(dumped.code()).isZero();
        assertThat(dumped.output()).contains("_format_version: \"3.0\"\nplugins:\n");
        assertThat(sluice("lint", "--ignore", "large-body", file("dumped.yml", dumped.output()))
                        .output())
                .isEmpty();

        GatewayProcess.Ended bad = sluice("config", "dump", file("bad.yml", GOOD.replace("paths", "pathss")));
        assertThat(bad.code()).isEqualTo(1);
        assertThat(bad.output()).contains("did you mean 'paths'?");
    }

    @Test
    void aStartSaysEachThingOnce() throws Exception {
        String path = file(
                "twice.yml",
                GOOD.replace("paths: [/a]", "paths: [/a], protocols: [grpc]")
                        .replace("kafka-upstream", "jwt")
                        .replace("topic: t, bootstrap_servers: [{host: localhost, port: 9092}]", ""));

        String output = sluice("start", "--config", path).output();
        assertThat(output).containsOnlyOnce("[plugin-not-hosted]").doesNotContain("0 errors");
        assertThat(output.lines()
                        .filter(line -> line.contains("[not-hosted]"))
                        .distinct()
                        .count())
                .isEqualTo(output.lines()
                        .filter(line -> line.contains("[not-hosted]"))
                        .count());
    }

    @Test
    void aNameOfAPluginOfOnesOwnIsTakenFromWhereverItIsSaid() throws Exception {
        String path = file("own.yml", GOOD.replaceFirst("kafka-upstream, config: \\{.*?}]}", "my-plugin"));
        GatewayProcess.Ended unknown = sluice("lint", path);
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.output()).contains("KONG_PLUGINS=bundled,my-plugin").contains("--plugin my-plugin");

        String conf = file("plugins.conf", "plugins = bundled, my-plugin\nproxy_listen = nonsense\n");
        for (GatewayProcess.Ended known : List.of(
                sluice("lint", "--strict", "--plugin", "my-plugin", path),
                sluice("lint", "--strict", "-c", conf, path),
                GatewayProcess.run(Map.of("KONG_PLUGINS", "bundled,my-plugin"), "lint", "--strict", path))) {
            assertThat(known.code()).isZero();
            assertThat(known.output()).contains("own.yml:3:").contains("note: ").contains("[unchecked-plugin]");
        }
        assertThat(sluice("config", "dump", "--plugin", "my-plugin", path).output())
                .contains("my-plugin");
        assertThat(sluice("explain", "--plugin", "my-plugin", "--config", path, "/a")
                        .output())
                .contains("my-plugin")
                .contains("not hosted: its jar is not here");
        GatewayProcess.Ended start =
                GatewayProcess.run(Map.of("KONG_PLUGINS", "bundled,my-plugin"), "start", "--config", path);
        assertThat(start.code()).isEqualTo(2);
        assertThat(start.output()).contains("my-plugin plugin is enabled but not installed");
        isClear(start);
    }

    @Test
    void aDeclarationInASettingIsServedCheckedAndNeverShown() throws Exception {
        String hush = "consumers: [{username: u, basicauth_credentials: [{username: hush, password: hush}]}] # hush\n";
        Map<String, String> good = Map.of("KONG_DECLARATIVE_CONFIG_STRING", GOOD + hush);
        assertThat(GatewayProcess.run(good, "lint", "--ignore", "plain-secret").output())
                .isEmpty();
        GatewayProcess.Ended explained = GatewayProcess.run(good, "explain", "/a");
        assertThat(explained.output()).contains("route      r").doesNotContain("hush");
        assertThat(GatewayProcess.run(good, "config", "dump").output())
                .contains("name: r")
                .doesNotContain("password: hush");

        Map<String, String> bad = Map.of("KONG_DECLARATIVE_CONFIG_STRING", (GOOD + hush).replace("paths", "pathss"));
        for (String[] command : new String[][] {{"start"}, {"lint"}, {"explain", "/a"}, {"config", "dump"}}) {
            GatewayProcess.Ended ended = GatewayProcess.run(bad, command);
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.output())
                    .contains("declarative_config_string:3:13: error: unknown field")
                    .doesNotContain("hush");
            isClear(ended);
        }
        String path = file("good.yml", GOOD);
        assertThat(GatewayProcess.run(bad, "explain", "--config", path, "/a").code())
                .isZero();
    }

    @Test
    void aPartOfWhatAGatewayHoldsIsCheckedAsOne() throws Exception {
        String path = file(
                "part.yml",
                GOOD.replace("paths: [/a]", "paths: [/a], service: {name: far}")
                        + "plugins: [{name: cors, service: far}]\n");
        GatewayProcess.Ended part = sluice("lint", "--partial", "--strict", path);
        assertThat(part.code()).isZero();
        assertThat(part.output())
                .contains("part.yml: 0 errors, 0 warnings, 2 notes\n")
                .endsWith("expected in the running gateway:\n  services  far  " + path + ":3:35, " + path + ":5:33\n");
        JsonNode json = JsonMapper.shared()
                .readTree(sluice("lint", "--partial", "--format", "json", path).output());
        assertThat(json.at("/expected/0/asked")).hasSize(2);

        for (String[] command : new String[][] {{"lint", path}, {"start", "--config", path}}) {
            GatewayProcess.Ended whole = sluice(command);
            assertThat(whole.code()).isEqualTo(1);
            assertThat(whole.output()).contains("no-such-entity");
        }
    }

    @Test
    void lintSpeaksJson() throws Exception {
        GatewayProcess.Ended bad =
                sluice("lint", "--format", "json", file("bad.yml", GOOD.replace("topic: t", "topic: 5")));

        assertThat(bad.code()).isEqualTo(1);
        JsonNode report = JsonMapper.shared().readTree(bad.output());
        assertThat(report.get("errors").asInt()).isEqualTo(1);
        JsonNode problem = report.get("problems").get(0);
        assertThat(problem.get("line").asInt()).isEqualTo(3);
        assertThat(problem.get("pointer").asString()).isEqualTo("/routes/0/plugins/0/config/topic");
        assertThat(problem.get("value").asString()).isEqualTo("5");
        assertThat(problem.get("message").asString()).isEqualTo("expected a string");
    }

    @Test
    void whatCannotBeReadIsUnusable() throws Exception {
        Path huge = folder.resolve("huge.yml");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(100L << 20);
        }
        Path binary = Files.write(folder.resolve("binary.yml"), new byte[] {0, 1, 2, 3});
        for (String path :
                List.of(folder.resolve("none.yml").toString(), folder.toString(), huge.toString(), binary.toString())) {
            for (String[] command : new String[][] {{"lint", path}, {"start", "--config", path}}) {
                GatewayProcess.Ended ended = sluice(command);
                assertThat(ended.code()).as(path).isEqualTo(2);
                assertThat(ended.output()).contains(path);
                isClear(ended);
            }
        }
        assertThat(sluice("start").code()).isEqualTo(2);
        assertThat(sluice("start").output()).contains("--config");
        assertThat(sluice("start", "--config", file("good.yml", GOOD), "-c", "/no/such/kong.conf")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void badFilesEndTheStart() throws Exception {
        StringBuilder bomb = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (char c = 'b'; c <= 'i'; c++) {
            bomb.append(c)
                    .append(": &")
                    .append(c)
                    .append(" [")
                    .append(("*" + (char) (c - 1) + ",").repeat(8))
                    .append("*")
                    .append((char) (c - 1))
                    .append("]\n");
        }
        Map<String, String> bad = Map.of(
                "empty", "",
                "bomb", bomb.toString(),
                "duplicate", GOOD + "routes: []\n",
                "field", GOOD.replace("topic", "topik"),
                "type", GOOD.replace("paths: [/a]", "paths: 5"),
                "plugin", GOOD.replace("kafka-upstream", "kafka-upstraem"),
                "syntax", "routes: [\n");
        for (Map.Entry<String, String> one : bad.entrySet()) {
            String path = file(one.getKey() + ".yml", one.getValue());
            for (String[] command : new String[][] {{"lint", path}, {"start", "--config", path}}) {
                GatewayProcess.Ended ended = sluice(command);
                assertThat(ended.code()).as(one.getKey()).isEqualTo(1);
                assertThat(ended.output()).contains(path).contains("error");
                isClear(ended);
            }
        }
    }

    @Test
    void whatIsNotHostedIsFineForLintAndEndsTheStart() throws Exception {
        Map<String, String> asks = Map.of(
                "security: {ssl: true, certificate_id: 5a1a5ffb-4d25-4a13-8f52-4c2c0a5e8b11}",
                "/config/security/certificate_id",
                "authentication: {strategy: sasl, mechanism: OAUTHBEARER, oauthbearer: {token_endpoint_url: 'ftp://hush',"
                        + " client_id: hush, client_secret: hush}}",
                "/config/authentication/oauthbearer/token_endpoint_url",
                "message_by_lua_functions: [return function(m) return m end]",
                "/config/message_by_lua_functions",
                "schema_registry: {confluent: {url: 'http://h'}}",
                "/config/schema_registry");
        for (Map.Entry<String, String> one : asks.entrySet()) {
            String path = file("asks.yml", GOOD.replace("topic: t", "topic: t, " + one.getKey()));
            assertThat(sluice("lint", path).code()).as(one.getKey()).isZero();
            GatewayProcess.Ended start = sluice("start", "--config", path);
            assertThat(start.code()).isEqualTo(1);
            assertThat(start.output()).contains(one.getValue()).contains(":3:").doesNotContain("hush");
            isClear(start);
        }
        String jwt = file("jwt.yml", GOOD.replaceFirst("kafka-upstream, config: \\{.*?}]}", "jwt"));
        assertThat(Files.readString(Path.of(jwt))).contains("{name: jwt}");
        assertThat(sluice("lint", jwt).code()).isZero();
        assertThat(sluice("start", "--config", jwt).code()).isEqualTo(1);
    }

    @Test
    void verificationThatIsSwitchedOffIsWarnedOfAndCanBeForbidden() throws Exception {
        String path = file("off.yml", GOOD.replace("topic: t", "topic: t, security: {ssl: true, ssl_verify: false}"));
        GatewayProcess.Ended lint = sluice("lint", path);
        assertThat(lint.code()).isZero();
        assertThat(lint.output()).contains("ssl_verify is false");

        GatewayProcess.Ended start = GatewayProcess.run(
                Map.of("KONG_TLS_CERTIFICATE_VERIFY", "on", "KONG_STATUS_LISTEN", "off"), "start", "--config", path);

        assertThat(start.code()).isEqualTo(1);
        assertThat(start.output())
                .contains("ssl_verify must not be false while tls_certificate_verify is on")
                .contains(":3:")
                .contains("/routes/0/plugins/0/config/security/ssl_verify");
        isClear(start);
    }

    @Test
    void aBrokerThatIsNotThereIsNotTakenForOneThatHangsUp() throws Exception {
        String yaml = GOOD.replace("9092", Integer.toString(ForkedKafka.freePort()))
                .replace("topic: t", "topic: t, timeout: 200");
        try (GatewayProcess gateway = GatewayProcess.serve(yaml, Map.of())) {
            Waiting.until(
                    "the gateway says that no broker answers",
                    () -> gateway.output().stream().anyMatch(line -> line.contains("no broker answers")));
            assertThat(gateway.output())
                    .filteredOn(line -> line.contains("no broker answers"))
                    .allSatisfy(line -> assertThat(line).contains("look whether the brokers are up"));
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            GatewayProcess.Ended ended = GatewayProcess.run(
                    Map.of("KONG_PROXY_LISTEN", "127.0.0.1:" + taken.getLocalPort(), "KONG_STATUS_LISTEN", "off"),
                    "start",
                    "--config",
                    file("good.yml", GOOD));
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.output()).contains("cannot listen on 127.0.0.1:" + taken.getLocalPort());
            isClear(ended);
        }
    }

    @Test
    void settingsAreChecked() throws Exception {
        String good = file("good.yml", GOOD);
        Map<String, String> bad = Map.of(
                "KONG_PROXY_LISTEN", "nonsense",
                "KONG_LOG_LEVEL", "loud",
                "KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE", "1 parsec",
                "KONG_ROUTER_FLAVOR", "expressions",
                "KONG_TRUSTED_IPS", "10.0.0.0/99",
                "KONG_PLUGINS", "bundled,nope");
        for (Map.Entry<String, String> one : bad.entrySet()) {
            GatewayProcess.Ended ended =
                    GatewayProcess.run(Map.of(one.getKey(), one.getValue()), "start", "--config", good);
            assertThat(ended.code()).as(one.getKey()).isEqualTo(2);
            isClear(ended);
        }
        String conf =
                file("kong.conf", "proxy_listen = 127.0.0.1:0\nstatus_listen = off\nproxy_lisen = x\npg_host = db\n");
        try (GatewayProcess gateway =
                GatewayProcess.serve(GOOD, Map.of("KONG_PORT_8000_TCP", "tcp://10.0.0.1"), "-c", conf)) {
            String output = String.join("\n", gateway.output());
            assertThat(output)
                    .contains("kong.conf:3")
                    .contains("did you mean 'proxy_listen'?")
                    .contains("pg_host")
                    .doesNotContain("KONG_PORT_8000_TCP");
        }
    }

    @Test
    void theLauncherWorksThroughALinkFromAnotherFolder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("linked"), GatewayProcess.PROGRAM);
        Process process = new ProcessBuilder(link.toString(), "version")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes())).contains("sluice 0.1.0");

        ProcessBuilder none =
                new ProcessBuilder("/bin/sh", GatewayProcess.PROGRAM.toString(), "version").redirectErrorStream(true);
        none.environment().put("JAVA_HOME", "/nonexistent");
        Path release = GatewayProcess.PROGRAM.getParent().resolve("find-jdk");
        assertThat(Files.isExecutable(release)).isTrue();
        assertThat(none.start().waitFor()).isZero(); // it looks on, past a JAVA_HOME that is none
    }

    @Test
    void theLauncherMindsNeitherCdpathNorAMissingLocale() throws Exception {
        Path target = GatewayProcess.PROGRAM.getParent().getParent().getParent();
        ProcessBuilder relative = shell("sluice/bin/sluice version").directory(target.toFile());
        relative.environment().put("CDPATH", target.toString());
        assertThat(outputOf(relative)).contains("sluice 0.1.0");

        file("good.yml", GOOD.replace("[/a]", "['/a.*']"));
        ProcessBuilder bare = shell(
                        "mv good.yml \"$(printf '\\303\\274.yml')\"; exec '" + GatewayProcess.PROGRAM + "' lint *.yml")
                .directory(folder.toFile());
        bare.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.startsWith("LANG"));
        assertThat(outputOf(bare)).endsWith("\u00fc.yml: 0 errors, 1 warning\n");
    }

    private static ProcessBuilder shell(String commands) {
        return new ProcessBuilder("/bin/sh", "-c", commands).redirectErrorStream(true);
    }

    private static String outputOf(ProcessBuilder builder) throws IOException {
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
