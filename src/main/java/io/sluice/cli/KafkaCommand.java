package io.sluice.cli;

import io.sluice.kafka.ProducerPool;
import io.sluice.kafka.dev.DevBroker;
import io.sluice.observe.Logging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "kafka",
        description = "Runs a real, single-node Kafka broker until Ctrl-C. It creates topics on first use.",
        mixinStandardHelpOptions = true)
final class KafkaCommand implements Callable<Integer> {

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Where it listens on localhost (default: ${DEFAULT-VALUE}); 0 for any free port.")
    private int port = 9092;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder for its data, kept afterwards. Without one, a temporary folder.")
    private @Nullable Path data;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Sluice.checkPort(spec, "--port", port);
        Logging.configure("notice", ProducerPool.QUIET_LOGGERS);
        var out = spec.commandLine().getOut();
        out.println("starting a Kafka broker ...");
        out.flush();
        try {
            DevBroker broker = DevBroker.start(Home.brokerLib(), port, data);
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
            out.println("Kafka listens on " + broker.bootstrap() + "; data and log in " + broker.data()
                    + ". Ctrl-C ends it.");
            out.flush();
            int code = broker.waitFor();
            return code == 0 ? Sluice.OK : Sluice.FAILED;
        } catch (IOException e) {
            throw new Sluice.Failure(Sluice.FAILED, String.valueOf(e.getMessage()));
        }
    }
}
