package io.sluice.observe;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Sets up java.util.logging, which everything here logs through: one line per event, on standard error. */
public final class Logging {

    private Logging() {}

    /**
     * Replaces whatever was configured before.
     *
     * @param level Kong's {@code log_level}: debug, info, notice, warn, error, crit, alert or emerg
     * @param libraries levels for the loggers of libraries, which say more than an operator can use
     */
    public static void configure(String level, Map<String, Level> libraries) {
        configure(level, libraries, line -> System.err.writeBytes(line));
    }

    /**
     * The same for a process that serves: whoever logs never waits for standard error, which may be a pipe that nobody reads.
     *
     * @return what is between; to be closed when nothing more will be said
     */
    public static ErrorLog serve(String level, Map<String, Level> libraries) {
        ErrorLog log = new ErrorLog(new FileOutputStream(FileDescriptor.err));
        configure(level, libraries, log::offer);
        return log;
    }

    private static void configure(String level, Map<String, Level> libraries, Consumer<byte[]> out) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.setLevel(Level.WARNING);
        Logger ours = Logger.getLogger("sluice");
        ours.setLevel(level(level));
        Logger schemas = Logger.getLogger("com.networknt");
        schemas.setLevel(Level.SEVERE); // it warns of our own keywords
        Logger connections = Logger.getLogger("io.helidon.webserver.ServerListener");
        connections.setFilter(
                event -> !(event.getThrown() instanceof RejectedExecutionException)); // came while we stop
        List<Logger> configured = new ArrayList<>(List.of(ours, schemas, connections));
        libraries.forEach((name, libraryLevel) -> {
            Logger logger = Logger.getLogger(name);
            logger.setLevel(libraryLevel);
            configured.add(logger);
        });
        root.addHandler(new Console(configured, out));
    }

    /** The JDK forgets a logger that nobody holds, and its level with it: this holds them as long as it is in force. */
    private static final class Console extends Handler {
        private final List<Logger> configured;
        private final Consumer<byte[]> out;

        Console(List<Logger> configured, Consumer<byte[]> out) {
            this.configured = List.copyOf(configured);
            this.out = out;
            setLevel(Level.ALL);
            setFormatter(new LineFormat());
        }

        @Override
        public void publish(LogRecord event) {
            if (isLoggable(event)) {
                out.accept(getFormatter().format(event).getBytes(StandardCharsets.UTF_8));
            }
        }

        @Override
        public void flush() {
            // nothing is kept here
        }

        @Override
        public void close() {
            // standard error stays open
        }

        @Override
        public String toString() {
            return "console for " + configured.size() + " loggers";
        }
    }

    private static Level level(String kong) {
        return switch (kong) {
            case "debug" -> Level.FINE;
            case "info", "notice" -> Level.INFO;
            case "warn" -> Level.WARNING;
            default -> Level.SEVERE;
        };
    }
}
