package io.sluice.api;

import io.sluice.api.entity.Certificate;
import io.sluice.api.produce.Producers;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the host offers to one plugin entry. Safe for concurrent use. What is leased here, producers and gauges, the plugin gives back
 * when it is closed.
 */
public interface PluginEnv {

    /**
     * A name of the entry for logs and metrics: its instance name, else the route, service, consumer or consumer group it is scoped
     * to, else {@code global}.
     */
    String scope();

    /** Which entry of the file this is; its id tells it from others of the same plugin, also after a reload. */
    Entry entry();

    /** For records into Kafka. */
    Producers producers();

    /** For calls of the plugin's own, such as to a token endpoint. */
    HttpCalls http();

    /** Published on the status listener. */
    Metrics metrics();

    /** The log of this plugin, {@code plugin.<name>}. */
    Log log();

    /** Counts that all entries of all plugins share; they outlive a reload. */
    Counters counters();

    /** The consumers of the file. */
    Credentials credentials();

    /** A certificate of the file by its id. */
    Optional<Certificate> certificate(String id);

    /** The time of day. Tests set it. */
    Clock clock();

    /** Host-wide settings, such as the body limit that plugins hold themselves to. */
    HostLimits limits();

    /** The process that all this runs in. */
    Node node();

    /** The entry of the file that the plugin is made for; null where the scope is open. */
    record Entry(
            UUID id,
            @Nullable UUID route,
            @Nullable UUID service,
            @Nullable UUID consumer,
            @Nullable UUID consumerGroup) {}

    /**
     * The process.
     *
     * @param id another one with each start
     */
    record Node(UUID id, String hostname, long pid) {}
}
