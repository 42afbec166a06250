package io.sluice.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sets up java.util.logging, which everything here logs through: one line per event, on standard error. */
public final class Logging {

    /** Kept, since the JDK holds loggers weakly and a forgotten one forgets its level. */
    private final List<Logger> configured;

    private Logging(List<Logger> configured) {
        this.configured = configured;
    }

    /**
     * Replaces whatever was configured before.
     *
     * @param level Kong's {@code log_level}: debug, info, notice, warn, error, crit, alert or emerg
     * @param libraries levels for the loggers of libraries, which say more than an operator can use
     */
    public static Logging configure(String level, Map<String, Level> libraries) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        ConsoleHandler console = new ConsoleHandler();
        console.setLevel(Level.ALL);
        console.setFormatter(new LineFormat());
        root.addHandler(console);
        root.setLevel(Level.WARNING);
        Logger ours = Logger.getLogger("sluice");
        ours.setLevel(level(level));
        Logger schemas = Logger.getLogger("com.networknt");
        schemas.setLevel(Level.SEVERE); // it warns of our own keywords
        List<Logger> kept = new ArrayList<>(List.of(root, ours, schemas));
        libraries.forEach((name, libraryLevel) -> {
            Logger logger = Logger.getLogger(name);
            logger.setLevel(libraryLevel);
            kept.add(logger);
        });
        return new Logging(kept);
    }

    /** How many loggers were configured. */
    int size() {
        return configured.size();
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
