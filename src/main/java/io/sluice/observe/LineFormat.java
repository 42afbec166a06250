package io.sluice.observe;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * {@code 2026-11-24T12:00:00.000Z WARN  kafka: broker unreachable route=orders}: time in UTC, level, part, message, then the
 * key/value pairs. What a library throws is named, and what is thrown here is shown as a trace. Values that hold blanks, quotes or control characters are quoted and escaped, so that an event is one line
 * whatever a client sent.
 */
final class LineFormat extends Formatter {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String OURS = "sluice.";

    @Override
    public String format(LogRecord event) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(event.getInstant(), line);
        line.append(' ').append(name(event.getLevel())).append(' ');
        String logger = event.getLoggerName() == null ? "" : event.getLoggerName();
        boolean ours = logger.startsWith(OURS);
        line.append(ours ? logger.substring(OURS.length()) : logger).append(": ");
        if (ours) {
            line.append(event.getMessage());
            appendPairs(line, event.getParameters());
        } else {
            escape(line, formatMessage(event));
            appendPairs(line, new Object[] {"cause", event.getThrown()});
        }
        line.append('\n');
        if (ours && event.getThrown() != null) {
            appendTrace(line, event.getThrown());
        }
        return line.toString();
    }

    private static void appendTrace(StringBuilder line, Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        trace.toString().lines().forEach(l -> line.append("    ").append(l).append('\n'));
    }

    private static String name(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (value >= Level.WARNING.intValue()) {
            return "WARN ";
        }
        return value >= Level.INFO.intValue() ? "INFO " : "DEBUG";
    }

    private static void appendPairs(StringBuilder line, Object[] pairs) {
        if (pairs == null) {
            return;
        }
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            if (pairs[i + 1] == null) {
                continue;
            }
            line.append(' ').append(pairs[i]).append('=');
            String value = pairs[i + 1].toString();
            if (value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c == '"' || c == '\\' || c >= 0x7f)) {
                line.append('"');
                escape(line, value);
                line.append('"');
            } else {
                line.append(value);
            }
        }
    }

    private static void escape(StringBuilder line, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                default -> {
                    if (c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 || (c >= 0x80 && c < 0xa0)) {
                        line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
    }
}
