package io.sluice.e2e.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a JVM holds, seen from outside: by Linux's /proc and the JDK's jcmd. */
final class ProcessWatch {

    private static final Pattern USED = Pattern.compile("(\\d+)K used|used (\\d+)K");

    private final long pid;

    ProcessWatch(long pid) {
        this.pid = pid;
    }

    static boolean possible() {
        return Files.isDirectory(Path.of("/proc/self/fd"));
    }

    /**
     * Counts of one moment.
     *
     * @param files open files, sockets among them
     * @param threads of the operating system
     * @param heapMiB in use after a full collection
     */
    record Held(long files, long threads, long heapMiB) {}

    Held held() throws IOException, InterruptedException {
        jcmd("GC.run");
        return new Held(files(), threads(), heapMiB());
    }

    long files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return files.count();
        }
    }

    private long threads() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("Threads:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring("Threads:".length()).strip()))
                .findFirst()
                .orElseThrow();
    }

    private long heapMiB() throws IOException, InterruptedException {
        String info = jcmd("GC.heap_info");
        long kib = 0;
        for (String line : info.split("\n")) {
            Matcher used = USED.matcher(line);
            if (used.find() && !line.contains("Metaspace") && !line.contains("class space")) {
                kib += Long.parseLong(used.group(1) == null ? used.group(2) : used.group(1));
            }
        }
        if (kib == 0) {
            throw new IOException("no heap in: " + info);
        }
        return kib >> 10;
    }

    /** What fills the heap, the largest first. */
    String histogram() throws IOException, InterruptedException {
        return jcmd("GC.class_histogram").lines().limit(30).collect(Collectors.joining("\n"));
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + command + ": " + output);
        }
        return output;
    }
}
