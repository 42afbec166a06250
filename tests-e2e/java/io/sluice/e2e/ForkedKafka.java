package io.sluice.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** A broker as a child process, with jars from Maven Central that {@code make} has put under broker/target. */
final class ForkedKafka extends AbstractKafka {

    static final String NEWEST = "dist";
    static final String OLDER = "3.9";

    private final Path lib;
    private final Path folder;
    private final int port;
    private Process process;

    private ForkedKafka(Path lib, Path folder, int port) {
        this.lib = lib;
        this.folder = folder;
        this.port = port;
    }

    /** {@code version} is {@link #NEWEST} or {@link #OLDER}. */
    static ForkedKafka start(String version) throws IOException {
        Path lib = BrokerJars.of(version);
        Path folder = Files.createTempDirectory("sluice-e2e-kafka-");
        ForkedKafka kafka = new ForkedKafka(lib, folder, freePort());
        kafka.configure();
        kafka.start();
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
        return kafka;
    }

    static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private void configure() throws IOException {
        int controller = freePort();
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        settings.put("log.dirs", folder.resolve("log").toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("allow.everyone.if.no.acl.found", "true");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("broker.session.timeout.ms", "3000"); // a killed broker may come back once its session has ended
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("log.cleaner.dedupe.buffer.size", "2097152");
        try (var out = Files.newOutputStream(folder.resolve("broker.properties"))) {
            settings.store(out, null);
        }
    }

    /** Starts it, also again after {@link #kill}: same port, same data. */
    void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        lib + "/*",
                        "io.sluice.broker.BrokerMain",
                        folder.resolve("broker.properties").toString(),
                        "AAAAAAAAAAAAAAAAAAAAAQ")
                .redirectError(folder.resolve("broker.err").toFile())
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); ; line = out.readLine()) {
            if (line == null) {
                throw new IOException("the broker did not start: " + Files.readString(folder.resolve("broker.err")));
            }
            if (line.startsWith("READY")) {
                Thread.ofVirtual().start(() -> out.lines().forEach(l -> {}));
                return;
            }
        }
    }

    /** From now on nobody may write to the topic. */
    void forbidWriting(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            admin.createAcls(List.of(new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                            new AccessControlEntry("User:*", "*", AclOperation.WRITE, AclPermissionType.DENY))))
                    .all()
                    .get();
            // everybody may still see it: an entry of any kind ends "everyone if no ACL is found"
            admin.createAcls(List.of(new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                            new AccessControlEntry("User:*", "*", AclOperation.READ, AclPermissionType.ALLOW))))
                    .all()
                    .get();
        }
    }

    /** As by {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** It lives and does not answer any more. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder(List.of("kill", "-" + name, Long.toString(process.pid())))
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill -" + name + " failed");
        }
    }

    @Override
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            try (var files = Files.walk(folder)) {
                files.sorted(java.util.Comparator.reverseOrder())
                        .forEach(f -> f.toFile().delete());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // gone already
        }
    }
}
