package io.sluice.api;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Structured logging: a constant message and key/value pairs, {@code log.warn("broker unreachable", "route", name)}.
 *
 * <p>No record content, no configuration object and no secret belongs here.
 */
public final class Log {

    private final Logger logger;

    private Log(Logger logger) {
        this.logger = logger;
    }

    /** The log of one part of Sluice, {@code kafka} or {@code plugin.kafka-upstream}. */
    public static Log of(String part) {
        return new Log(Logger.getLogger("sluice." + part));
    }

    public void debug(String message, @Nullable Object... keysAndValues) {
        write(Level.FINE, message, null, keysAndValues);
    }

    public void info(String message, @Nullable Object... keysAndValues) {
        write(Level.INFO, message, null, keysAndValues);
    }

    public void warn(String message, @Nullable Object... keysAndValues) {
        write(Level.WARNING, message, null, keysAndValues);
    }

    public void error(String message, @Nullable Object... keysAndValues) {
        write(Level.SEVERE, message, null, keysAndValues);
    }

    /** An error nobody foresaw: with its stack trace. */
    public void error(String message, Throwable cause, @Nullable Object... keysAndValues) {
        write(Level.SEVERE, message, cause, keysAndValues);
    }

    private void write(Level level, String message, @Nullable Throwable cause, @Nullable Object[] keysAndValues) {
        if (!logger.isLoggable(level)) {
            return;
        }
        LogRecord line = new LogRecord(level, message);
        line.setLoggerName(logger.getName());
        line.setParameters(keysAndValues);
        line.setThrown(cause);
        logger.log(line);
    }
}
