package io.sluice.runtime;

import io.sluice.api.RequestBody;

/** A body that a plugin made. */
final class BytesBody implements RequestBody {

    private final byte[] bytes;
    private int at;

    BytesBody(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public byte[] bytes(long limit) throws TooLarge {
        if (bytes.length > limit) {
            throw new TooLarge(limit);
        }
        return bytes;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public boolean isFramed() {
        return true;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (at == bytes.length) {
            return -1;
        }
        int count = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, target, offset, count);
        at += count;
        return count;
    }
}
