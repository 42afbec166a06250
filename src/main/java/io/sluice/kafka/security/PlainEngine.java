package io.sluice.kafka.security;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * No TLS, in the form of a TLS engine: bytes pass as they are. An engine is the one place where the Kafka client lets others see what
 * it reads, and it has none for plain text.
 *
 * <p>The client writes a frame in pieces, and each that leaves here costs a system call, so small ones wait for the end of their frame.
 */
final class PlainEngine extends ForwardingEngine {

    /** What waits at the most, in bytes; with what comes after it, it fits into the buffer that the client writes from. */
    private static final int WAITING = 8 * 1024;

    private final ByteBuffer waiting = ByteBuffer.allocate(WAITING);
    private final FrameLengths sent = new FrameLengths(_ -> {});
    private boolean greeted;
    private boolean closed;

    /** {@code idle} is asked for its sizes of buffers, and never speaks. */
    PlainEngine(SSLEngine idle) {
        super(idle);
    }

    @Override
    public void beginHandshake() {
        // there is none; the first unwrap says that it is over, as the Kafka client wants to have read once
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return greeted ? HandshakeStatus.NOT_HANDSHAKING : HandshakeStatus.NEED_UNWRAP;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to) {
        if (closed) {
            return new SSLEngineResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, 0, 0);
        }
        int consumed = 0;
        int produced = 0;
        for (int i = offset; i < offset + length; i++) {
            int before = to.position();
            consumed += send(from[i], to);
            produced += to.position() - before;
        }
        return result(consumed, produced);
    }

    private int send(ByteBuffer from, ByteBuffer to) {
        int start = from.position();
        int size = Math.min(from.remaining(), to.remaining() - waiting.position());
        ByteBuffer piece = from.slice(start, size);
        sent.pass(from, start, size);
        from.position(start + size);
        if (!sent.isBetween() && size <= waiting.remaining()) {
            waiting.put(piece);
        } else {
            to.put(waiting.flip()).put(piece);
            waiting.clear();
        }
        return size;
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length) {
        if (!greeted) {
            greeted = true;
            return new SSLEngineResult(Status.OK, HandshakeStatus.FINISHED, 0, 0);
        }
        int start = from.position();
        for (int i = offset; i < offset + length && from.hasRemaining(); i++) {
            if (to[i].position() > 0 && to[i].remaining() < from.remaining()) {
                // as TLS does with a record; to fill it to the brim is an error to the client
                break;
            }
            int size = Math.min(from.remaining(), to[i].remaining());
            to[i].put(from.slice(from.position(), size));
            from.position(from.position() + size);
        }
        int moved = from.position() - start;
        if (moved == 0) {
            Status status = from.hasRemaining() ? Status.BUFFER_OVERFLOW : Status.BUFFER_UNDERFLOW;
            return new SSLEngineResult(status, HandshakeStatus.NOT_HANDSHAKING, 0, 0);
        }
        return result(moved, moved);
    }

    private static SSLEngineResult result(int consumed, int produced) {
        return new SSLEngineResult(Status.OK, HandshakeStatus.NOT_HANDSHAKING, consumed, produced);
    }

    @Override
    public void closeOutbound() {
        closed = true;
    }

    @Override
    public boolean isOutboundDone() {
        return closed;
    }

    @Override
    public void closeInbound() {
        closed = true;
    }

    @Override
    public boolean isInboundDone() {
        return closed;
    }
}
