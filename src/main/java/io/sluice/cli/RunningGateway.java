package io.sluice.cli;

import io.sluice.admin.StatusApi;
import io.sluice.api.Handler;
import io.sluice.api.Log;
import io.sluice.api.Version;
import io.sluice.config.Declaration;
import io.sluice.config.PluginEntry;
import io.sluice.kafka.ClusterStatus;
import io.sluice.kafka.ProducerPool;
import io.sluice.kafka.dev.DevBroker;
import io.sluice.kafka.dev.RecordPrinter;
import io.sluice.observe.AccessLog;
import io.sluice.observe.PrometheusMetrics;
import io.sluice.observe.RequestMetrics;
import io.sluice.router.Calculation;
import io.sluice.runtime.CompletionListener;
import io.sluice.runtime.Gateway;
import io.sluice.runtime.GatewayHeaders;
import io.sluice.runtime.PluginCatalog;
import io.sluice.runtime.Snapshot;
import io.sluice.runtime.SnapshotBuilder;
import io.sluice.server.HttpServer;
import io.sluice.server.ServerLimits;
import io.sluice.settings.Listener;
import io.sluice.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code start} puts together, by constructor, and takes apart again in reverse. What fails on the way up closes
 * what is open already.
 */
final class RunningGateway {

    private static final Log LOG = Log.of("gateway");
    /** How long requests in flight and the flush may take at a stop, together: within the 30 s that orchestrators give. */
    private static final Duration GRACE = Duration.ofSeconds(25);
    /** What the flush gets at the least. */
    private static final Duration FLUSH = Duration.ofSeconds(3);
    /** How long the summary waits for the clusters. */
    private static final Duration FIRST_CONTACT = Duration.ofSeconds(3);

    private final Settings settings;
    private final PluginCatalog catalog;
    private final Declaration declaration;
    private final PrintWriter out;
    private final PrometheusMetrics metrics = new PrometheusMetrics();
    private final ProducerPool producers = new ProducerPool(metrics);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable DevBroker broker;
    private @Nullable RecordPrinter printer;
    private @Nullable Snapshot snapshot;
    private @Nullable AccessLog accessLog;
    private @Nullable HttpServer server;
    private volatile String unready = "starting";

    RunningGateway(Settings settings, PluginCatalog catalog, Declaration declaration, PrintWriter out) {
        this.settings = settings;
        this.catalog = catalog;
        this.declaration = declaration;
        this.out = out;
    }

    /** The broker of {@code --dev}, with the topics of the file. */
    void startBroker(int port, @Nullable Path data) throws InterruptedException {
        say("starting a Kafka broker ...");
        try {
            DevBroker started = DevBroker.start(Home.brokerLib(), port, data);
            broker = started;
            Set<String> topics = topics();
            started.createTopics(topics);
            printer = new RecordPrinter(started.bootstrap(), topics, System.out);
            say("Kafka listens on " + started.bootstrap() + "; data and log in " + started.data());
        } catch (IOException e) {
            throw new Sluice.Failure(Sluice.FAILED, e.getMessage() + " (--kafka-port)");
        }
    }

    /** Every topic that an entry of the file names. */
    private Set<String> topics() {
        Set<String> topics = new LinkedHashSet<>();
        for (PluginEntry entry : declaration.plugins()) {
            if (entry.config().path("topic").isString()) {
                topics.add(entry.config().get("topic").asString());
            }
            entry.config().path("allowed_topics").forEach(topic -> topics.add(topic.asString()));
        }
        return topics;
    }

    /** Builds everything, listens, and says what listens where. */
    void start() throws InterruptedException {
        Gateway gateway = build();
        StatusApi status =
                new StatusApi(this::status, () -> Optional.of(unready).filter(u -> !u.isEmpty()), metrics::print);
        List<HttpServer.Binding> bindings = new ArrayList<>();
        bind("proxy", settings.proxyListen(), gateway, bindings);
        bind("status", settings.statusListen(), status, bindings);
        try {
            server = HttpServer.start(
                    bindings, ServerLimits.DEFAULT.withBody(settings.maxBodyBytes(), settings.errorType()), GRACE);
        } catch (HttpServer.CannotListen e) {
            throw new Sluice.Failure(
                    Sluice.FAILED,
                    e.getMessage() + "\nStop what uses the port, or choose another: KONG_PROXY_LISTEN=127.0.0.1:8080");
        }
        producers.awaitFirstContact(FIRST_CONTACT);
        unready = "";
        summary();
    }

