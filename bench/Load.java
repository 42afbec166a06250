import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A closed-loop load: keep-alive connections that post a JSON body (or GET, if it has no bytes) and wait for the answer. Prints one
 * line: good answers per second, the server's CPU seconds per 100,000 requests, p50 and p99 in milliseconds, answers that were not
 * 2xx.
 *
 * <p>usage: Load PORT PATH CONNECTIONS SECONDS BODY_BYTES SERVER_PID[,PID...]
 */
final class Load {

    private static final AtomicLong FAILED = new AtomicLong();

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        int connections = Integer.parseInt(args[2]);
        double seconds = Double.parseDouble(args[3]);
        byte[] request = request(args[1], Integer.parseInt(args[4]));
        String[] pids = args[5].split(",");

        double cpuBefore = cpuSeconds(pids);
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        List<Thread> threads = new ArrayList<>();
        List<long[]> latencies = new ArrayList<>();
        int[] counts = new int[connections];
        for (int i = 0; i < connections; i++) {
            int me = i;
            long[] mine = new long[2_000_000 / connections + 100_000];
            latencies.add(mine);
            threads.add(Thread.ofPlatform().start(() -> counts[me] = drive(port, request, end, mine)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        long total = Arrays.stream(counts).asLongStream().sum();
        long[] all = new long[(int) total];
        int at = 0;
        for (int i = 0; i < connections; i++) {
            System.arraycopy(latencies.get(i), 0, all, at, counts[i]);
            at += counts[i];
        }
        Arrays.sort(all);
        System.out.printf(
                "%.0f %.2f %.2f %.2f %d%n",
                (total - FAILED.get()) / elapsed,
                (cpuSeconds(pids) - cpuBefore) * 100_000 / total,
                all[all.length / 2] / 1e6,
                all[(int) (all.length * 0.99)] / 1e6,
                FAILED.get());
    }

    private static int drive(int port, byte[] request, long end, long[] latencies) {
        int count = 0;
        byte[] answer = new byte[8192];
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            while (count < latencies.length) {
                long before = System.nanoTime();
                if (before >= end) {
                    break;
                }
                out.write(request);
                readAnswer(in, answer);
                latencies[count++] = System.nanoTime() - before;
            }
        } catch (IOException e) {
            FAILED.incrementAndGet();
        }
        return count;
    }

    /** Answers are small, carry a Content-Length and are never pipelined: read until head and body are there. */
    private static void readAnswer(InputStream in, byte[] buffer) throws IOException {
        int length = 0;
        while (true) {
            int read = in.read(buffer, length, buffer.length - length);
            if (read < 0) {
                throw new IOException("closed");
            }
            length += read;
            String text = new String(buffer, 0, 0, length);
            int head = text.indexOf("\r\n\r\n");
            if (head < 0) {
                continue;
            }
            int field = text.toLowerCase(Locale.ROOT).indexOf("content-length: ");
            int body = field < 0 || field > head
                    ? 0
                    : Integer.parseInt(text.substring(field + 16, text.indexOf('\r', field)).strip());
            if (length >= head + 4 + body) {
                if (buffer[9] != '2') {
                    FAILED.incrementAndGet();
                    pause(); // as a client does that was told to try again later
                }
                return;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] request(String path, int bodyBytes) {
        if (bodyBytes == 0) {
            return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        }
        String body = "{\"text\":\"" + "x".repeat(Math.max(0, bodyBytes - 11)) + "\"}";
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** User and system time of the processes together, from Linux's /proc. */
    private static double cpuSeconds(String[] pids) throws IOException {
        double seconds = 0;
        for (String pid : pids) {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            seconds += (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
        }
        return seconds;
    }
}
