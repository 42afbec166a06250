package io.sluice.kafka;

import io.sluice.api.Log;
import io.sluice.api.produce.ProducerSpec;
import io.sluice.api.produce.RecordTemplate;
import io.sluice.api.produce.SendOutcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The producer of one specification, whatever number of routes lease it. Built and watched by a thread of its own: requests never
 * wait for a constructor, and only the first ones wait for a first contact. Safe for concurrent use.
 */
final class SharedProducer {

    private static final Log LOG = Log.of("kafka");
    private static final Duration RETRY_CREATION = Duration.ofSeconds(1);
    private static final Duration WATCH = Duration.ofSeconds(1);
    private static final Duration FIRST_CONTACT_POLL = Duration.ofMillis(20);
    /** Decision D13. */
    private static final Duration REBUILD_AFTER = Duration.ofMinutes(5);

    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();
    private int lives;

    private final ProducerSpec spec;
    private final ProducerMeters meters;
    private final Buffer buffer;
    private final List<AutoCloseable> gauges;
    private final Set<String> routes = ConcurrentHashMap.newKeySet();
    private final Set<String> announced = ConcurrentHashMap.newKeySet();
    private final CountDownLatch firstContact = new CountDownLatch(1);
    private final Deadline contactPatience;
    private final AtomicLong lostInStop = new AtomicLong();
    private final Map<Loss, Long> unsaidLosses = new ConcurrentHashMap<>();
    private final AtomicBoolean answering = new AtomicBoolean(true);
    private volatile @Nullable Client client;
    private volatile boolean reached;
    private volatile boolean broken;
    private volatile boolean stopBegan;
    private volatile boolean stopping;
    private final Thread watcher;

    private record Loss(String route, String topic, String error) {}

    SharedProducer(ProducerSpec spec, ProducerMeters meters) {
        this.spec = spec;
        this.meters = meters;
        this.buffer = new Buffer(
                spec.async() ? Math.max(1, spec.messagesInMemory()) : Integer.MAX_VALUE,
                ProducerSettings.bufferBytes(spec) / 2);
        this.contactPatience = Deadline.in(spec.socketTimeout());
        this.gauges = List.of(
                meters.bufferedRecords(cluster(), id, buffer::records),
                meters.bufferedBytes(cluster(), id, buffer::bytes));
        this.watcher = Thread.ofVirtual().name("producer-" + cluster()).start(this::watch);
    }

    /** Its name if the user gave one, else where it starts from. */
    String cluster() {
        if (spec.clusterName() != null) {
            return spec.clusterName();
        }
        return spec.bootstrapServers().isEmpty()
                ? "(no bootstrap_servers)"
                : spec.bootstrapServers().stream().map(Object::toString).collect(Collectors.joining(","));
    }

    ProducerSpec spec() {
        return spec;
    }

    Buffer buffer() {
        return buffer;
    }

    ProducerMeters meters() {
        return meters;
    }

    void addRoute(String route) {
        routes.add(route);
    }

    /** For a log line. */
    private String someRoutes() {
        return routes.size() > 5
                ? routes.size() + " routes"
                : routes.stream().sorted().collect(Collectors.joining(","));
    }

    void announce(String topic) {
        announced.add(topic);
        Client current = client;
        if (current != null && reached) {
            current.topic(topic).lookUp();
        }
    }

