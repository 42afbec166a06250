package io.sluice.cli;

import io.sluice.admin.StatusApi;
import io.sluice.api.Log;
import io.sluice.api.PluginEnv;
import io.sluice.config.Declaration;
import io.sluice.kafka.ProducerPool;
import io.sluice.kafka.security.SecurityHost;
import io.sluice.listen.Admission;
import io.sluice.listen.HttpServer;
import io.sluice.observe.AccessLog;
import io.sluice.observe.ErrorLog;
import io.sluice.observe.PrometheusMetrics;
import io.sluice.observe.RequestMetrics;
import io.sluice.problem.Nearest;
import io.sluice.problem.Problem;
import io.sluice.runtime.CompletionListener;
import io.sluice.runtime.Gateway;
import io.sluice.runtime.HostServices;
import io.sluice.runtime.MemoryCounters;
import io.sluice.runtime.PluginCatalog;
import io.sluice.runtime.Snapshot;
import io.sluice.runtime.SnapshotBuilder;
import io.sluice.runtime.SwitchedOff;
import io.sluice.runtime.TextCharset;
import io.sluice.runtime.Unhosted;
import io.sluice.runtime.Unhosted.Skipped;
import io.sluice.settings.Settings;
import io.sluice.upstream.PluginCalls;
import io.sluice.upstream.Proxy;
import io.sluice.upstream.TrustAnyone;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
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
    /** What a hurried stop gives each of its steps. */
    private static final Duration HURRY = Duration.ofSeconds(1);

    private final Settings settings;
    private final PluginCatalog catalog;
    private final Declaration declaration;
    private final Unhosted unhosted;
    private final PrintWriter out;
    private final PrintWriter err;
    private final ErrorLog log;
    private final PrometheusMetrics metrics = new PrometheusMetrics();
    private final Admission admission;
    private final PluginCalls calls;
    private final ProducerPool producers;
    private final CountDownLatch stopped = new CountDownLatch(1);
    /** What is closed at the end, the last opened first; listeners, plugins and producers go before, in this order. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private @Nullable Snapshot snapshot;
    private @Nullable Listeners listeners;
    private volatile @Nullable Thread stopper;
    private volatile boolean hurried;
    private volatile int exitCode = Sluice.OK;
    private volatile String unready = "starting";

    RunningGateway(
            Settings settings,
            PluginCatalog catalog,
            Declaration declaration,
            Unhosted unhosted,
            PrintWriter out,
            PrintWriter err,
            ErrorLog log) {
        this.settings = settings;
        this.catalog = catalog;
        this.declaration = declaration;
        this.unhosted = unhosted;
        this.out = out;
        this.err = err;
        this.log = log;
        this.admission = new Admission(Admission.Limits.of(settings.admission()));
        this.calls = new PluginCalls(settings.trusted()::manager);
        this.producers = new ProducerPool(
                metrics,
                Wiring.hostChoices(settings.kafka()),
                new SecurityHost(calls, settings.trusted()::manager, new TrustAnyone()));
        open.push(catalog);
        open.push(calls);
    }

    /** The broker of {@code --dev}, with the topics of the file. */
    void startBroker(int port, @Nullable Path data) throws InterruptedException {
        open.push(DevKafka.start(port, data, Overview.topics(declaration), out));
    }

    /** Builds everything, listens, and says what listens where. */
    void start() throws InterruptedException {
        SnapshotBuilder.Built built = build();
        Gateway gateway = gateway(built.snapshot().orElseThrow());
        Overview overview = new Overview(declaration, built.skipped(), producers::status);
        admission.measure(metrics);
        StatusApi status = new StatusApi(() -> overview.status(unready().isEmpty()), this::unready, metrics::print);
        listen(gateway, status);
        producers.awaitFirstContact(FIRST_CONTACT);
        if (!ready()) {
            return;
        }
        say(Sluice.product() + " is ready");
        if (listeners != null) {
            listeners.say(this::say);
        }
        overview.print(this::say);
    }

    /** Why no requests are taken now; empty if they are. */
    private Optional<String> unready() {
        return Optional.of(unready)
                .filter(why -> !why.isEmpty())
                .or(() -> HttpServer.notAccepting().map(listener -> "connections cannot be accepted on " + listener));
    }

    /** False if a stop came in between. */
    private synchronized boolean ready() {
        boolean stopping = stopped.getCount() == 0;
        unready = stopping ? unready : "";
        return !stopping;
    }

    /** Whoever opens a route must have meant one that is there. */
    private void checkOpenRoutes() {
        Set<String> labels = new TreeSet<>();
        declaration
                .routes()
                .forEach(
                        route -> labels.addAll(List.of(route.label(), route.id().toString())));
        for (String name : unhosted.open()) {
            if (!labels.contains(name)) {
                throw new Sluice.Failure(
                        Sluice.UNUSABLE,
                        "--open-route " + name + ": the file has no such route"
                                + Nearest.to(name, labels)
                                        .map(near -> "; did you mean '" + near + "'?")
                                        .orElse(""));
            }
        }
    }

    /** What {@code tls_certificate_verify} forbids. */
    private void checkVerification() {
        List<Problem> off = settings.tlsCertificateVerify() ? SwitchedOff.in(declaration) : List.of();
        if (!off.isEmpty()) {
            ProblemReport.text(off, err);
            throw new Sluice.Failure(
                    Sluice.FAILED,
                    "not started: the file switches off what the setting tls_certificate_verify demands, "
                            + ProblemReport.counts(off));
        }
    }

    private SnapshotBuilder.Built build() {
        checkOpenRoutes();
        checkVerification();
        HostServices host = new HostServices(
                producers,
                calls,
                metrics,
                new MemoryCounters(Clock.systemUTC()),
                Clock.systemUTC(),
                settings.limits(),
                new PluginEnv.Node(
                        UUID.randomUUID(),
                        HostName.get(),
                        ProcessHandle.current().pid()));
        SnapshotBuilder.Built built =
                new SnapshotBuilder(catalog, host, Wiring.flavor(settings), unhosted).build(declaration);
        if (built.snapshot().isEmpty()) {
            ProblemReport.text(built.problems(), err);
            throw new Sluice.Failure(
                    Sluice.FAILED,
                    "not started: the file cannot be served as it stands, " + ProblemReport.counts(built.problems()));
        }
        for (Skipped skipped : built.skipped()) {
            LOG.warn(
                    "plugin is not hosted and was left out",
                    "plugin",
                    skipped.plugin(),
                    "scope",
                    skipped.scope(),
                    "routes_closed",
                    skipped.guards());
        }
        return built;
    }

    private Gateway gateway(Snapshot snapshot) {
        this.snapshot = snapshot;
        Proxy proxy = new Proxy(Wiring.proxySettings(settings.upstream(), settings.tlsCertificateVerify()));
        open.push(proxy);
        List<CompletionListener> completed = new ArrayList<>();
        completed.add(new RequestMetrics(metrics));
        try {
            AccessLog.open(settings.accessLog()).ifPresent(access -> {
                open.push(access);
                completed.add(access);
                countDropped("access", access::dropped);
            });
            countDropped("error", log::dropped);
        } catch (IOException e) {
            throw new Sluice.Failure(Sluice.FAILED, "cannot write proxy_access_log " + settings.accessLog() + ": " + e);
        }
        Gateway gateway = new Gateway(
                snapshot,
                proxy,
                new Gateway.AnswerStyle(
                        Wiring.headers(settings.headers()),
                        settings.clients().errorType(),
                        new TextCharset(settings.headers().charset())),
                settings.limits().phaseTime(),
                completed);
        open.push(gateway);
        return gateway;
    }

    private void countDropped(String name, LongSupplier lines) {
        metrics.gauge(
                "sluice_log_lines_dropped",
                "Lines of a log that its output did not take in time",
                new String[] {"log"},
                new String[] {name},
                lines::getAsLong);
    }

    /** Not if a stop came in between. */
    private synchronized void listen(Gateway gateway, StatusApi status) {
        if (stopped.getCount() > 0) {
            listeners = Listeners.open(settings, declaration.certificates(), gateway, status, admission, GRACE);
        }
    }

    /** Waits for the end of {@link #stop}, and gives the exit code. */
    int awaitStop() throws InterruptedException {
        stopped.await();
        return exitCode;
    }

    /**
     * Readiness is 503 from here on. No new connections; what is in flight is finished, plugins are flushed, producers drained; the status
     * listener is the last, so that whoever looks sees that, and the last counters. Gives the exit code.
     */
    synchronized int stop() {
        if (stopped.getCount() == 0) {
            return exitCode;
        }
        stopper = Thread.currentThread();
        unready = "shutting down";
        producers.stopBegins();
        long start = System.nanoTime();
        Listeners serving = listeners;
        if (serving != null) {
            LOG.info("stopping: finishing what is in flight");
            serving.closeProxy();
        }
        closePlugins(left(start).minus(FLUSH));
        long lost = producers.drain(left(start));
        open.forEach(RunningGateway::closeQuietly);
        if (serving != null) {
            serving.closeStatus();
        }
        stopper = null;
        exitCode = lost == 0 ? Sluice.OK : Sluice.FAILED;
        log.close();
        if (serving != null || lost > 0) {
            sayLast(farewell(lost, producers.lostWhileServing()));
        }
        stopped.countDown();
        return exitCode;
    }

    /** Of a stop that began at {@code start}; the flush has some time in any case, unless somebody hurries. */
    private Duration left(long start) {
        if (hurried) {
            Thread.interrupted();
            return HURRY;
        }
        Duration left = GRACE.minusNanos(System.nanoTime() - start);
        return left.compareTo(FLUSH) < 0 ? FLUSH : left;
    }

    /** Ends what a stop waits for: requests in flight are cut, producers get a last second. */
    void hurry() {
        Thread waiting = stopper;
        if (!hurried && waiting != null) {
            hurried = true;
            LOG.warn("stopping at once: requests in flight are cut");
            waiting.interrupt();
        }
    }

    /** Nobody may read it: a pipe that is full must not keep the process. */
    private void sayLast(String line) {
        try {
            Thread.ofPlatform().daemon().start(() -> say(line)).join(HURRY);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The last line, which denies no loss that was counted before.
     *
     * @param byTheStop accepted records that were not delivered since the stop began
     * @param before those that were lost until then
     */
    static String farewell(long byTheStop, long before) {
        String earlier = before + (before == 1 ? " record was" : " records were") + " lost before the stop";
        if (byTheStop > 0) {
            return "stopped; " + byTheStop + " accepted records were not delivered"
                    + (before > 0 ? "; " + earlier : "");
        }
        return "stopped; " + (before > 0 ? earlier : "every buffered record was delivered");
    }

    /** Before the producers are drained: plugins may still have something for them. Not longer than {@code limit}. */
    private void closePlugins(Duration limit) {
        Snapshot serving = snapshot;
        if (serving == null) {
            return;
        }
        try {
            Thread.ofVirtual()
                    .name("close-plugins")
                    .start(serving::close)
                    .join(limit.isNegative() ? Duration.ZERO : limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            LOG.error("not closed", e);
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
