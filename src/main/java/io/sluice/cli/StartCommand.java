package io.sluice.cli;

import io.sluice.config.Dialect;
import io.sluice.kafka.ProducerPool;
import io.sluice.observe.ErrorLog;
import io.sluice.observe.Logging;
import io.sluice.runtime.Unhosted;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "start",
        description = "Serves a declarative file: routes requests, runs its plugins, writes records to Kafka.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Settings come from kong.conf (-c, else /etc/kong/kong.conf) and KONG_* variables, which win. The common ones:",
            "  KONG_PROXY_LISTEN=0.0.0.0:8000      where requests come in",
            "  KONG_STATUS_LISTEN=127.0.0.1:8007   /status, /status/ready, /metrics",
            "  KONG_DECLARATIVE_CONFIG=kong.yml    the file to serve, if there is no --config",
            "  KONG_DECLARATIVE_CONFIG_STRING=...  what would stand in the file, if there is neither of the two",
            "  KONG_LOG_LEVEL=notice               debug, info, notice, warn, error",
            "",
            "SIGTERM or Ctrl-C stops: what is in flight is finished, buffered records are flushed. Exits with 0 only if",
            "stopping lost nothing that had been accepted; 1 if it did, or if it could not start; 2 for unusable input."
        })
final class StartCommand implements Callable<Integer> {

    @Mixin
    private final FileOptions files = new FileOptions();

    @Option(
            names = "--dialect",
            paramLabel = "DIALECT",
            description = "kong or deck refuse what that tool would refuse, any takes both (default: any).")
    private Dialect dialect = Dialect.ANY;

    @Option(
            names = "--dev",
            description =
                    "Also runs a real Kafka broker, creates the topics of the file, and prints the records that arrive.")
    private boolean dev;

    @Option(
            names = "--skip-unhosted",
            description = {
                "Starts without plugins of Kong that are not hosted here. One that guards (authentication, authorisation,",
                "limits) leaves its routes answering 503."
            })
    private boolean skipUnhosted;

    @Option(
            names = "--open-route",
            paramLabel = "ROUTE",
            description = "With --skip-unhosted: serve this route, by name or id, although a guard of it is left out.")
    private Set<String> openRoutes = Set.of();

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            description = "Port of the --dev broker (default: ${DEFAULT-VALUE}).")
    private int kafkaPort = 9092;

    @Option(names = "--kafka-data", paramLabel = "DIR", description = "Folder of the --dev broker, kept afterwards.")
    private @Nullable Path kafkaData;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Sluice.checkPort(spec, "--kafka-port", kafkaPort);
        Logging.configure("notice", ProducerPool.QUIET_LOGGERS);
        Input input = Input.read(
                files.conf(), files.config(), dialect, null, spec.commandLine().getErr(), "not started");
        ErrorLog log = Logging.serve(input.settings().logLevel(), ProducerPool.QUIET_LOGGERS);
        PrintWriter out = spec.commandLine().getOut();
        RunningGateway gateway = new RunningGateway(
                input.settings(),
                input.catalog(),
                input.declaration(),
                new Unhosted(skipUnhosted, openRoutes),
                out,
                spec.commandLine().getErr(),
                log);
        stopAtSignals(gateway);
        try {
            if (dev) {
                gateway.startBroker(kafkaPort, kafkaData);
            }
            gateway.start();
        } catch (RuntimeException | InterruptedException e) {
            gateway.stop();
            throw e;
        }
        return gateway.awaitStop();
    }

    /** The first is a stop, also during a start; a second one hurries it. Hooks of the JDK and others run behind it. */
    private static void stopAtSignals(RunningGateway gateway) {
        AtomicBoolean stopping = new AtomicBoolean();
        boolean heard = Signals.onEach(() -> {
            if (stopping.compareAndSet(false, true)) {
                Runtime.getRuntime().exit(gateway.stop());
            } else {
                gateway.hurry();
            }
        });
        if (!heard) {
            Runtime.getRuntime().addShutdownHook(new Thread(gateway::stop));
        }
    }
}
