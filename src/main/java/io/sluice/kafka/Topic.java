package io.sluice.kafka;

import io.sluice.api.Log;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * What one client knows of one topic. Looked up in the background, so that no request waits for a topic that is known to be
 * missing, and one missing topic slows no other.
 *
 * <p>The first requests for a topic wait for the first look-up. From then on the last answer holds, and a missing topic is looked
 * up again once a second while somebody asks for it. Safe for concurrent use.
 */
final class Topic {

    private static final Log LOG = Log.of("kafka");
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    /** How long a cluster may say "unknown topic" before it is believed: it says so too while it creates one. */
    private static final Duration BELIEVE_AFTER = Duration.ofSeconds(2);

    private final String name;
    private final Producer<byte[], byte[]> producer;
    private final Duration patience;
    private final CountDownLatch firstAnswer = new CountDownLatch(1);
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean known;
    private volatile String error = ErrorNames.UNKNOWN_TOPIC;
    private volatile long lookedAt;

    /** Gives up a look-up after {@code patience}. */
    Topic(String name, Producer<byte[], byte[]> producer, Duration patience) {
        this.name = name;
        this.producer = producer;
        this.patience = patience;
    }

    /** Waits until the topic is known, at the most until the deadline. Answers null, or why it cannot be sent to. */
    @Nullable
    String await(Deadline deadline) {
        if (known) {
            return null;
        }
        if (firstAnswer.getCount() == 0) {
            if (System.nanoTime() - lookedAt > LOOK_AGAIN.toNanos()) {
                lookUp();
            }
            return error;
        }
        lookUp();
        try {
            if (!firstAnswer.await(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
                return error;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "Interrupted";
        }
        return known ? null : error;
    }

    /** Starts a look-up unless one is under way. */
    void lookUp() {
        if (!known && looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("topic-" + name).start(this::look);
        }
    }

    /** The client lost the topic: it was deleted, or access to it was taken away. */
    void lost(String why) {
        error = why;
        known = false;
        lookedAt = System.nanoTime();
    }

    boolean isKnown() {
        return known;
    }

    boolean isMissing() {
        return !known && firstAnswer.getCount() == 0;
    }

    private void look() {
        boolean first = firstAnswer.getCount() > 0;
        try {
            String found = find();
            if (found == null) {
                known = true;
                if (!first) {
                    LOG.info("topic is there now", "topic", name);
                }
            } else {
                error = found;
                if (first) {
                    LOG.warn("topic cannot be sent to", "topic", name, "error", found);
                }
            }
        } finally {
            lookedAt = System.nanoTime();
            looking.set(false);
            firstAnswer.countDown();
        }
    }

    /** Null when the topic is there, else the name of the error. */
    private @Nullable String find() {
        Deadline end = Deadline.in(patience);
        Deadline believed = end.orAfter(BELIEVE_AFTER);
        while (true) {
            try {
                producer.partitionsFor(name);
                return null;
            } catch (TimeoutException e) {
                boolean clusterSaysSo = e.getCause() instanceof UnknownTopicOrPartitionException;
                if (end.passed() || (clusterSaysSo && believed.passed())) {
                    return ErrorNames.UNKNOWN_TOPIC;
                }
            } catch (RuntimeException e) {
                return ErrorNames.of(e);
            }
        }
    }
}
