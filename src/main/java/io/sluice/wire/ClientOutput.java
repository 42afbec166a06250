package io.sluice.wire;

import io.sluice.time.TimeKeeper;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What goes out on one connection: buffered, counted, and closed when the client takes nothing for too long. Used by one thread at
 * a time.
 */
public final class ClientOutput extends OutputStream {

    private static final int BUFFER = 8192;
    /** Written at a time: a client that takes this much within the gap is not silent. */
    private static final int PIECE = 16_384;

    private final OutputStream out;
    private final Closeable connection;
    private final TimeKeeper time;
    private final Duration gap;
    private final byte[] buffer = new byte[BUFFER];
    private int filled;
    private long written;

    public ClientOutput(OutputStream out, Closeable connection, TimeKeeper time, Duration gap) {
        this.out = out;
        this.connection = connection;
        this.time = time;
        this.gap = gap;
    }

    /** Bytes written since the connection began, buffered ones included. */
    long written() {
        return written;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    void writeAscii(String text) throws IOException {
        write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        written += length;
        int at = offset;
        int left = length;
        while (left > 0) {
            if (filled == 0 && left >= BUFFER) {
                int count = Math.min(left, PIECE);
                send(bytes, at, count);
                at += count;
                left -= count;
                continue;
            }
            int count = Math.min(left, BUFFER - filled);
            System.arraycopy(bytes, at, buffer, filled, count);
            filled += count;
            at += count;
            left -= count;
            if (filled == BUFFER) {
                flush();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        int count = filled;
        filled = 0;
        if (count > 0) {
            send(buffer, 0, count);
        }
    }

    private void send(byte[] bytes, int offset, int length) throws IOException {
        TimeKeeper.Wait wait = time.enter(System.nanoTime() + gap.toNanos(), connection);
        try {
            out.write(bytes, offset, length);
        } finally {
            time.leave(wait);
        }
    }
}
