package io.sluice.wire.http2;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.apache.hc.core5.http2.hpack.HPackException;

/**
 * Puts header blocks together from their frames, and decompresses them (RFC 7541). Every block must come here to its end, also that
 * of a request that is refused, since each changes how the next ones are read. Used by one thread.
 */
final class HeaderBlock {

    private static final int TABLE = 4096;
    private static final int TABLE_UPDATE = 0x20;
    /** A block of the largest size fits into far fewer frames. */
    private static final int MOST_FRAMES = 64;

    /**
     * What a block said.
     *
     * @param tooLarge whether fields were left out, since together they are larger than is taken
     * @param bytes of the block, compressed
     */
    record Decoded(List<HeaderField> fields, boolean tooLarge, int bytes) {}

    /** Takes bytes for characters. */
    private final HPackDecoder decoder = new HPackDecoder(TABLE, StandardCharsets.US_ASCII);

    private final int mostBytes;
    private final int mostSize;
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private int stream;
    private int frames;
    private boolean endsStream;

    /**
     * With limits, in bytes.
     *
     * @param mostBytes of a block, compressed: over it the connection ends
     * @param mostSize of all names and values together: over it fields are left out
     */
    HeaderBlock(int mostBytes, int mostSize) {
        this.mostBytes = mostBytes;
        this.mostSize = mostSize;
    }

    /** The stream whose block is not complete yet, or 0. */
    int stream() {
        return stream;
    }

    /** Whether the block is all of the client's message. */
    boolean endsStream() {
        return endsStream;
    }

    void begin(int ofStream, boolean end) {
        stream = ofStream;
        endsStream = end;
        frames = 0;
        block.reset();
    }

    void add(byte[] bytes, int offset, int length) throws Breach {
        if (block.size() + length > mostBytes || ++frames > MOST_FRAMES) {
            throw Breach.ofConnection(ErrorCode.ENHANCE_YOUR_CALM, "a header block is too large");
        }
        block.write(bytes, offset, length);
    }

    /** The block is complete. */
    Decoded end() throws Breach {
        stream = 0;
        ByteBuffer bytes = ByteBuffer.wrap(block.toByteArray());
        List<HeaderField> fields = new ArrayList<>();
        long size = 0;
        try {
            while (bytes.hasRemaining()) {
                if (size > 0 && (bytes.get(bytes.position()) & 0xe0) == TABLE_UPDATE) {
                    throw new HPackException("a change of the table's size behind a field");
                }
                Header header = decoder.decodeHeader(bytes);
                if (header != null) {
                    HeaderField field = new HeaderField(header.getName(), header.getValue());
                    size += field.size();
                    if (size <= mostSize) {
                        fields.add(field);
                    }
                }
            }
        } catch (HPackException | RuntimeException e) {
            throw Breach.ofConnection(ErrorCode.COMPRESSION_ERROR, "a header block cannot be read: " + e.getMessage());
        }
        return new Decoded(fields, size > mostSize, block.size());
    }
}
