package io.sluice.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** One broker of a cluster as a child process, with its folder; it can be started again after it was killed. */
final class BrokerProcess {

    private static final String CLUSTER_ID = "AAAAAAAAAAAAAAAAAAAAAQ";

    private final Path lib;
    private final Path folder;
    private Process process;

    BrokerProcess(Path lib, Path folder, Properties settings) throws IOException {
        this.lib = lib;
        this.folder = Files.createDirectories(folder);
        settings.put("log.dirs", log().toString());
        try (var out = Files.newOutputStream(folder.resolve("broker.properties"))) {
            settings.store(out, null);
        }
    }

    /** Where the data of its topics is. */
    Path log() {
        return folder.resolve("log");
    }

    /** Launches it; {@link #awaitReady} waits. */
    void launch() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        lib + "/*",
                        "io.sluice.broker.BrokerMain",
                        folder.resolve("broker.properties").toString(),
                        CLUSTER_ID)
                .redirectError(folder.resolve("broker.err").toFile())
                .start();
    }

    void awaitReady() throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line == null || !line.startsWith("READY"); line = out.readLine()) {
            if (line == null) {
                throw new IOException("the broker did not start: " + Files.readString(folder.resolve("broker.err")));
            }
        }
        Thread.ofVirtual().start(() -> out.lines().forEach(l -> {}));
    }

    /** As by {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Sends a signal such as {@code STOP}: it lives and does not answer any more, until {@code CONT}. */
    void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder(List.of("kill", "-" + name, Long.toString(process.pid())))
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill -" + name + " failed");
        }
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }
}
