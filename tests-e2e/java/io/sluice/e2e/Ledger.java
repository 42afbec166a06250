package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Clients that send messages, each with an id of its own, and write down what they were answered. In the end the topic is held against
 * it: what was answered 200 is there once, and what was answered 502 or 503 is not.
 */
final class Ledger implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("\"body\":\"id-([0-9-]+)\"");

    private final int port;
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final List<Thread> clients = new ArrayList<>();
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final AtomicInteger acknowledged = new AtomicInteger();

    /** Starts so many clients, one request after the other each, that send to a path of the gateway. */
    Ledger(int port, int clients, String path) {
        this.port = port;
        for (int i = 0; i < clients; i++) {
            String client = Integer.toString(i);
            this.clients.add(Thread.ofVirtual().start(() -> send(client, path)));
        }
    }

    private void send(String client, String path) {
        for (int i = 0; going.get(); i++) {
            String id = client + "-" + i;
            try {
                int status = Http.post(port, path, "text/plain", "id-" + id).status();
                statuses.put(id, status);
                if (status == 200) {
                    acknowledged.incrementAndGet();
                }
            } catch (IOException e) {
                statuses.put(id, 0);
            }
        }
    }

    /** Waits until so many more were answered 200. */
    void awaitMore(int messages) throws Exception {
        int enough = acknowledged.get() + messages;
        Waiting.until("messages are acknowledged", () -> acknowledged.get() >= enough);
    }

    int count(int status) {
        return (int) statuses.values().stream().filter(s -> s == status).count();
    }

    /** How many requests got which status. */
    Map<Integer, Integer> summary() {
        Map<Integer, Integer> summary = new TreeMap<>();
        statuses.values().forEach(status -> summary.merge(status, 1, Integer::sum));
        return summary;
    }

    /** Sends no more, and waits for what is on its way. */
    void stop() throws InterruptedException {
        going.set(false);
        for (Thread client : clients) {
            client.join();
        }
    }

    /** Sends no more. */
    @Override
    public void close() {
        going.set(false);
    }

    /** After {@link #stop}. */
    void assertTrue(List<ConsumerRecord<byte[], byte[]>> records) {
        Set<String> written = new HashSet<>();
        List<String> twice = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Matcher id = ID.matcher(new String(record.value(), StandardCharsets.UTF_8));
            assertThat(id.find()).as("a record of ours").isTrue();
            if (!written.add(id.group(1))) {
                twice.add(id.group(1));
            }
        }
        assertThat(written).as("nothing acknowledged is lost").containsAll(with(Set.of(200)));
        assertThat(with(Set.of(502, 503))).as("nothing refused is written").doesNotContainAnyElementsOf(written);
        assertThat(twice).as("nothing is written twice").isEmpty();
        assertThat(statuses.keySet()).as("nothing was written that nobody sent").containsAll(written);
        assertThat(with(Set.of(200, 502, 503, 504)))
                .as("every request has an answer that says what is known")
                .hasSameSizeAs(statuses.keySet());
    }

    private List<String> with(Set<Integer> which) {
        return statuses.entrySet().stream()
                .filter(e -> which.contains(e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
