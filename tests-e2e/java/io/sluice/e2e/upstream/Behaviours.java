package io.sluice.e2e.upstream;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The behaviours of test servers by the names that the vectors of proxying give them. */
public final class Behaviours {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration BEFORE_THE_RESET = Duration.ofMillis(100);

    private Behaviours() {}

    /**
     * Reads a name like {@code slow:3000}; {@code refuse} is none, as nobody listens then.
     *
     * @param number the upstream's own, which its answers tell
     */
    public static Behaviour named(String name, int number) {
        int colon = name.indexOf(':');
        String kind = colon < 0 ? name : name.substring(0, colon);
        String argument = colon < 0 ? "" : name.substring(colon + 1);
        return switch (kind) {
            case "echo" -> (request, peer) -> echo(number, request, peer);
            case "close" -> (_, peer) -> peer.close();
            case "reset" -> (_, peer) -> peer.reset();
            case "slow" -> slow(Long.parseLong(argument), number);
            case "status" -> (request, peer) -> status(Integer.parseInt(argument), request, peer);
            case "path-status" -> (request, peer) -> status(Integer.parseInt(path(request)), request, peer);
            case "path-type" -> (request, peer) -> peer.respond(request, 200, path(request), "", "ok");
            case "seq" -> sequence(argument);
            case "seq-ms" -> byTime(argument);
            case "drip" -> drip(argument);
            case "garbage" -> sendAndClose("NOT HTTP AT ALL\r\nfoo\r\n\r\nbar");
            case "badheader" -> send("HTTP/1.1 200 OK\r\nFoo Bar\r\nContent-Length: 2\r\n\r\nok");
            case "bigheader" ->
                send("HTTP/1.1 200 OK\r\nX-Big: " + "a".repeat(Integer.parseInt(argument))
                        + "\r\nContent-Length: 2\r\n\r\nok");
            case "partial" -> sendAndReset("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + "x".repeat(50));
            case "chunkreset" -> sendAndReset("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            case "stall" -> stall("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + "x".repeat(50));
            case "raw" -> send(argument);
            case "raw-close" -> sendAndClose(argument);
            default -> throw new IllegalArgumentException("no such behaviour: " + name);
        };
    }

    private static void echo(int number, Recorded request, Peer peer) throws IOException {
        ObjectNode body = JSON.createObjectNode()
                .put("upstream", number)
                .put("method", request.method())
                .put("path", request.target());
        ObjectNode headers = body.putObject("headers");
        request.fields().joined().forEach(headers::put);
        body.put("body", request.text());
        peer.respond(request, 200, "application/json", "", body.toString());
    }

    private static Behaviour slow(long millis, int number) {
        return (request, peer) -> {
            Thread.sleep(millis);
            echo(number, request, peer);
        };
    }

    private static void status(int status, Recorded request, Peer peer) throws IOException {
        peer.respond(request, status, "text/plain", "", "status " + status);
    }

    private static String path(Recorded request) {
        return request.target().split("\\?", 2)[0].substring(1);
    }

    private static Behaviour sequence(String statuses) {
        List<Integer> all =
                Arrays.stream(statuses.split(",")).map(Integer::valueOf).toList();
        AtomicInteger next = new AtomicInteger();
        return (request, peer) -> status(all.get(Math.min(next.getAndIncrement(), all.size() - 1)), request, peer);
    }

    private record Span(long from, long to, int status) {
        static Span of(String text) {
            String[] parts = text.split("[-=]");
            return new Span(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
        }
    }

    private static Behaviour byTime(String spans) {
        List<Span> all = Arrays.stream(spans.split(",")).map(Span::of).toList();
        Instant start = Instant.now();
        return (request, peer) -> {
            long now = Duration.between(start, Instant.now()).toMillis();
            int status = all.stream()
                    .filter(span -> span.from <= now && now < span.to)
                    .findFirst()
                    .orElse(all.getLast())
                    .status;
            status(status, request, peer);
        };
    }

    private static Behaviour drip(String argument) {
        int count = Integer.parseInt(argument.split(":")[0]);
        long millis = Long.parseLong(argument.split(":")[1]);
        return (_, peer) -> {
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + count + "\r\n\r\nx");
            for (int i = 1; i < count; i++) {
                Thread.sleep(millis);
                peer.send("x");
            }
        };
    }

    private static Behaviour send(String bytes) {
        return (_, peer) -> peer.send(bytes);
    }

    private static Behaviour sendAndClose(String bytes) {
        return (_, peer) -> {
            peer.send(bytes);
            peer.close();
        };
    }

    private static Behaviour sendAndReset(String bytes) {
        return (_, peer) -> {
            peer.send(bytes);
            Thread.sleep(BEFORE_THE_RESET);
            peer.reset();
        };
    }

    private static Behaviour stall(String bytes) {
        return (_, peer) -> {
            peer.send(bytes);
            peer.fallSilent();
        };
    }
}
