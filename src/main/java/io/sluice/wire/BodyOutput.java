package io.sluice.wire;

import java.io.IOException;
import java.io.OutputStream;

/** Frames the body of a streamed HTTP/1.1 answer. Closing it does nothing: only {@link #end} says that the body is whole. */
abstract class BodyOutput extends OutputStream {

    final ClientOutput out;
    private long count;

    private BodyOutput(ClientOutput out) {
        this.out = out;
    }

    /** Of exactly {@code length} bytes. */
    static BodyOutput ofLength(ClientOutput out, long length) {
        return new OfLength(out, length);
    }

    static BodyOutput chunked(ClientOutput out) {
        return new Chunked(out);
    }

    /** Ends with the connection. */
    static BodyOutput untilClose(ClientOutput out) {
        return new UntilClose(out);
    }

    /** Bytes of the body, without their framing. */
    final long count() {
        return count;
    }

    @Override
    public final void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public final void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > 0) {
            frame(bytes, offset, length);
            count += length;
        }
    }

    @Override
    public final void flush() throws IOException {
        out.flush();
    }

    abstract void frame(byte[] bytes, int offset, int length) throws IOException;

    /**
     * The body is complete.
     *
     * @throws IOException if that is not so
     */
    abstract void end() throws IOException;

    private static final class OfLength extends BodyOutput {
        private final long length;

        OfLength(ClientOutput out, long length) {
            super(out);
            this.length = length;
        }

        @Override
        void frame(byte[] bytes, int offset, int more) throws IOException {
            if (count() + more > length) {
                throw new IOException("the answer is longer than its Content-Length");
            }
            out.write(bytes, offset, more);
        }

        @Override
        void end() throws IOException {
            if (count() < length) {
                throw new IOException("the answer is shorter than its Content-Length");
            }
        }
    }

    private static final class Chunked extends BodyOutput {

        Chunked(ClientOutput out) {
            super(out);
        }

        @Override
        void frame(byte[] bytes, int offset, int length) throws IOException {
            out.writeAscii(Integer.toHexString(length) + "\r\n");
            out.write(bytes, offset, length);
            out.writeAscii("\r\n");
        }

        @Override
        void end() throws IOException {
            out.writeAscii("0\r\n\r\n");
        }
    }

    private static final class UntilClose extends BodyOutput {

        UntilClose(ClientOutput out) {
            super(out);
        }

        @Override
        void frame(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        void end() {}
    }
}
