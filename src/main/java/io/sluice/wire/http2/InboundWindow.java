package io.sluice.wire.http2;

/**
 * How much a client may send before it was read (RFC 9113 5.2), of one stream or of a connection. Its reader gives back what it
 * has taken. Safe for concurrent use.
 */
final class InboundWindow {

    private final int size;
    /** Sent by the client and not given back. */
    private int used;
    /** Read, and not yet told to the client. */
    private int owed;

    InboundWindow(int size) {
        this.size = size;
    }

    /** The client sends so many bytes; false if it may not. */
    synchronized boolean take(int bytes) {
        used += bytes;
        return used <= size;
    }

    /** So many bytes are read; answers what to tell the client, or 0: half a window at a time is soon enough. */
    synchronized int giveBack(int bytes) {
        owed += bytes;
        if (owed <= size / 2) {
            return 0;
        }
        int due = owed;
        used -= due;
        owed = 0;
        return due;
    }
}
