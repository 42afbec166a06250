package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.runtime.PluginCatalog;
import io.sluice.testing.TestPem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * No secret comes out. Every field that the official schemas mark as one, and the keys, passwords and certificates of the file, hold a
 * canary; everything goes wrong once; and whatever the program says, wherever, is searched for them.
 */
class CanaryIT {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Canaries canaries = new Canaries();
    private ObjectNode file;

    @TempDir
    private Path folder;

    @BeforeEach
    void emptyFile() {
        file = JSON.createObjectNode().put("_format_version", "3.0");
    }

    private ObjectNode route(String name, String plugin, ObjectNode config) {
        ObjectNode route = file.withArray("routes").addObject().put("name", name);
        route.putArray("paths").add("/" + name);
        route.putArray("plugins").addObject().put("name", plugin).set("config", config);
        return route;
    }

    private Path written() throws IOException {
        return Files.writeString(folder.resolve("kong.yml"), file.toString());
    }

    private static List<String> pluginsWithSecrets() {
        List<String> plugins = PluginCatalog.discover().names().stream()
                .filter(name -> !Canaries.secrets(name).isEmpty())
                .toList();
        assertThat(plugins).contains("kafka-upstream", "kafka-log", "confluent", "basic-auth", "rate-limiting");
        return plugins;
    }

    /** The search finds what it is to find, in every form. */
    @Test
    void theSearchFinds() {
        String word = canaries.word("here");
        byte[] login = ("user:" + word + "\"").getBytes(StandardCharsets.UTF_8);

        for (String text : List.of(
                "x" + word + "y",
                "Basic " + Base64.getEncoder().encodeToString(login),
                Base64.getUrlEncoder().encodeToString(("a" + word).getBytes(StandardCharsets.UTF_8)),
                Base64.getEncoder().encodeToString(word.getBytes(StandardCharsets.UTF_8)))) {
            assertThat(Canaries.forms(word)).as(text).anyMatch(text::contains);
        }
    }

    /** Each secret as something that it cannot be, beside an unknown field; then credentials and certificates that are wrong. */
    @Test
    void aFaultBesideASecretDoesNotShowIt() throws Exception {
        int n = 0;
        for (String plugin : pluginsWithSecrets()) {
            route("good-" + plugin, plugin, canaries.config(plugin));
            for (String secret : Canaries.secrets(plugin)) {
                ObjectNode list = canaries.config(plugin);
                JsonPointer pointer = JsonPointer.compile(secret);
                ObjectNode parent = (ObjectNode) list.at(pointer.head());
                String name = pointer.last().getMatchingProperty();
                parent.putArray(name).add(canaries.plant(plugin + secret + " in a list"));
                parent.put("unknown_field", 1);
                route("list-" + n++, plugin, list);
                ObjectNode map = canaries.config(plugin);
                ((ObjectNode) map.at(pointer.head()))
                        .putObject(name)
                        .put("x", canaries.plant(plugin + secret + " in a map"));
                route("map-" + n++, plugin, map);
            }
        }
        wrongCredentials();
        wrongCertificates();
        Path written = written();

        for (String[] command : new String[][] {
            {"lint", "--limit", "0", written.toString()},
            {"lint", "--format", "json", written.toString()},
            {"start", "--config", written.toString()}
        }) {
            GatewayProcess.Ended ended = GatewayProcess.run(Map.of("KONG_LOG_LEVEL", "debug"), command);

            assertThat(ended.code()).as(ended.output()).isNotZero();
            assertThat(ended.output()).contains("unknown field").contains("certificate does not match key");
            canaries.assertAbsent(String.join(" ", command), ended.output());
        }
    }

    private void wrongCredentials() {
        String key = canaries.plant("a key that is taken");
        for (String name : List.of("alice", "bob")) {
            ObjectNode consumer = file.withArray("consumers").addObject().put("username", name);
            ArrayNode keys = consumer.putArray("keyauth_credentials");
            keys.addObject().put("key", key);
            keys.addObject().putArray("key").add(canaries.plant("a list of keys"));
            keys.addObject().put("key", canaries.plant("a key")).put("ttl", "soon");
            ArrayNode passwords = consumer.putArray("basicauth_credentials");
            passwords.addObject().put("username", "same").put("password", canaries.plant("a password"));
            passwords
                    .addObject()
                    .put("username", "list")
                    .putArray("password")
                    .add(canaries.plant("a list of passwords"));
            passwords.addObject().put("password", canaries.plant("a password without a user"));
        }
    }

    private void wrongCertificates() {
        ArrayNode certificates = file.withArray("certificates");
        certificates.addObject().put("cert", TestPem.text("rsa.crt")).put("key", canaries.plant("no key at all"));
        certificates
                .addObject()
                .put("cert", TestPem.text("rsa.crt"))
                .put("key", broken(TestPem.text("rsa.pkcs8.key"), canaries.word("a broken key")));
        certificates.addObject().put("cert", TestPem.text("ec.crt")).put("key", key("rsa.pkcs8.key"));
        certificates.addObject().put("cert", TestPem.text("rsa.crt")).put("key", key("encrypted.pkcs8.key"));
        certificates
                .addObject()
                .put("cert", TestPem.text("rsa.crt"))
                .putArray("key")
                .add(canaries.plant("a list of keys"));
    }

