package io.sluice.explain;

import io.sluice.api.RequestBody;
import org.jspecify.annotations.Nullable;

/** A body that is here already. */
final class AskedBody implements RequestBody {

    private static final byte[] EMPTY = {};

    private final byte @Nullable [] bytes;
    private int at;

    AskedBody(byte @Nullable [] bytes) {
        this.bytes = bytes;
    }

    private byte[] all() {
        return bytes == null ? EMPTY : bytes;
    }

    @Override
    public byte[] bytes(long limit) throws TooLarge {
        if (all().length > limit) {
            throw new TooLarge(limit);
        }
        return all();
    }

    @Override
    public long length() {
        return all().length;
    }

    @Override
    public boolean isFramed() {
        return bytes != null;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (at == all().length) {
            return -1;
        }
        int count = Math.min(length, all().length - at);
        System.arraycopy(all(), at, target, offset, count);
        at += count;
        return count;
    }
}
