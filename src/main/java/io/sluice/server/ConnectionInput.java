package io.sluice.server;

import io.helidon.common.buffers.DataReader;
import io.sluice.api.RequestBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The bytes of one connection, with time limits and a place to look ahead. Used by one thread. */
final class ConnectionInput {

    /** A line that is longer than allowed. */
    static final class LineTooLong extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final DataReader source;
    private final Watchdog watchdog;
    private byte[] buffer = {};
    private int position;
    private long consumed;

    ConnectionInput(DataReader source, Watchdog watchdog) {
        this.source = source;
        this.watchdog = watchdog;
    }

    /** Bytes taken since the connection began. */
    long consumed() {
        return consumed;
    }

    /** Whether there is a byte, waiting for one at the most that long; false at the end. */
    boolean hasMore(Duration patience) {
        return position < buffer.length || fill(System.nanoTime() + patience.toNanos());
    }

    /**
     * A line without its end, which is CRLF or, where {@code bareLf}, LF alone. As ISO-8859-1.
     *
     * @param until nanoTime
     * @throws LineTooLong if it is longer than {@code limit}, before reading on
     */
    String line(int limit, long until, boolean bareLf) throws LineTooLong, IOException {
        StringBuilder longLine = null;
        while (true) {
            int end = position;
            while (end < buffer.length && buffer[end] != '\n') {
                end++;
            }
            int soFar = longLine == null ? 0 : longLine.length();
            if (soFar + end - position > limit + 1) {
                throw new LineTooLong();
            }
            String piece = new String(buffer, position, end - position, StandardCharsets.ISO_8859_1);
            consumed += end - position;
            position = end;
            if (end < buffer.length) {
                position++;
                consumed++;
                return withoutCr(
                        longLine == null ? piece : longLine.append(piece).toString(), bareLf);
            }
            longLine = longLine == null ? new StringBuilder(piece) : longLine.append(piece);
            if (!fill(until)) {
                throw new RequestBody.Broken("the connection ended inside a line");
            }
        }
    }

    private static String withoutCr(String line, boolean bareLf) throws IOException {
        if (line.endsWith("\r")) {
            return line.substring(0, line.length() - 1);
        }
        if (!bareLf) {
            throw new RequestBody.Broken("a line ends without CR");
        }
        return line;
    }

    /** The next byte without taking it; the caller has asked {@link #hasMore}. */
    byte peek() {
        return buffer[position];
    }

    /** Takes up to {@code length} bytes, at least one; -1 at the end or when nothing came in time. */
    int read(byte[] target, int offset, int length, Duration gap) {
        if (!hasMore(gap)) {
            return -1;
        }
        int count = Math.min(length, buffer.length - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        consumed += count;
        return count;
    }

    private boolean fill(long until) {
        Watchdog.Wait wait = watchdog.enter(until);
        try {
            source.ensureAvailable();
            buffer = source.readBytes(source.available());
            position = 0;
            return buffer.length > 0 || fill(until);
        } catch (RuntimeException e) {
            return false; // the end of the stream, a reset, or the watchdog: nothing more will come
        } finally {
            watchdog.leave(wait);
        }
    }
}