    private Gateway build() {
        SnapshotBuilder.Built built = new SnapshotBuilder(
                        catalog,
                        producers,
                        metrics,
                        settings.limits(),
                        settings.strictCalculation() ? Calculation.STRICT : Calculation.ORIGINAL)
                .build(declaration);
        if (built.snapshot().isEmpty()) {
            ProblemReport.text(built.problems(), out);
            throw new Sluice.Failure(
                    Sluice.FAILED,
                    "not started: the file asks for what this version does not host, "
                            + ProblemReport.counts(built.problems()));
        }
        snapshot = built.snapshot().get();
        List<CompletionListener> listeners = new ArrayList<>();
        listeners.add(new RequestMetrics(metrics));
        try {
            AccessLog.open(settings.accessLog()).ifPresent(log -> {
                accessLog = log;
                listeners.add(log);
            });
        } catch (IOException e) {
            throw new Sluice.Failure(
                    Sluice.FAILED, "cannot write proxy_access_log " + settings.accessLog() + ": " + e.getMessage());
        }
        Settings.HeaderTokens tokens = settings.headers();
        return new Gateway(
                snapshot, new GatewayHeaders(tokens.server(), tokens.latency(), tokens.requestId()), listeners);
    }

    private static void bind(
            String name, List<Listener> listeners, Handler handler, List<HttpServer.Binding> bindings) {
        for (Listener listener : listeners) {
            bindings.add(
                    new HttpServer.Binding(name, listener.address(), listener.port(), listener.backlog(), handler));
        }
    }

    private void summary() {
        say(Sluice.product() + " is ready");
        List<Integer> ports = server == null ? List.of() : server.ports();
        int i = 0;
        for (Listener listener : settings.proxyListen()) {
            say("  proxy    " + new Listener(listener.address(), ports.get(i++), 0));
        }
        for (Listener listener : settings.statusListen()) {
            say("  status   " + new Listener(listener.address(), ports.get(i++), 0)
                    + "  /status /status/ready /metrics");
        }
        say("  routes   " + declaration.routes().size() + ", plugins "
                + declaration.plugins().size() + ", services "
                + declaration.services().size());
        Set<String> topics = topics();
        say("  topics   " + (topics.size() > 10 ? topics.size() + " topics" : String.join(", ", topics)));
        Map<String, List<ClusterStatus>> clusters = new TreeMap<>();
        producers
                .status()
                .forEach(s -> clusters.computeIfAbsent(s.cluster(), _ -> new ArrayList<>())
                        .add(s));
        clusters.forEach(this::sayCluster);
        long proxied =
                declaration.routes().stream().filter(r -> r.service() != null).count();
        if (proxied > 0) {
            say("  note     " + proxied
                    + " routes lead to services; proxying is not hosted by this version, so what no plugin"
                    + " answers gets 503");
        }
    }

    /** One line for all the producers of a cluster. */
    private void sayCluster(String cluster, List<ClusterStatus> producers) {
        boolean reached = producers.stream().allMatch(ClusterStatus::reached);
        List<String> routes =
                producers.stream().flatMap(p -> p.routes().stream()).sorted().toList();
        say("  kafka    " + cluster + "  " + (reached ? "reached" : "NOT REACHED; trying on") + "  (" + routes(routes)
                + ")");
        List<String> missing = producers.stream()
                .flatMap(p -> p.missingTopics().stream())
                .distinct()
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            say("           topics that cannot be sent to: " + String.join(", ", missing));
        }
    }

    private static String routes(List<String> routes) {
        return routes.size() > 5 ? routes.size() + " routes" : String.join(", ", routes);
    }

    private Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("version", Version.NUMBER);
        status.put("ready", unready.isEmpty());
        status.put("routes", declaration.routes().size());
        status.put("plugins", declaration.plugins().size());
        List<Map<String, Object>> clusters = new ArrayList<>();
        for (ClusterStatus cluster : producers.status()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("cluster", cluster.cluster());
            one.put("reached", cluster.reached());
            one.put("missing_topics", cluster.missingTopics());
            one.put("routes", cluster.routes());
            clusters.add(one);
        }
        status.put("kafka", clusters);
        return status;
    }

    void awaitStop() throws InterruptedException {
        stopped.await();
    }

    /** Stops listening, answers what is in flight, flushes. Answers the exit code. */
    synchronized int stop() {
        unready = "shutting down";
        long start = System.nanoTime();
        boolean wasServing = server != null;
        if (server != null) {
            LOG.info("stopping: finishing what is in flight");
            server.close();
        }
        Duration left = GRACE.minusNanos(System.nanoTime() - start);
        long lost = producers.drain(left.compareTo(FLUSH) < 0 ? FLUSH : left);
        if (snapshot != null) {
            snapshot.close();
        }
        closeQuietly(accessLog);
        closeQuietly(printer);
        closeQuietly(broker);
        stopped.countDown();
        if (lost > 0) {
            say("stopped; " + lost + " accepted records were not delivered");
            return Sluice.FAILED;
        }
        if (wasServing) {
            say("stopped; nothing that was accepted is lost");
        }
        return wasServing ? Sluice.OK : Sluice.FAILED;
    }

    private static void closeQuietly(@Nullable AutoCloseable open) {
        if (open != null) {
            try {
                open.close();
            } catch (Exception e) {
                LOG.error("not closed", e);
            }
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
