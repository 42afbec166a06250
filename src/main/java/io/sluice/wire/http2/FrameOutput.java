package io.sluice.wire.http2;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http2.hpack.HPackEncoder;
import org.apache.hc.core5.util.ByteArrayBuffer;

/** Writes the frames of one connection, each whole, header blocks in the order in which they are compressed. Safe for concurrent use. */
final class FrameOutput {

    private static final int TABLE = 4096;

    private final ReentrantLock lock = new ReentrantLock();
    private final OutputStream out;
    /** Takes characters for bytes; with a character set of its own it would take a larger buffer for every field. */
    private final HPackEncoder encoder = new HPackEncoder(TABLE, StandardCharsets.US_ASCII);

    /** {@code out} should keep what is written until it is flushed. */
    FrameOutput(OutputStream out) {
        this.out = out;
    }

    /** One frame, sent at once. */
    void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        lock.lock();
        try {
            put(type, flags, stream, payload, 0, payload.length);
            out.flush();
        } finally {
            lock.unlock();
        }
    }

    void reset(int stream, ErrorCode code) throws IOException {
        number(Frame.RST_STREAM, stream, code.code());
    }

    /** {@code last} is the last request that is answered. */
    void goAway(int last, ErrorCode code) throws IOException {
        byte[] bytes = ByteBuffer.allocate(8).putInt(last).putInt(code.code()).array();
        frame(Frame.GOAWAY, 0, 0, bytes);
    }

    void windowUpdate(int stream, int more) throws IOException {
        number(Frame.WINDOW_UPDATE, stream, more);
    }

    private void number(int type, int stream, int value) throws IOException {
        frame(type, 0, stream, ByteBuffer.allocate(4).putInt(value).array());
    }

    /** A part of a body; with {@code flush} it is sent at once, else with what comes next. */
    void data(int stream, byte[] bytes, int offset, int length, boolean end, boolean flush) throws IOException {
        lock.lock();
        try {
            put(Frame.DATA, end ? Frame.END_STREAM : 0, stream, bytes, offset, length);
            if (flush) {
                out.flush();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A header block, over as many frames as it takes; answers its size on the wire. */
    long headers(int stream, List<HeaderField> fields, boolean end, boolean flush) throws IOException {
        lock.lock();
        try {
            ByteArrayBuffer block = compressed(fields);
            long written = 0;
            int sent = 0;
            do {
                int length = Math.min(block.length() - sent, Frame.LARGEST);
                boolean first = sent == 0;
                boolean last = sent + length == block.length();
                int flags = (first && end ? Frame.END_STREAM : 0) | (last ? Frame.END_HEADERS : 0);
                put(first ? Frame.HEADERS : Frame.CONTINUATION, flags, stream, block.array(), sent, length);
                sent += length;
                written += Frame.HEADER + length;
            } while (sent < block.length());
            if (flush) {
                out.flush();
            }
            return written;
        } finally {
            lock.unlock();
        }
    }

    private ByteArrayBuffer compressed(List<HeaderField> fields) throws IOException {
        ByteArrayBuffer block = new ByteArrayBuffer(256);
        List<BasicHeader> headers = fields.stream()
                .map(field -> new BasicHeader(bytes(field.name()), bytes(field.value())))
                .toList();
        encoder.encodeHeaders(block, headers, true);
        return block;
    }

    /** With question marks for what is no byte: cut off, it could become a line end. */
    private static String bytes(String text) {
        boolean all = text.chars().allMatch(c -> c <= 0xff);
        return all ? text : new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
    }

    void flush() throws IOException {
        lock.lock();
        try {
            out.flush();
        } finally {
            lock.unlock();
        }
    }

    /** The client's SETTINGS_HEADER_TABLE_SIZE; no more than the usual one is used. */
    void tableSize(long size) {
        lock.lock();
        try {
            encoder.setMaxTableSize((int) Math.min(size, TABLE));
        } finally {
            lock.unlock();
        }
    }

    private void put(int type, int flags, int stream, byte[] bytes, int offset, int length) throws IOException {
        out.write(new Frame(length, type, flags, stream).header());
        out.write(bytes, offset, length);
    }
}
