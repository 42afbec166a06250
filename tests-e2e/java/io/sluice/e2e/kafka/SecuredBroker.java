package io.sluice.e2e.kafka;

import io.sluice.e2e.BrokerJars;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.security.token.delegation.DelegationToken;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One broker with a listener for every way in, each on a port of the loopback interface. */
final class SecuredBroker implements AutoCloseable {

    /** A listener; the protocol is Kafka's name of it. */
    enum Listener {
        /** For everybody, and for the test itself. */
        OPEN("PLAINTEXT"),
        TLS("SSL"),
        /** Wants a client certificate. */
        MTLS("SSL"),
        SASL("SASL_PLAINTEXT"),
        SASLTLS("SASL_SSL"),
        /** OAUTHBEARER alone, with tokens that are no JWT. */
        OPAQUE("SASL_PLAINTEXT"),
        OPAQUETLS("SASL_SSL"),
        /** Its certificate is signed by an authority that nobody knows. */
        STRANGER("SSL"),
        /** Its certificate is for another host. */
        ELSEWHERE("SSL"),
        EXPIRED("SSL");

        private final String protocol;

        Listener(String protocol) {
            this.protocol = protocol;
        }

        private boolean tls() {
            return protocol.endsWith("SSL");
        }

        private boolean sasl() {
            return protocol.startsWith("SASL");
        }

        private String prefix() {
            return "listener.name." + name().toLowerCase(Locale.ROOT) + ".";
        }
    }

    private static final String MODULES = "org.apache.kafka.common.security.";

    private final Path folder = Files.createTempDirectory("sluice-e2e-secured-");
    private final Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
    private final List<String> command;
    private Process process;

