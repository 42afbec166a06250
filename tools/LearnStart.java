import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the ahead-of-time cache (JEP 483, 514) that the launcher starts with: runs the built program once, sends it a few requests, and
 * lets the JVM write down what it loaded. Run by {@code make build}; a tree without the cache works all the same, and starts slower.
 */
final class LearnStart {

    private static final Pattern PROXY = Pattern.compile("  proxy +127\\.0\\.0\\.1:(\\d+)");

    private LearnStart() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path home = Path.of(args[0]).toAbsolutePath();
        Path cache = home.resolve("lib").resolve("sluice.aot");
        Files.deleteIfExists(cache);
        Process program = program(home, cache);
        try (var lines = program.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.startsWith("  kafka")) {
                Matcher listener = PROXY.matcher(line);
                if (listener.matches()) {
                    exercise(Integer.parseInt(listener.group(1)));
                }
                line = lines.readLine();
            }
            program.toHandle().destroy(); // SIGTERM: it stops in order, and the JVM writes the cache
            lines.lines().forEach(_ -> {});
        }
        if (!program.waitFor(2, TimeUnit.MINUTES) || !Files.exists(cache)) {
            program.destroyForcibly();
            System.err.println("no fast start: this JVM wrote no cache; everything else works");
        }
    }

    private static Process program(Path home, Path cache) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        home.resolve("bin/sluice").toString(), "start", "--config", "tools/learn-start.yml")
                .redirectErrorStream(true);
        var env = builder.environment();
        env.keySet().removeIf(name -> name.startsWith("KONG_") || name.startsWith("JAVA_TOOL"));
        env.put("KONG_PROXY_LISTEN", "127.0.0.1:0");
        env.put("KONG_STATUS_LISTEN", "127.0.0.1:0");
        env.put("SLUICE_JAVA_OPTS", "-Xlog:aot*=off -XX:AOTCacheOutput=" + cache);
        return builder.start();
    }

    private static void exercise(int port) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().proxy(ProxySelector.of((InetSocketAddress) null)).build()) {
            for (String path : new String[] {"/kafka", "/proxied", "/nowhere"}) {
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"order\": 1}"))
                        .build();
                client.send(request, HttpResponse.BodyHandlers.discarding());
            }
        }
    }
}
