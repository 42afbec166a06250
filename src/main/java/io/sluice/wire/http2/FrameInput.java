package io.sluice.wire.http2;

import java.io.EOFException;
import java.io.IOException;

/** Reads frames, one after the other; the payload of the last one is at hand. Used by one thread. */
final class FrameInput {

    private final ByteSource source;
    private final byte[] header = new byte[Frame.HEADER];
    private final byte[] payload = new byte[Frame.LARGEST];

    FrameInput(ByteSource source) {
        this.source = source;
    }

    /** Waits as long as it takes; idleness is seen to elsewhere. */
    Frame next() throws Breach, IOException {
        fill(header, Frame.HEADER);
        Frame frame = Frame.of(header);
        if (frame.length() > Frame.LARGEST) {
            throw Breach.ofConnection(ErrorCode.FRAME_SIZE_ERROR, "a frame is too large");
        }
        fill(payload, frame.length());
        return frame;
    }

    void fill(byte[] target, int length) throws IOException {
        if (!source.fill(target, length)) {
            throw new EOFException("the connection ended");
        }
    }

    byte[] payload() {
        return payload;
    }

    /** Of the last frame, four bytes of it. */
    int number(int at) {
        return Frame.number(payload, at);
    }
}
