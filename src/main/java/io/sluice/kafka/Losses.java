package io.sluice.kafka;

import io.sluice.api.Log;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Records of one cluster that were accepted and then not delivered: counted, and said in sums, since an outage loses many at once.
 * Safe for concurrent use.
 */
final class Losses {

    private static final Log LOG = Log.of("kafka");

    private record Loss(String route, String topic, String error) {}

    private final String cluster;
    private final ProducerMeters meters;
    private final Map<Loss, Long> unsaid = new ConcurrentHashMap<>();
    private final AtomicLong inStop = new AtomicLong();
    private volatile boolean stopBegan;

    Losses(String cluster, ProducerMeters meters) {
        this.cluster = cluster;
        this.meters = meters;
    }

    void add(String route, String topic, String error) {
        meters.lost(route, topic);
        unsaid.merge(new Loss(route, topic, error), 1L, Long::sum);
        if (stopBegan) {
            inStop.incrementAndGet();
        } else {
            meters.lostWhileServing(1);
        }
    }

    /** Losses from here on count for {@link #inStop}. */
    void stopBegins() {
        stopBegan = true;
    }

    /** How many records were lost since the stop began. */
    long inStop() {
        return inStop.get();
    }

    /** Logs what was lost since the last time. */
    void say() {
        unsaid.forEach((loss, _) -> {
            Long records = unsaid.remove(loss);
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
                        cluster,
                        "error",
                        loss.error);
            }
        });
    }
}
