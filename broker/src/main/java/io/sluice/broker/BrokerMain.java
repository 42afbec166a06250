package io.sluice.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One Kafka node, broker and controller in one, in this JVM.
 *
 * <p>Usage: {@code BrokerMain FILE CLUSTER_ID}. The file holds broker properties; its {@code log.dirs} is formatted if it is new.
 * Prints {@code READY} when the node serves. Ends when standard input does, which is to say when whoever started it has gone,
 * and at SIGTERM. SIGINT and SIGHUP are ignored: a Ctrl-C in a terminal, or its end, reaches the whole group, and it is the parent
 * that says when.
 */
public final class BrokerMain {

    private BrokerMain() {}

    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ENGLISH); // in Turkish Kafka makes another word of "classic", and does not start
        for (String signal : List.of("INT", "HUP")) {
            sun.misc.Signal.handle(new sun.misc.Signal(signal), ignored -> {});
        }
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(args[0]))) {
            properties.load(file);
        }
        formatIfNew(properties, args[1]);
        KafkaRaftServer node = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            node.shutdown();
            node.awaitShutdown();
        }));
        node.startup();
        System.out.println("READY");
        waitForTheParentToGo();
        System.exit(0);
    }

    private static void formatIfNew(Properties properties, String clusterId) throws Exception {
        Path folder = Path.of(properties.getProperty("log.dirs"));
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(folder);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
                .setClusterId(clusterId)
                .setDirectories(List.of(folder.toString()))
                .setMetadataLogDirectory(folder.toString())
                .setControllerListenerName(properties.getProperty("controller.listener.names"))
                .setReleaseVersion(MetadataVersion.latestProduction())
                .run();
    }

    private static void waitForTheParentToGo() throws IOException {
        while (System.in.read() >= 0) {
            // what it says does not matter
        }
    }
}
