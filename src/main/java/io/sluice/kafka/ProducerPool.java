package io.sluice.kafka;

import io.sluice.api.Log;
import io.sluice.api.Metrics;
import io.sluice.api.produce.Delivery;
import io.sluice.api.produce.ProducerSpec;
import io.sluice.api.produce.Producers;
import io.sluice.api.produce.Producing;
import io.sluice.api.produce.RecordTemplate;
import io.sluice.kafka.security.ReceiveMemory;
import io.sluice.kafka.security.SecurityHost;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.logging.Level;

/**
 * Leases producers: equal specifications share one (decision D14), and the last lease to go closes it. Safe for concurrent use.
 */
public final class ProducerPool implements Producers {

    /** The Kafka client warns at every attempt to reach a broker; what matters of it is said here, once. */
    public static final Map<String, Level> QUIET_LOGGERS =
            Map.of("org.apache.kafka", Level.OFF, "io.sluice.kafka", Level.INFO);

    private static final Log LOG = Log.of("kafka");
    private static final Duration CLOSE_IN_BACKGROUND = Duration.ofSeconds(30);

    private final ProducerMeters meters;
    private final HostChoices choices;
    private final SecurityHost security;
    private final ReceiveMemory memory = new ReceiveMemory(Runtime.getRuntime().maxMemory());
    private final LongSupplier nanoTime;
    private final Map<ProducerSpec, Counted> producers = new HashMap<>();
    private boolean stopping;

    private static final class Counted {
        private final SharedProducer producer;
        private int leases;

        Counted(SharedProducer producer) {
            this.producer = producer;
        }
    }

    /** Creates nothing yet. */
    public ProducerPool(Metrics metrics, HostChoices choices, SecurityHost security) {
        this(metrics, choices, security, System::nanoTime);
    }

    /** {@code nanoTime} is the clock by which a producer is out of touch for too long. */
    ProducerPool(Metrics metrics, HostChoices choices, SecurityHost security, LongSupplier nanoTime) {
        this.meters = new ProducerMeters(metrics);
        this.choices = choices;
        this.security = security;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized Producing lease(ProducerSpec asked, String owner) {
        Counted counted = producers.computeIfAbsent(
                choices.applied(asked),
                spec -> new Counted(new SharedProducer(spec, choices, meters, security, memory, nanoTime)));
        counted.leases++;
        counted.producer.addRoute(owner);
        return new Lease(counted.producer, owner);
    }

    /** One route's share of a producer. */
    private final class Lease implements Producing {
        private final SharedProducer producer;
        private final String owner;
        private final AtomicBoolean closed = new AtomicBoolean();

        Lease(SharedProducer producer, String owner) {
            this.producer = producer;
            this.owner = owner;
        }

        @Override
        public Delivery send(RecordTemplate message) {
            return new Sending(producer, owner, message).send();
        }

        @Override
        public void announce(Collection<String> topics) {
            topics.forEach(producer::announce);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                release(producer);
            }
        }
    }

    private synchronized void release(SharedProducer producer) {
        Counted counted = producers.get(producer.spec());
        if (counted == null || counted.producer != producer) {
            return; // drained before
        }
        if (--counted.leases == 0 && !stopping) { // else drain closes it, and counts what that loses
            producers.remove(producer.spec());
            Thread.ofVirtual().name("close-producer").start(() -> {
                long lost = producer.drain(Deadline.in(CLOSE_IN_BACKGROUND));
                if (lost > 0) {
                    meters.lostWhileServing(lost);
                    LOG.error(
                            "records lost when a producer was closed", "cluster", producer.cluster(), "records", lost);
                }
            });
        }
    }

    /** How each producer stands, in no particular order. */
    public synchronized List<ClusterStatus> status() {
        return producers.values().stream().map(c -> c.producer.status()).toList();
    }

    /** Waits until every cluster was reached and every announced topic looked up, at the most {@code limit}. */
    public void awaitFirstContact(Duration limit) throws InterruptedException {
        Deadline deadline = Deadline.in(limit);
        while (!deadline.passed() && !settled()) {
            Thread.sleep(20);
        }
    }

    private synchronized boolean settled() {
        return producers.values().stream().allMatch(c -> c.producer.isSettled());
    }

    /** Records that are lost from here on count for {@link #drain}; they are still taken. */
    public synchronized void stopBegins() {
        stopping = true;
        producers.values().forEach(c -> c.producer.stopBegins());
    }

    /** How many records that a client had been told 200 for were lost before {@link #stopBegins}. */
    public long lostWhileServing() {
        return meters.allLostWhileServing();
    }

    /**
     * Stops for good: sheds what comes, delivers what was accepted, closes all producers side by side.
     *
     * @return how many records that a client had been told 200 for were not delivered, since {@link #stopBegins}
     */
    public long drain(Duration limit) {
        Deadline deadline = Deadline.in(limit);
        List<SharedProducer> all;
        synchronized (this) {
            all = producers.values().stream().map(c -> c.producer).toList();
            producers.clear();
        }
        AtomicLong lost = new AtomicLong();
        List<Thread> draining = all.stream()
                .map(p -> Thread.ofVirtual().start(() -> lost.addAndGet(p.drain(deadline))))
                .toList();
        for (Thread thread : draining) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return lost.get();
    }
}