    /**
     * A client that has reached its cluster. While the producer is young it is waited for; later there is an answer at once.
     * Null if no broker was ever reached.
     */
    @Nullable
    Client awaitContact(Deadline deadline) {
        if (!reached) {
            long patience = Math.min(deadline.remainingMillis(), contactPatience.remainingMillis());
            try {
                if (spec.bootstrapServers().isEmpty() || !firstContact.await(patience, TimeUnit.MILLISECONDS)) {
                    return null;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        return client;
    }

    boolean isStopping() {
        return stopping;
    }

    void succeeded() {
        if (!answering.get() && answering.compareAndSet(false, true)) {
            LOG.info("cluster answers again", "cluster", cluster());
        }
    }

    /** A record failed; {@code lost} if a client had been told 200 for it. */
    void failed(Client used, String route, String topic, Throwable error, boolean lost) {
        String name = ErrorNames.of(error);
        if (lost) {
            meters.lost(route, topic);
            unsaidLosses.merge(new Loss(route, topic, name), 1L, Long::sum);
            if (stopBegan) {
                lostInStop.incrementAndGet();
            }
        }
        if (answering.compareAndSet(true, false)) {
            LOG.error("record not acknowledged", "route", route, "topic", topic, "cluster", cluster(), "error", name);
        }
        if (Outcomes.isFatal(error) && used == client) {
            broken = true;
        }
    }

    /** What was accepted and then not delivered, summed up: an outage loses many records at once. */
    private void sayLosses() {
        unsaidLosses.forEach((loss, _) -> {
            Long records = unsaidLosses.remove(loss);
            if (records != null) {
                LOG.error(
                        "records lost: accepted, and then not delivered",
                        "records",
                        records,
                        "route",
                        loss.route,
                        "topic",
                        loss.topic,
                        "cluster",
                        cluster(),
                        "error",
                        loss.error);
            }
        });
    }

    ClusterStatus status() {
        Client current = client;
        return new ClusterStatus(
                cluster(),
                reached,
                current == null ? List.of() : current.missingTopics(),
                routes.stream().sorted().toList());
    }

    boolean isSettled() {
        Client current = client;
        return reached
                && current != null
                && announced.stream()
                        .allMatch(t ->
                                current.topic(t).isKnown() || current.topic(t).isMissing());
    }

    /** The life of the producer: build, make contact, and build anew when it is broken or out of touch for long. */
    private void watch() {
        if (spec.bootstrapServers().isEmpty()) {
            LOG.warn("no bootstrap_servers: every record will be refused", "routes", someRoutes());
            return;
        }
        try {
            Client current = build();
            makeContact(current);
            long connectedAt = System.nanoTime();
            while (!stopping) {
                Thread.sleep(WATCH);
                sayLosses();
                if (current.isConnected() || answering.get()) {
                    connectedAt = System.nanoTime();
                }
                if (broken || System.nanoTime() - connectedAt > REBUILD_AFTER.toNanos()) {
                    LOG.warn(
                            "producer is built anew",
                            "cluster",
                            cluster(),
                            "reason",
                            broken ? "fatal error" : "out of touch");
                    Client old = current;
                    current = build();
                    broken = false;
                    connectedAt = System.nanoTime();
                    old.producer().close(Duration.ofMillis(DeliveryTime.millis(spec)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Client build() throws InterruptedException {
        boolean said = false;
        while (true) {
            try {
                Client built = new Client(spec, "sluice-" + cluster() + "-" + id + "." + ++lives);
                client = built;
                if (reached) {
                    announced.forEach(topic -> built.topic(topic).lookUp());
                }
                return built;
            } catch (RuntimeException e) {
                if (!said) {
                    said = true;
                    LOG.error("producer cannot be created; trying on", "cluster", cluster(), "error", reason(e));
                }
                Thread.sleep(RETRY_CREATION);
            }
        }
    }

    private static String reason(RuntimeException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }

    private void makeContact(Client fresh) throws InterruptedException {
        boolean said = false;
        while (!fresh.hasAnswered()) {
            if (!said && contactPatience.passed()) {
                said = true;
                LOG.error("no broker answers; trying on", "cluster", cluster(), "routes", someRoutes());
            }
            Thread.sleep(said ? Duration.ofMillis(200) : FIRST_CONTACT_POLL);
        }
        reached = true;
        announced.forEach(topic -> fresh.topic(topic).lookUp());
        firstContact.countDown();
        LOG.info("cluster reached", "cluster", cluster(), "routes", someRoutes());
    }

    /** Losses from here on are counted for {@link #drain}; records are still taken. */
    void stopBegins() {
        stopBegan = true;
    }

    /**
     * Takes nothing more, delivers what was accepted, closes. Answers how many accepted records were not delivered since the stop
     * began.
     */
    long drain(Deadline deadline) {
        stopBegins();
        stopping = true;
        Client current = client;
        if (current != null) {
            Thread flushing = Thread.ofVirtual().start(current.producer()::flush);
            try {
                flushing.join(Duration.ofMillis(deadline.remainingMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            current.producer().close(Duration.ofMillis(deadline.remainingMillis()));
        }
        watcher.interrupt();
        sayLosses();
        gauges.forEach(SharedProducer::closeQuietly);
        return lostInStop.get() + (spec.async() ? buffer.records() : 0);
    }

    private static void closeQuietly(AutoCloseable gauge) {
        try {
            gauge.close();
        } catch (Exception e) {
            LOG.error("gauge not removed", e);
        }
    }

    /** What a whole message is refused with when there is no producer for it. */
    static Map<String, SendOutcome> all(RecordTemplate message, SendOutcome outcome) {
        return message.topics().stream()
                .collect(Collectors.toMap(t -> t, _ -> outcome, (a, _) -> a, LinkedHashMap::new));
    }
}
