package io.sluice.server;

import io.sluice.api.RequestBody;
import java.util.Arrays;

/** The body of one request, whatever the version of HTTP, of which what was asked for as a whole is kept. Used by one thread. */
abstract class KeptBody implements RequestBody {

    private static final int MOST = Integer.MAX_VALUE - 8;
    private static final int FIRST_BYTES = 65_536;
    private static final int FIRST_BYTES_UNKNOWN = 8192;

    private final long announced;
    private final boolean framed;
    /** What was read to be kept, {@code keptLength} bytes of it, of which {@code passed} were given on. */
    private byte[] kept = {};

    private int keptLength;
    private int passed;

    KeptBody(RequestHead head) {
        this.announced = head.bodyLength();
        this.framed = head.isChunked() || head.headers().contains("Content-Length");
    }

    /** The next bytes from the connection, at least one; -1 at the end of the body. */
    abstract int next(byte[] target, int offset, int length) throws Broken;

    /** Whether all of it has been read. */
    abstract boolean isEnded();

    /** Bytes read so far. */
    abstract long taken();

    @Override
    public final byte[] bytes(long limit) throws TooLarge, Broken {
        if (keptLength > limit || announced > limit || announced > MOST) {
            throw new TooLarge(limit);
        }
        while (!isEnded()) {
            if (keptLength == kept.length) {
                kept = Arrays.copyOf(kept, grown());
            }
            int count = next(kept, keptLength, kept.length - keptLength);
            keptLength += Math.max(count, 0);
            if (keptLength > limit) {
                throw new TooLarge(limit);
            }
        }
        if (kept.length != keptLength) {
            kept = Arrays.copyOf(kept, keptLength);
        }
        return kept;
    }

    /** What a client announces costs it nothing, so memory is taken as the body comes. */
    private int grown() {
        if (announced < 0) {
            return (int) Math.min(MOST, keptLength == 0 ? FIRST_BYTES_UNKNOWN : keptLength * 2L);
        }
        return (int) Math.min(announced, keptLength == 0 ? FIRST_BYTES : keptLength * 4L);
    }

    @Override
    public final int read(byte[] target, int offset, int length) throws Broken {
        if (passed < keptLength) {
            int count = Math.min(length, keptLength - passed);
            System.arraycopy(kept, passed, target, offset, count);
            passed += count;
            return count;
        }
        return next(target, offset, length);
    }

    @Override
    public final long length() {
        return announced;
    }

    @Override
    public final boolean isFramed() {
        return framed;
    }
}
