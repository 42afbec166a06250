package io.sluice.e2e.vectors;

import io.sluice.e2e.wire.Call;
import io.sluice.e2e.wire.Client;
import io.sluice.e2e.wire.Field;
import io.sluice.e2e.wire.Reply;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** Sends what one entry of a case's {@code requests} says, as often as it says, each request on a connection of its own. */
final class ProxyEntry {

    private static final Set<String> MEMBERS = Set.of(
            "method",
            "path",
            "headers",
            "body",
            "chunks",
            "chunk_delay_ms",
            "raw_no_body",
            "raw",
            "times",
            "concurrency",
            "gap_ms",
            "wait_ms",
            "sequence",
            "expect");
    /** How long the gateway may take to close a connection that it is expected to close, and to send more after a raw answer. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final JsonNode entry;
    private final JsonNode expect;
    private final int port;
    private final AtomicInteger hung = new AtomicInteger();

    ProxyEntry(JsonNode entry, JsonNode expect, int port) {
        this.entry = entry;
        this.expect = expect;
        this.port = port;
    }

    int hung() {
        return hung.get();
    }

    /** The answers in the order of the requests. */
    List<ProxyChecks.Answer> send() throws Exception {
        Vectors.requireKnown(entry, MEMBERS, entry.toString());
        Thread.sleep(entry.path("wait_ms").asLong(0));
        List<Callable<List<ProxyChecks.Answer>>> requests = new ArrayList<>();
        for (int i = 0; i < entry.path("times").asInt(1); i++) {
            for (JsonNode request : entry.has("sequence") ? entry.get("sequence") : List.of(entry)) {
                requests.add(() -> send(request));
            }
        }
        List<ProxyChecks.Answer> answers = new ArrayList<>();
        try (ExecutorService clients =
                Executors.newFixedThreadPool(entry.path("concurrency").asInt(1))) {
            for (Future<List<ProxyChecks.Answer>> sent : clients.invokeAll(withGaps(requests))) {
                answers.addAll(sent.get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        return answers;
    }

    private List<Callable<List<ProxyChecks.Answer>>> withGaps(List<Callable<List<ProxyChecks.Answer>>> requests) {
        long gap = entry.path("gap_ms").asLong(0);
        return requests.stream()
                .map(request -> (Callable<List<ProxyChecks.Answer>>) () -> {
                    List<ProxyChecks.Answer> answers = request.call();
                    Thread.sleep(gap);
                    return answers;
                })
                .toList();
    }

    private List<ProxyChecks.Answer> send(JsonNode request) throws IOException, InterruptedException {
        Vectors.requireKnown(request, MEMBERS, request.toString());
        Duration patience = expect.has("hangs_ms")
                ? Duration.ofMillis(expect.get("hangs_ms").asLong())
                : Client.PATIENCE;
        try (Client client = Client.connect(port)) {
            if (request.has("raw")) {
                return sendRaw(client, request.get("raw").asString());
            }
            Reply reply = client.exchange(call(request), patience);
            boolean look = expect.has("connection_closed");
            return List.of(new ProxyChecks.Answer(reply, look ? client.closesWithin(SOON) : null));
        } catch (SocketTimeoutException _) {
            hung.incrementAndGet();
            return List.of();
        }
    }

    /** All bytes as they are, then every answer until the gateway closes or says no more. */
    private List<ProxyChecks.Answer> sendRaw(Client client, String raw) throws IOException {
        client.send(bytes(raw));
        String method = raw.strip().split(" ", 2)[0];
        List<Reply> replies = new ArrayList<>(List.of(client.read(method, Client.PATIENCE)));
        boolean closed = false;
        while (!closed) {
            try {
                Reply next = client.read(method, SOON);
                closed = next.head() == null;
                if (!closed) {
                    replies.add(next);
                }
            } catch (SocketTimeoutException _) {
                break;
            }
        }
        boolean closedAtLast = closed;
        return replies.stream()
                .map(r -> new ProxyChecks.Answer(r, closedAtLast))
                .toList();
    }

    private Call call(JsonNode request) {
        List<Field> fields = new ArrayList<>();
        for (var header : request.path("headers").properties()) {
            for (JsonNode value : header.getValue().isArray() ? header.getValue() : List.of(header.getValue())) {
                fields.add(new Field(header.getKey(), HeaderChecks.onTheWire(value.asString())));
            }
        }
        if (fields.stream().noneMatch(f -> f.name().equalsIgnoreCase("Host"))) {
            fields.addFirst(new Field("Host", "127.0.0.1:" + port));
        }
        boolean body = request.has("body") && !request.path("raw_no_body").asBoolean(false);
        List<byte[]> chunks = request.has("chunks")
                ? request.get("chunks")
                        .valueStream()
                        .map(c -> bytes(c.asString()))
                        .toList()
                : null;
        return new Call(
                request.get("method").asString(),
                HeaderChecks.onTheWire(request.get("path").asString()),
                fields,
                body ? bytes(request.get("body").asString()) : null,
                chunks,
                Duration.ofMillis(request.path("chunk_delay_ms").asLong(0)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
