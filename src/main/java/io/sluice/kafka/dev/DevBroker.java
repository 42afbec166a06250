package io.sluice.kafka.dev;

import io.sluice.api.Log;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * A real single-node Kafka broker (KRaft) as a child process on the loopback interface. It ends with us, however we end: its
 * standard input is a pipe from here.
 */
public final class DevBroker implements AutoCloseable {

    private static final Log LOG = Log.of("dev-broker");
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final Process process;
    private final int port;
    private final Path data;
    private final boolean temporary;

    /** It could not be started; the message says why and what to do. */
    public static final class CannotStart extends IOException {
        private static final long serialVersionUID = 1L;

        CannotStart(String message) {
            super(message);
        }
    }

    private DevBroker(Process process, int port, Path data, boolean temporary) {
        this.process = process;
        this.port = port;
        this.data = data;
        this.temporary = temporary;
    }

    /**
     * Starts it and waits until it serves.
     *
     * @param lib the folder of its jars
     * @param wanted its port; 0 for any free one
     * @param folder where its data goes, kept afterwards; null for a temporary folder that is deleted at the end
     */
    public static DevBroker start(Path lib, int wanted, @Nullable Path folder)
            throws IOException, InterruptedException {
        if (!Files.isDirectory(lib)) {
            throw new CannotStart("the broker's jars are not in " + lib + ": build the whole tree with `make build`");
        }
        int port = wanted == 0 ? freePort() : wanted;
        checkFree(port);
        Path data = folder == null ? Files.createTempDirectory("sluice-kafka-") : folder;
        Path settings = write(settings(port, freePort(), data.resolve("log")), data);
        Path log = data.resolve("broker.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        lib + "/*",
                        "io.sluice.broker.BrokerMain",
                        settings.toString(),
                        Uuid.randomUuid().toString())
                .redirectError(log.toFile())
                .start();
        DevBroker broker = new DevBroker(process, port, data, folder == null);
        broker.awaitReady(log);
        return broker;
    }

    private static void checkFree(int port) throws IOException {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            LOG.debug("port is free", "port", probe.getLocalPort());
        } catch (IOException e) {
            throw new CannotStart("port " + port
                    + " is in use, so the broker cannot have it: stop what listens there, or choose another port");
        }
    }

    private static Path write(Properties settings, Path folder) throws IOException {
        Path file = folder.resolve("broker.properties");
        try {
            Files.createDirectories(folder);
            try (var out = Files.newOutputStream(file)) {
                settings.store(out, null);
            }
            return file;
        } catch (FileSystemException e) {
            throw new CannotStart(folder + " cannot hold the broker's data: it is not a folder that can be written to");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private static Properties settings(int port, int controllerPort, Path log) {
        Properties settings = new Properties();
        settings.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
                Map.entry("advertised.listeners", "PLAINTEXT://localhost:" + port),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
                Map.entry("log.dirs", log.toString()),
                Map.entry("auto.create.topics.enable", "true"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("log.cleaner.dedupe.buffer.size", "2097152")));
        return settings;
    }

    private void awaitReady(Path log) throws IOException, InterruptedException {
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread.ofVirtual().name("dev-broker-output").start(() -> {
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    if (line.startsWith("READY")) {
                        ready.complete(true);
                    }
                }
            } catch (IOException e) {
                LOG.debug("broker output ended");
            }
            ready.complete(false);
        });
        try {
            if (ready.get(START.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("broker not ready", "cause", e.getClass().getSimpleName());
        }
        process.destroyForcibly();
        String last = tail(log);
        close();
        throw new CannotStart("the broker did not start. The end of its log:\n" + last);
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log, StandardCharsets.ISO_8859_1) : List.of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    public String bootstrap() {
        return "localhost:" + port;
    }

    public Path data() {
        return data;
    }

    /** Creates those that are not there yet, with one partition each. */
    public void createTopics(Collection<String> topics) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap()))) {
            List<NewTopic> wanted =
                    topics.stream().map(t -> new NewTopic(t, 1, (short) 1)).toList();
            for (var created : admin.createTopics(wanted).values().entrySet()) {
                try {
                    created.getValue().get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        LOG.warn(
                                "topic not created",
                                "topic",
                                created.getKey(),
                                "error",
                                String.valueOf(e.getMessage()));
                    }
                }
            }
        }
    }

    /** Waits until it ends by itself. */
    public int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** Ends it, and deletes a temporary folder. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close(); // it ends when its standard input does
        } catch (IOException e) {
            process.destroy();
        }
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        if (temporary) {
            delete();
        }
    }

    private void delete() {
        try {
            Files.walkFileTree(data, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException error) throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.warn("temporary folder not deleted", "folder", data);
        }
    }
}
