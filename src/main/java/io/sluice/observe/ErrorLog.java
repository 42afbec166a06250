package io.sluice.observe;

import java.io.Closeable;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The events of a process that serves, on their way to standard error. Safe for concurrent use. */
public final class ErrorLog implements Closeable {

    /** So many bytes may wait: thousands of events. */
    private static final long MOST = 1 << 20;

    private final LineQueue lines;

    ErrorLog(OutputStream out) {
        this.lines = new LineQueue("error-log", out, MOST, ErrorLog::gap, _ -> {});
    }

    private static String gap(long dropped) {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS)
                + " WARN  log: standard error could not be written as fast as events came lines_dropped=" + dropped
                + "\n";
    }

    void offer(byte[] line) {
        lines.offer(line);
    }

    /** Events that were dropped since nobody took them in time. */
    public long dropped() {
        return lines.dropped();
    }

    /** Waits until all is written that was said before, but not longer than a second. */
    public void flush() {
        lines.flush();
    }

    /** The same, and takes nothing more. */
    @Override
    public void close() {
        lines.close();
    }
}