    private SecuredBroker(Path lib, Keys keys, TokenEndpoint tokens) throws IOException {
        for (Listener listener : Listener.values()) {
            ports.put(listener, freePort());
        }
        Path settings = folder.resolve("broker.properties");
        try (var out = Files.newOutputStream(settings)) {
            settings(keys, tokens).store(out, null);
        }
        String ours = CountedPasswords.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=" + tokens.http("/jwks"),
                "-D" + CountedPasswords.FILE + "=" + attemptsFile(),
                "-cp",
                lib + "/*:" + ours,
                "io.sluice.broker.BrokerMain",
                settings.toString(),
                "AAAAAAAAAAAAAAAAAAAAAQ");
        process = start();
    }

    private Process start() throws IOException {
        Process started = new ProcessBuilder(command)
                .redirectError(folder.resolve("broker.err").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        return started;
    }

    /** As after {@code kill -9}: same ports, same data, and all connections are gone. */
    void restart() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        process = start();
        awaitReady();
    }

    /** What its listeners show, and whom the one for client certificates trusts. */
    record Keys(
            Authority authority,
            Authority.Issued good,
            Authority.Issued stranger,
            Authority.Issued elsewhere,
            Authority.Issued expired) {}

    /** {@code version} is a folder of {@code broker/target}. Does not wait until it serves. */
    static SecuredBroker launch(String version, Keys keys, TokenEndpoint tokens) throws IOException {
        Path lib = BrokerJars.of(version);
        return new SecuredBroker(lib, keys, tokens);
    }

    void awaitReady() throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line == null || !line.startsWith("READY"); line = out.readLine()) {
            if (line == null) {
                throw new IOException("the broker did not start: " + Files.readString(folder.resolve("broker.err")));
            }
        }
        Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {}));
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private Properties settings(Keys keys, TokenEndpoint tokens) throws IOException {
        int controller = freePort();
        String listeners = ports.entrySet().stream()
                .map(e -> e.getKey() + "://127.0.0.1:" + e.getValue())
                .collect(Collectors.joining(","));
        String protocols =
                ports.keySet().stream().map(l -> l + ":" + l.protocol).collect(Collectors.joining(","));
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                "1",
                "listeners",
                listeners + ",CONTROLLER://127.0.0.1:" + controller,
                "advertised.listeners",
                listeners,
                "listener.security.protocol.map",
                protocols + ",CONTROLLER:PLAINTEXT",
                "controller.listener.names",
                "CONTROLLER",
                "controller.quorum.voters",
                "1@127.0.0.1:" + controller,
                "inter.broker.listener.name",
                Listener.OPEN.name(),
                "log.dirs",
                folder.resolve("log").toString(),
                "auto.create.topics.enable",
                "false"));
        settings.putAll(Map.of(
                "offsets.topic.num.partitions", "1",
                "offsets.topic.replication.factor", "1",
                "log.cleaner.dedupe.buffer.size", "2097152",
                "delegation.token.secret.key", "for-tests-only",
                "sasl.oauthbearer.jwks.endpoint.url", tokens.http("/jwks"),
                "sasl.oauthbearer.expected.audience", TokenEndpoint.AUDIENCE,
                "sasl.oauthbearer.expected.issuer", TokenEndpoint.ISSUER));
        for (Listener listener : Listener.values()) {
            if (listener.tls()) {
                tls(listener, keys, settings);
            }
            if (listener.sasl()) {
                sasl(listener, settings);
            }
        }
        return settings;
    }

    private static void tls(Listener listener, Keys keys, Properties settings) {
        Authority.Issued shown = switch (listener) {
            case STRANGER -> keys.stranger;
            case ELSEWHERE -> keys.elsewhere;
            case EXPIRED -> keys.expired;
            default -> keys.good;
        };
        settings.put(listener.prefix() + "ssl.keystore.type", "PEM");
        settings.put(listener.prefix() + "ssl.keystore.key", shown.pkcs8());
        settings.put(listener.prefix() + "ssl.keystore.certificate.chain", shown.certificatePem());
        if (listener == Listener.MTLS) {
            settings.put(listener.prefix() + "ssl.truststore.type", "PEM");
            settings.put(listener.prefix() + "ssl.truststore.certificates", keys.authority.pem());
            settings.put(listener.prefix() + "ssl.client.auth", "required");
        }
    }

    private static void sasl(Listener listener, Properties settings) {
        boolean opaque = listener == Listener.OPAQUE || listener == Listener.OPAQUETLS;
        String prefix = listener.prefix();
        settings.put(
                prefix + "sasl.enabled.mechanisms",
                opaque ? "OAUTHBEARER" : "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER");
        settings.put(prefix + "oauthbearer.sasl.jaas.config", MODULES + "oauthbearer.OAuthBearerLoginModule required;");
        settings.put(
                prefix + "oauthbearer.sasl.server.callback.handler.class",
                opaque ? OpaqueTokens.class.getName() : MODULES + "oauthbearer.OAuthBearerValidatorCallbackHandler");
        if (opaque) {
            // a connection lives no longer than the token that opened it, unless it is authenticated again
            settings.put(prefix + "oauthbearer.connections.max.reauth.ms", "600000");
            return;
        }
        settings.put(prefix + "plain.sasl.jaas.config", MODULES + "plain.PlainLoginModule required;");
        settings.put(prefix + "plain.sasl.server.callback.handler.class", CountedPasswords.class.getName());
        for (String scram : List.of("scram-sha-256", "scram-sha-512")) {
            settings.put(prefix + scram + ".sasl.jaas.config", MODULES + "scram.ScramLoginModule required;");
        }
    }

    int port(Listener listener) {
        return ports.get(listener);
    }

    private Path attemptsFile() {
        return folder.resolve("attempts");
    }

    /** How often somebody tried SASL PLAIN as that user. */
    long attempts(String user) throws IOException {
        try (var lines = Files.lines(attemptsFile())) {
            return lines.filter(user::equals).count();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private Map<String, Object> open() {
        return Map.of("bootstrap.servers", "127.0.0.1:" + port(Listener.OPEN));
    }

    void createTopic(String name) throws Exception {
        try (Admin admin = Admin.create(open())) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    /** Gives a user a password, for both kinds of SCRAM. */
    void setScramPassword(String user, String password) throws Exception {
        try (Admin admin = Admin.create(open())) {
            for (ScramMechanism mechanism : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
                admin.alterUserScramCredentials(List.of(upsertion(user, mechanism, password)))
                        .all()
                        .get();
            }
        }
    }

    private static UserScramCredentialUpsertion upsertion(String user, ScramMechanism mechanism, String password) {
        return new UserScramCredentialUpsertion(user, new ScramCredentialInfo(mechanism, 4096), password);
    }

    /** A delegation token for a user that has a SCRAM password. */
    DelegationToken createToken(String user, String password) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + port(Listener.SASL),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-256",
                "sasl.jaas.config",
                MODULES + "scram.ScramLoginModule required username=\"" + user + "\" password=\"" + password + "\";");
        try (Admin admin = Admin.create(settings)) {
            return admin.createDelegationToken().delegationToken().get();
        }
    }

    /** How many records the topic has. */
    long records(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(open(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(List.of(partition), Duration.ofSeconds(20))
                    .get(partition);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
        }
    }
}