    /** A key whose text is looked for, too. */
    private String key(String name) {
        String pem = TestPem.text(name);
        canaries.watch(pem.lines().toList().get(3), name);
        return pem;
    }

    private static String broken(String pem, String word) {
        String line = pem.lines().toList().get(2);
        return pem.replace(line, word + line.substring(word.length()));
    }

    /** Secrets from the environment, by the vault and by decK's templates, in a file that asks for what is not hosted. */
    @Test
    void aRefusedStartDoesNotShowASecret() throws Exception {
        String vault = canaries.plant("from the vault");
        String template = canaries.word("from a template");
        for (String plugin : List.of("kafka-upstream", "confluent", "kafka-log")) {
            ObjectNode config = canaries.config(plugin);
            JsonNode basic = config.at("/schema_registry/confluent/authentication/basic");
            ((ObjectNode) basic).put("username", "{vault://env/my-secret}");
            ((ObjectNode) basic).put("password", "TEMPLATE");
            ((ObjectNode) config.at("/schema_registry/confluent")).put("url", "http://127.0.0.1:1");
            route("registry-" + plugin, plugin, config);
        }
        ObjectNode redis = canaries.config("rate-limiting").put("minute", 5).put("policy", "redis");
        route("limited", "rate-limiting", redis);
        Path written = folder.resolve("kong.yml");
        Files.writeString(written, file.toString().replace("\"TEMPLATE\"", "'${{ env \"DECK_PASSWORD\" }}'"));
        Map<String, String> env = Map.of("MY_SECRET", vault, "DECK_PASSWORD", template, "KONG_LOG_LEVEL", "debug");

        GatewayProcess.Ended ended = GatewayProcess.run(env, "start", "--config", written.toString());

        assertThat(ended.code()).isNotZero();
        assertThat(ended.output()).contains("schema_registry").contains("redis");
        canaries.assertAbsent("a refused start", ended.output());
    }

    /** Wrong credentials, listeners of another kind, nobody there, wrong keys and passwords, broken requests; then a stop. */
    @Test
    void aRunningGatewayDoesNotShowASecret() throws Exception {
        try (ForkedCluster cluster = ForkedCluster.start(1, Map.of())) {
            cluster.createTopic("t", 1);
            List<String> refused = refusedByKafka(cluster.port(1));
            String key = guarded(cluster.port(1));
            Path written = written();
            canaries.assertAbsent("explain", explained(written, "text") + explained(written, "json"));
            GatewayProcess gateway = GatewayProcess.serve(file.toString(), Map.of("KONG_LOG_LEVEL", "debug"));
            try (gateway) {
                for (String route : refused) {
                    Http.Answer answer = Http.post(gateway.proxyPort(), "/" + route, "text/plain", "x");
                    assertThat(answer.status()).as(route + answer.body()).isBetween(500, 504);
                    canaries.assertAbsent("the answer of " + route, answer.headers() + answer.body());
                }
                int port = gateway.proxyPort();
                assertThat(Http.get(port, "/logged").status()).isEqualTo(503);
                tryKeys(port, key);
                Http.Answer broken = Http.post(port, "/open", "application/json", "{\"x\": " + canaries.word("a body"));
                assertThat(broken.status()).isEqualTo(400);
                canaries.assertAbsent("the answer to a broken body", broken.body());
                canaries.assertAbsent(
                        "/status", Http.get(gateway.statusPort(), "/status").body());
                canaries.assertAbsent(
                        "/metrics", Http.get(gateway.statusPort(), "/metrics").body());
                canaries.assertAbsent("what can be seen of the process", seenFromOutside(gateway.pid()));
                gateway.stop();
            }
            assertThat(gateway.output()).as("debug lines").anyMatch(line -> line.contains(" DEBUG "));
            canaries.assertAbsent("the output", String.join("\n", gateway.output()));
        }
    }

