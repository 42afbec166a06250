package io.sluice.wire;

import io.sluice.wire.http2.Stream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** The body of an answer in HTTP/2, as far as the client's window allows. Closing it does nothing: only {@link #end} ends the body. */
final class Http2BodyOutput extends OutputStream {

    private static final int BUFFER = 8192;

    private final Stream stream;
    private final Duration patience;
    private final long length;
    private final byte[] buffer = new byte[BUFFER];
    private int filled;
    private long count;

    /** {@code length} is what its Content-Length says, or -1. */
    Http2BodyOutput(Stream stream, Duration patience, long length) {
        this.stream = stream;
        this.patience = patience;
        this.length = length;
    }

    /** Bytes of the body so far. */
    long count() {
        return count;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int more) throws IOException {
        if (length >= 0 && count + more > length) {
            throw new IOException("the answer is longer than its Content-Length");
        }
        count += more;
        if (filled + more > BUFFER) {
            empty(false);
        }
        if (more > BUFFER) {
            stream.sendData(bytes, offset, more, false, patience);
        } else {
            System.arraycopy(bytes, offset, buffer, filled, more);
            filled += more;
        }
    }

    @Override
    public void flush() throws IOException {
        empty(false);
        stream.flush();
    }

    /**
     * The body is complete.
     *
     * @throws IOException if that is not so
     */
    void end() throws IOException {
        if (count < length) {
            throw new IOException("the answer is shorter than its Content-Length");
        }
        empty(true);
    }

    private void empty(boolean end) throws IOException {
        int had = filled;
        filled = 0;
        if (had > 0 || end) {
            stream.sendData(buffer, 0, had, end, patience);
        }
    }
}
