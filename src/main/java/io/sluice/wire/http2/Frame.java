package io.sluice.wire.http2;

/**
 * The header of a frame (RFC 9113 4.1).
 *
 * @param length of the payload, in bytes
 * @param stream 0 for the connection itself
 */
record Frame(int length, int type, int flags, int stream) {

    static final int HEADER = 9;
    /** The largest payload that is taken or sent: what the protocol begins with. */
    static final int LARGEST = 16_384;

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final int WITH_PRIORITY = 32;

    /** Reads it from its nine bytes. */
    static Frame of(byte[] header) {
        int length = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
        return new Frame(length, header[3] & 0xff, header[4] & 0xff, number(header, 5) & 0x7fff_ffff);
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** All that it takes on the wire. */
    int bytes() {
        return HEADER + length;
    }

    byte[] header() {
        return new byte[] {
            (byte) (length >> 16),
            (byte) (length >> 8),
            (byte) length,
            (byte) type,
            (byte) flags,
            (byte) (stream >> 24),
            (byte) (stream >> 16),
            (byte) (stream >> 8),
            (byte) stream
        };
    }

    /** Four bytes, as the protocol orders them. */
    static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }
}
