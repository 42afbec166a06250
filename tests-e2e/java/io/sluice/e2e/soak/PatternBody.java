package io.sluice.e2e.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** Writes and checks bodies that are made of a {@link Pattern}, in pieces, so that none is ever held whole. */
final class PatternBody {

    private static final int PIECE = 32 << 10;
    private static final byte[] CRLF = {'\r', '\n'};
    /** A slow side rests this often in a body, and so long. */
    private static final int RESTS = 20;

    private static final long REST_NANOS = 50_000_000;

    private PatternBody() {}

    /** Writes {@code count} of the {@code length} bytes that the framing announces; the end of chunks only if that is all. */
    static void write(OutputStream out, long id, long length, long count, boolean chunked, boolean slow)
            throws IOException {
        byte[] piece = new byte[PIECE];
        long rest = Math.max(1, length / RESTS);
        for (long sent = 0; sent < count; ) {
            int size = (int) Math.min(PIECE, count - sent);
            Pattern.fill(id, sent, piece, size);
            if (chunked) {
                out.write((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
            out.write(piece, 0, size);
            if (chunked) {
                out.write(CRLF);
            }
            if (slow && sent / rest != (sent + size) / rest) {
                out.flush();
                LockSupport.parkNanos(REST_NANOS);
            }
            sent += size;
        }
        if (chunked && count == length) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        out.flush();
    }

    /** Compares what is written to it; stops at a byte that is not the pattern's, and after {@code cutAt} bytes. */
    static final class Check extends OutputStream {
        private final long id;
        private final long rest;
        private final boolean slow;
        private final long cutAt;
        private long position;
        private long wrongAt = -1;

        Check(long id, long length, boolean slow, long cutAt) {
            this.id = id;
            this.rest = Math.max(1, length / RESTS);
            this.slow = slow;
            this.cutAt = cutAt;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            if (offset != 0) {
                throw new IllegalArgumentException("pieces begin at 0");
            }
            if (wrongAt < 0) {
                wrongAt = Pattern.firstWrong(id, position, bytes, count);
            }
            if (slow && position / rest != (position + count) / rest) {
                LockSupport.parkNanos(REST_NANOS);
            }
            position += count;
            if (position >= cutAt) {
                throw new IOException("cut here as planned");
            }
        }

        /** -1 for nowhere. */
        long wrongAt() {
            return wrongAt;
        }
    }
}
