package io.sluice.upstream;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one socket with what the HTTP library cannot say: how much of a head may come, whether an answer has begun while
 * the request is still being sent, and that nothing more may go out. Used by one thread.
 */
final class Wire extends SocketHolder {

    private final In in;
    private final Out out;

    Wire(Socket socket) throws IOException {
        super(socket);
        this.in = new In(socket.getInputStream());
        this.out = new Out(socket.getOutputStream());
    }

    @Override
    protected InputStream getInputStream(Socket socket) {
        return in;
    }

    @Override
    protected OutputStream getOutputStream(Socket socket) {
        return out;
    }

    /** From now on reads find nothing at once, so that the library can be asked for what it holds already. */
    void probe(boolean on) {
        in.probing = on;
    }

    /** At the most so many bytes from now on; negative for any number. */
    void allow(long bytes) {
        in.allowed = bytes;
    }

    /** Whether bytes of an answer are there. */
    boolean hasInput() throws IOException {
        return in.available() > 0;
    }

    /** Nothing more goes out, not even what would end a chunked body: the request must not look whole. */
    void refuseOutput() {
        out.refusing = true;
    }

    void watch(WriteWatch.@Nullable Writing writing) {
        out.writing = writing;
    }

    /** Whether anything was written since the last call. */
    boolean takeWritten() {
        boolean any = out.written;
        out.written = false;
        return any;
    }

    /** More than allowed came. */
    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuch() {
            super("the head of the answer is too large");
        }
    }

    private static final class In extends FilterInputStream {
        private boolean probing;
        private long allowed = -1;

        In(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (probing) {
                throw new SocketTimeoutException("nothing is waited for");
            }
            if (allowed == 0) {
                throw new TooMuch();
            }
            int most = allowed < 0 ? length : (int) Math.min(length, allowed);
            int count = super.read(target, offset, most);
            if (allowed > 0 && count > 0) {
                allowed -= count;
            }
            return count;
        }
    }

    private static final class Out extends FilterOutputStream {
        private boolean refusing;
        private boolean written;
        private WriteWatch.@Nullable Writing writing;

        Out(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (refusing) {
                throw new IOException("the request was given up");
            }
            written = true;
            WriteWatch.Writing watch = writing;
            if (watch == null) {
                out.write(bytes, offset, length);
                return;
            }
            watch.begin();
            try {
                out.write(bytes, offset, length);
            } finally {
                watch.end();
            }
        }
    }
}
