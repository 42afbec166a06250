package io.sluice.wire.http2;

/**
 * Tells a client that asks for nothing from one that has much to ask: what it sends must be in a proportion to the requests and
 * bodies in it, and to what it is sent. Costs no clock, and so hurts no slow client. Safe for concurrent use.
 */
final class Flood {

    /** A body sent byte by byte has ten bytes of frame for each. */
    private static final long RATIO = 16;
    /** What is let pass, in bytes. */
    private static final long ALLOWANCE = 1 << 20;

    private long heard;
    private long useful;

    /** A frame has come; throws if there were too many that are good for nothing: PING, SETTINGS, PRIORITY, empty DATA and the like. */
    synchronized void heard(Frame frame) throws Breach {
        heard += frame.bytes();
        if (heard > RATIO * useful + ALLOWANCE) {
            throw Breach.ofConnection(ErrorCode.ENHANCE_YOUR_CALM, "too many frames that ask for nothing");
        }
    }

    /** Bytes of a request, or of a body either way. */
    synchronized void useful(long bytes) {
        useful += bytes;
    }
}