    /** Routes whose records no broker takes. Answers their names. */
    private List<String> refusedByKafka(int plainListener) throws IOException {
        List<String> names = new ArrayList<>();
        for (String mechanism : List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER")) {
            for (boolean tls : new boolean[] {false, true}) {
                for (int port : new int[] {plainListener, ForkedKafka.freePort()}) {
                    ObjectNode config = brokers(withoutRegistry("kafka-upstream"), port);
                    config.withObject("/authentication").put("strategy", "sasl").put("mechanism", mechanism);
                    token(config.withObject("/authentication/oauthbearer"));
                    config.withObject("/security").put("ssl", tls);
                    String name = "kafka-" + names.size();
                    route(name, "kafka-upstream", config);
                    names.add(name);
                }
            }
        }
        ObjectNode byKey = brokers(withoutRegistry("confluent"), plainListener);
        byKey.remove("oauthbearer");
        route("by-key", "confluent", byKey);
        ObjectNode byToken = brokers(withoutRegistry("confluent"), plainListener);
        token(byToken.withObject("/oauthbearer"));
        route("by-token", "confluent", byToken);
        ObjectNode certificate = file.withArray("certificates").addObject();
        certificate.put("id", "5a1a5ffb-4d25-4a13-8f52-4c2c0a5e8b11");
        certificate.put("cert", TestPem.text("rsa.crt")).put("key", key("rsa.pkcs8.key"));
        ObjectNode mtls = brokers(JSON.createObjectNode().put("topic", "t"), plainListener);
        mtls.withObject("/security")
                .put("ssl", true)
                .put("certificate_id", certificate.get("id").asString());
        route("mtls", "kafka-upstream", mtls);
        ObjectNode log = brokers(withoutRegistry("kafka-log"), plainListener);
        log.withObject("/authentication")
                .put("strategy", "sasl")
                .put("mechanism", "SCRAM-SHA-256")
                .put("tokenauth", true);
        log.withObject("/authentication").remove("oauthbearer");
        ArrayNode plugins = (ArrayNode) route("logged", "kafka-log", log).get("plugins");
        plugins.addObject().put("name", "request-termination");
        names.addAll(List.of("by-key", "by-token", "mtls"));
        return names;
    }

    private ObjectNode withoutRegistry(String plugin) {
        ObjectNode config = canaries.config(plugin);
        config.remove("schema_registry");
        return config.put("timeout", 1000);
    }

    private static ObjectNode brokers(ObjectNode config, int port) {
        config.putArray("bootstrap_servers")
                .addObject()
                .put("host", "127.0.0.1")
                .put("port", port);
        return config;
    }

    /** An endpoint where nobody is, with a secret in its address. */
    private void token(ObjectNode oauthbearer) {
        oauthbearer.put("token_endpoint_url", "http://127.0.0.1:1/" + canaries.word("token_endpoint_url"));
    }

    /** Routes behind keys and passwords, with redis settings that are not used. Answers a good key. */
    private String guarded(int port) {
        String key = canaries.word("alice's key");
        ObjectNode alice = file.withArray("consumers").addObject().put("username", "alice");
        alice.putArray("keyauth_credentials").addObject().put("key", key);
        alice.putArray("basicauth_credentials")
                .addObject()
                .put("username", "alice")
                .put("password", canaries.plant("alice's password"));
        ObjectNode open = brokers(JSON.createObjectNode().put("topic", "t"), port);
        route("open", "kafka-upstream", open.deepCopy());
        ArrayNode byKey = (ArrayNode)
                route("by-api-key", "kafka-upstream", open.deepCopy()).get("plugins");
        byKey.addObject().put("name", "key-auth");
        byKey.addObject()
                .put("name", "rate-limiting")
                .set("config", canaries.config("rate-limiting").put("minute", 100));
        ArrayNode byPassword =
                (ArrayNode) route("by-password", "kafka-upstream", open).get("plugins");
        byPassword.addObject().put("name", "basic-auth").set("config", canaries.config("basic-auth"));
        return key;
    }

    private void tryKeys(int port, String good) throws IOException {
        for (String key : List.of(good, canaries.word("a client's wrong key"))) {
            Http.Answer answer =
                    Http.send(port, "GET", "/by-api-key", new String[][] {{"Host", "h"}, {"apikey", key}}, new byte[0]);
            assertThat(answer.status()).isEqualTo(key.equals(good) ? 200 : 401);
            canaries.assertAbsent("the answer to a key", answer.headers() + answer.body());
        }
        String login = "alice:" + canaries.plant("a client's wrong password");
        String basic = "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        Http.Answer answer = Http.send(
                port, "GET", "/by-password", new String[][] {{"Host", "h"}, {"Authorization", basic}}, new byte[0]);
        assertThat(answer.status()).isEqualTo(401);
        canaries.assertAbsent("the answer to a password", answer.headers() + answer.body());
    }

    private static String explained(Path file, String format) throws Exception {
        GatewayProcess.Ended ended = GatewayProcess.run(
                Map.of(),
                "explain",
                "--config",
                file.toString(),
                "--format",
                format,
                "http://localhost:8000/by-api-key");
        assertThat(ended.output()).contains("key-auth");
        return ended.output();
    }

    /** Its arguments, and what the JDK's own tools show of it: threads of both kinds, flags, properties, performance counters. */
    private String seenFromOutside(long pid) throws Exception {
        StringBuilder seen = new StringBuilder(Files.readString(Path.of("/proc/" + pid + "/cmdline")));
        Path threads = folder.resolve("threads.json");
        for (String command : List.of(
                "Thread.print -l -e",
                "Thread.dump_to_file -format=json " + threads,
                "VM.command_line",
                "VM.system_properties",
                "PerfCounter.print")) {
            List<String> jcmd = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid)));
            jcmd.addAll(List.of(command.split(" ", -1)));
            Process process = new ProcessBuilder(jcmd).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("jcmd ends").isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            seen.append(output);
        }
        assertThat(seen).contains("kafka-producer-network-thread");
        return seen.append(Files.readString(threads)).toString();
    }
}
