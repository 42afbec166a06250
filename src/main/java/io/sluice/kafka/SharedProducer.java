package io.sluice.kafka;

import io.sluice.api.Log;
import io.sluice.api.produce.ProducerSecurity;
import io.sluice.api.produce.ProducerSpec;
import io.sluice.kafka.security.Backoff;
import io.sluice.kafka.security.Denied;
import io.sluice.kafka.security.Protection;
import io.sluice.kafka.security.ReceiveMemory;
import io.sluice.kafka.security.SecurityHost;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
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

    /** What a client that is refused may still deliver over connections that it has. */
    private static final Duration LET_GO = Duration.ofSeconds(2);

    /** Not a legal name: no broker creates it. */
    private static final String ANY_TOPIC = "?";

    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();
    private int lives;

    private final ProducerSpec spec;
    private final HostChoices choices;
    private final ProducerMeters meters;
    private final LongSupplier nanoTime;
    private final Buffer buffer;
    private final List<AutoCloseable> gauges;
    private final Set<String> routes = ConcurrentHashMap.newKeySet();
    private final Set<String> announced = ConcurrentHashMap.newKeySet();
    private final CountDownLatch firstContact = new CountDownLatch(1);
    private final Deadline contactPatience;
    private final Losses losses;
    private final ContactLog contact;
    private final AtomicBoolean answering = new AtomicBoolean(true);
    private final SecurityHost security;
    private final ReceiveMemory memory;
    private final Backoff backoff = new Backoff();
    private volatile @Nullable Client client;
    private volatile @Nullable Denied denied;
    private volatile boolean reached;
    private volatile boolean broken;
    private volatile boolean stopping;
    private final Thread watcher;

    /** {@code nanoTime} is the clock by which it is out of touch for too long. */
    SharedProducer(
            ProducerSpec spec,
            HostChoices choices,
            ProducerMeters meters,
            SecurityHost security,
            ReceiveMemory memory,
            LongSupplier nanoTime) {
        this.spec = spec;
        this.choices = choices;
        this.meters = meters;
        this.security = security;
        this.memory = memory;
        this.nanoTime = nanoTime;
        this.losses = new Losses(cluster(), meters);
        this.contact = new ContactLog(cluster(), spec.security(), this::someRoutes);
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

    Partitioning partitioning() {
        return choices.partitioning();
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
     * Null if no broker was ever reached, or access is denied.
     */
    @Nullable
    Client awaitContact(Deadline deadline) {
        if (!reached && denied == null) {
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
        return denied == null ? client : null;
    }

    /** Why there is no client, for clients of ours. */
    String refusal() {
        Denied current = denied;
        return current == null ? ErrorNames.NO_BROKER : current.error();
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
            losses.add(route, topic, name);
        }
        boolean answered = Outcomes.isTooLarge(error); // and will answer to the next record
        if (!answered && answering.compareAndSet(true, false)) {
            LOG.error("record not acknowledged", "route", route, "topic", topic, "cluster", cluster(), "error", name);
        }
        if (Outcomes.isFatal(error) && used == client) {
            broken = true;
        }
    }

    ClusterStatus status() {
        Client current = client;
        Denied refusal = denied;
        return new ClusterStatus(
                cluster(),
                reached,
                refusal == null ? null : refusal.error(),
                refusal == null ? null : refusal.reason(),
                current == null ? List.of() : current.missingTopics(),
                routes.stream().sorted().toList());
    }

    boolean isSettled() {
        Client current = client;
        if (denied != null) {
            return true;
        }
        return reached
                && current != null
                && announced.stream()
                        .allMatch(t ->
                                current.topic(t).isKnown() || current.topic(t).isMissing());
    }

    /** The life of the producer: build, make contact, and build anew when it is broken, refused or out of touch for long. */
    private void watch() {
        if (spec.bootstrapServers().isEmpty()) {
            LOG.warn("no bootstrap_servers: every record will be refused", "routes", someRoutes());
            return;
        }
        try {
            Client current = enter(null);
            Backoff doubts = new Backoff();
            Deadline trusted = Deadline.in(Duration.ZERO);
            OutOfTouch outOfTouch = new OutOfTouch(nanoTime);
            while (!stopping) {
                Thread.sleep(WATCH);
                losses.say();
                if (current.isConnected() || answering.get()) {
                    outOfTouch.inTouch();
                }
                boolean refused = trusted.passed() && current.wasRefused();
                if (!refused && trusted.passed()) {
                    doubts.reset();
                }
                if (refused) {
                    // a client of its own finds out whether every broker refuses us now, or one of them did once
                    current = enter(current);
                    trusted = Deadline.in(doubts.next());
                    outOfTouch.inTouch();
                } else if (broken || outOfTouch.forTooLong()) {
                    LOG.warn(
                            "producer is built anew",
                            "cluster",
                            cluster(),
                            "reason",
                            broken ? "fatal error" : "out of touch");
                    broken = false;
                    current = enter(current);
                    outOfTouch.inTouch();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Builds clients until one is let in. What was denied is tried again after pauses that grow to a minute, by one client at a time,
     * so that a wrong password locks no account.
     *
     * @param before the one that is to be replaced, or null
     */
    private Client enter(@Nullable Client before) throws InterruptedException {
        Client old = before;
        while (true) {
            Client fresh = null;
            try {
                fresh = build();
                if (makeContact(fresh)) {
                    closeLater(old, Duration.ofMillis(DeliveryTime.millis(spec)));
                    backoff.reset();
                    return fresh;
                }
                closeLater(fresh, LET_GO);
            } catch (Denied denial) {
                Duration pause = backoff.next();
                deny(denial, pause);
                closeLater(old, LET_GO);
                closeLater(fresh, Duration.ZERO);
                old = null;
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                closeLater(fresh, LET_GO);
                closeLater(old, LET_GO);
                throw e;
            }
        }
    }

    private static void closeLater(@Nullable Client client, Duration limit) {
        if (client != null) {
            Thread.ofVirtual().name("close-client").start(() -> client.close(limit));
        }
    }

    /** From now on records are refused at once. Said when it begins, and when it is for another reason. */
    private void deny(Denied refusal, Duration pause) {
        Denied last = denied;
        denied = refusal;
        client = null;
        firstContact.countDown();
        if (last == null || !last.reason().equals(refusal.reason())) {
            contact.denied(refusal, pause);
        }
    }

    private Client build() throws InterruptedException, Denied {
        boolean said = false;
        while (true) {
            try {
                Protection protection = Protection.open(spec, security, memory, this::someRoutes);
                String clientId = ProducerSettings.clientId(spec, id, ++lives);
                Client built = new Client(spec, choices, clientId, protection);
                if (spec.security().equals(ProducerSecurity.NONE)) {
                    client = built; // else it may be refused, and only the first who waits for a topic hears why
                    if (reached) {
                        announced.forEach(topic -> built.topic(topic).lookUp());
                    }
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
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /** Waits for a first answer from a broker; false when none has come for so long that addresses should be looked up again. */
    private boolean makeContact(Client fresh) throws InterruptedException, Denied {
        Deadline patience = Deadline.in(spec.socketTimeout());
        OutOfTouch outOfTouch = new OutOfTouch(nanoTime);
        boolean said = false;
        while (!fresh.hasAnswered()) {
            if (fresh.wasRefused()) {
                throw fresh.denial(announced.stream().findFirst().orElse(ANY_TOPIC));
            }
            if (outOfTouch.forTooLong()) {
                return false;
            }
            if (!said && patience.passed()) {
                said = true;
                contact.noAnswer(fresh.wasHungUpOn());
            }
            losses.say();
            Thread.sleep(said ? Duration.ofMillis(200) : FIRST_CONTACT_POLL);
        }
        client = fresh;
        denied = null;
        reached = true;
        announced.forEach(topic -> fresh.topic(topic).lookUp());
        firstContact.countDown();
        contact.reached();
        return true;
    }

    /** Losses from here on are counted for {@link #drain}; records are still taken. */
    void stopBegins() {
        losses.stopBegins();
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
            current.close(Duration.ofMillis(deadline.remainingMillis()));
        }
        watcher.interrupt();
        losses.say();
        gauges.forEach(SharedProducer::closeQuietly);
        return losses.inStop() + (spec.async() ? buffer.records() : 0);
    }

    private static void closeQuietly(AutoCloseable gauge) {
        try {
            gauge.close();
        } catch (Exception e) {
            LOG.error("gauge not removed", e);
        }
    }
}
