package io.sluice.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged program, as a user starts it: {@code target/sluice/bin/sluice}. */
public final class GatewayProcess implements AutoCloseable {

    static final Path PROGRAM = Path.of("target", "sluice", "bin", "sluice").toAbsolutePath();
    private static final Pattern LISTENER = Pattern.compile("  (proxy|status) +127\\.0\\.0\\.1:(\\d+)(.*)");

    private static final String FILES = "TEST_FILE_LIMIT";

    private final Process process;
    private final Path file;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private int proxyPort;
    private int tlsPort;
    private int statusPort;
    private Thread reader;

    private GatewayProcess(Process process, Path file) {
        this.process = process;
        this.file = file;
    }

    /** Serves a declarative file on free ports, and waits for the summary. */
    public static GatewayProcess serve(String yaml, Map<String, String> env, String... more) throws IOException {
        Path file = Files.createTempFile("sluice-e2e-", ".yml");
        Files.writeString(file, yaml);
        List<String> arguments = new ArrayList<>(List.of("start", "--config", file.toString()));
        arguments.addAll(List.of(more));
        Map<String, String> all = new java.util.HashMap<>(env);
        all.putIfAbsent("KONG_PROXY_LISTEN", "127.0.0.1:0");
        all.putIfAbsent("KONG_STATUS_LISTEN", "127.0.0.1:0");
        GatewayProcess gateway = new GatewayProcess(launch(all, arguments), file);
        try {
            gateway.awaitSummary();
        } catch (IOException e) {
            gateway.close();
            throw e;
        }
        return gateway;
    }

    /** The same with so many file descriptors. */
    static GatewayProcess serveWithFiles(int files, String yaml, Map<String, String> env) throws IOException {
        Map<String, String> all = new java.util.HashMap<>(env);
        all.put(FILES, Integer.toString(files));
        return serve(yaml, all);
    }

    private static Process launch(Map<String, String> env, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (env.containsKey(FILES)) {
            command.addAll(List.of("/bin/sh", "-c", "ulimit -n " + env.get(FILES) + "; exec \"$@\"", "sh"));
        }
        command.add(PROGRAM.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("KONG_") || name.startsWith("DECK_"));
        builder.environment().putAll(env);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    /** A command that ends by itself. */
    public record Ended(int code, String output) {}

    public static Ended run(Map<String, String> env, String... arguments) throws IOException, InterruptedException {
        Process process = launch(env, List.of(arguments));
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> {
            try {
                return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly(); // not one that has ended: that would close its output, which may still be read
            throw new AssertionError("still running after 60 s: " + List.of(arguments) + "\n" + output.join());
        }
        return new Ended(process.exitValue(), output.join());
    }

    private void awaitSummary() throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        boolean ready = false;
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            output.add(line);
            ready |= line.endsWith(" is ready");
            Matcher listener = LISTENER.matcher(line);
            if (listener.matches()) {
                listens(listener.group(1), Integer.parseInt(listener.group(2)), listener.group(3));
            }
            if (ready && line.startsWith("  topics")) {
                reader = Thread.ofVirtual().start(() -> readOn(out));
                return;
            }
        }
        throw new IOException("the gateway did not start:\n" + String.join("\n", output));
    }

    private void listens(String what, int port, String flags) {
        if (what.equals("status")) {
            statusPort = port;
        } else if (flags.contains("TLS")) {
            tlsPort = port;
        } else {
            proxyPort = port;
        }
    }

    private void readOn(BufferedReader out) {
        try {
            out.lines().forEach(output::add);
        } catch (UncheckedIOException e) {
            output.add("(closed)"); // by close()
        }
    }

    /** The plain listener's, if there is one. */
    public int proxyPort() {
        return proxyPort;
    }

    /** The TLS listener's, if there is one. */
    public int tlsPort() {
        return tlsPort;
    }

    public int statusPort() {
        return statusPort;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    public List<String> output() {
        return output;
    }

    /** SIGTERM, without waiting. */
    void terminate() {
        process.toHandle().destroy(); // the process's own destroy would close its output, too
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("still running 60 s after it was told to stop:\n" + String.join("\n", output));
        }
        reader.join();
        return process.exitValue();
    }

    public int stop() throws InterruptedException {
        terminate();
        return awaitExit();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
