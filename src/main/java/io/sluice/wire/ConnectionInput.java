package io.sluice.wire;

import io.sluice.api.RequestBody;
import io.sluice.time.TimeKeeper;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The bytes that come in on one connection, with time limits and a place to look ahead. Used by one thread. */
public final class ConnectionInput {

    /** A line that is longer than allowed. */
    static final class LineTooLong extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static final int BUFFER = 8192;

    private final ReadAhead source;
    private final Closeable connection;
    private final TimeKeeper time;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private long consumed;
    private boolean late;

    /** {@code connection} is what to close when patience ends. */
    public ConnectionInput(InputStream source, Closeable connection, TimeKeeper time) {
        this.source = new ReadAhead(source);
        this.connection = connection;
        this.time = time;
    }

    /** Where to watch for the end of the connection while nobody reads. */
    ReadAhead ahead() {
        return source;
    }

    /** Bytes taken since the connection began. */
    long consumed() {
        return consumed;
    }

    /** Whether it has ended because what should have come did not come in time. */
    boolean isLate() {
        return late;
    }

    /** Whether there is a byte, waiting for one at the most that long; false at the end. */
    boolean hasMore(Duration patience) {
        return position < limit || fill(deadline(patience));
    }

    /** Whether these bytes come next; takes none, and waits for no more than are needed to tell. */
    public boolean startsWith(byte[] prefix, Duration patience) {
        long until = deadline(patience);
        for (int i = 0; i < prefix.length; i++) {
            if (position + i == limit && !fill(until)) {
                return false;
            }
            if (buffer[position + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    public static long deadline(Duration patience) {
        return System.nanoTime() + patience.toNanos();
    }

    /**
     * A line without its end, which is CRLF or, where {@code bareLf}, LF alone. As ISO-8859-1.
     *
     * @param until nanoTime
     * @throws LineTooLong if it is longer than {@code most}, before reading on
     */
    String line(int most, long until, boolean bareLf) throws LineTooLong, IOException {
        StringBuilder longLine = null;
        while (true) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            int soFar = longLine == null ? 0 : longLine.length();
            if (soFar + end - position > most + 1) {
                throw new LineTooLong();
            }
            String piece = new String(buffer, position, end - position, StandardCharsets.ISO_8859_1);
            take(end - position);
            if (end < limit) {
                take(1);
                return withoutCr(
                        longLine == null ? piece : longLine.append(piece).toString(), bareLf);
            }
            longLine = longLine == null ? new StringBuilder(piece) : longLine.append(piece);
            if (!fill(until)) {
                throw new RequestBody.Broken("the connection ended inside a line", late ? 408 : 400);
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

    private void take(int count) {
        position += count;
        consumed += count;
    }

    /** Takes up to {@code length} bytes, at least one; -1 at the end or when nothing came in time. */
    int read(byte[] target, int offset, int length, Duration gap) {
        int count = Math.min(length, limit - position);
        if (count > 0) {
            System.arraycopy(buffer, position, target, offset, count);
            position += count;
        } else {
            count = receive(target, offset, length, deadline(gap));
        }
        consumed += Math.max(0, count);
        return count;
    }

    /** Takes exactly {@code length} bytes; false if they do not come. */
    boolean readFully(byte[] target, int offset, int length, Duration gap) {
        int done = 0;
        while (done < length) {
            int count = read(target, offset + done, length - done, gap);
            if (count < 0) {
                return false;
            }
            done += count;
        }
        return true;
    }

    /** Reads over what still comes, for that long at the most: closing at once would take from the client what it was sent. */
    void drain(Duration patience) {
        long until = deadline(patience);
        byte[] waste = new byte[BUFFER];
        int count = 0;
        while (count >= 0 && until - System.nanoTime() > 0) {
            count = read(waste, 0, waste.length, Duration.ofNanos(until - System.nanoTime()));
        }
    }

    /** More bytes behind those that are there; the caller needs no more than fit. */
    private boolean fill(long until) {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        int count = receive(buffer, limit, buffer.length - limit, until);
        limit += Math.max(0, count);
        return count > 0;
    }

    private int receive(byte[] target, int offset, int length, long until) {
        TimeKeeper.Wait wait = time.enter(until, connection);
        try {
            return source.read(target, offset, length);
        } catch (IOException _) {
            return -1; // a reset, or the time: nothing more will come
        } finally {
            late |= time.leave(wait);
        }
    }
}
