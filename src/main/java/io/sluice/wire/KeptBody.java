package io.sluice.wire;

import io.sluice.api.RequestBody;
import io.sluice.http.RequestHead;
import java.util.Arrays;

/** The body of one request, whatever the version of HTTP, of which what was asked for as a whole is kept. Used by one thread. */
abstract class KeptBody implements RequestBody {

    private static final int MOST = Integer.MAX_VALUE - 8;
    private static final int FIRST_BYTES = Memory.FREE;
    private static final int FIRST_BYTES_UNKNOWN = 8192;

    private final long announced;
    private final boolean framed;
    private final Memory memory;
    /** Nothing more is to be read of it. */
    boolean broken;

    /** What was read to be kept, {@code keptLength} bytes of it, of which {@code passed} were given on. */
    private byte[] kept = {};

    private int keptLength;
    private int passed;

    KeptBody(RequestHead head, Memory memory) {
        this.memory = memory;
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
                int capacity = grown();
                if (!memory.take(capacity - kept.length)) {
                    broken = true;
                    kept = new byte[0];
                    throw new Broken("there is no room for the body now", 503);
                }
                kept = Arrays.copyOf(kept, capacity);
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

    /** What a client announces costs it nothing, so memory is taken as the body comes: no more than twice what has. */
    private int grown() {
        long first = announced < 0 ? FIRST_BYTES_UNKNOWN : FIRST_BYTES;
        return (int) Math.min(announced < 0 ? MOST : announced, keptLength == 0 ? first : keptLength * 2L);
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
