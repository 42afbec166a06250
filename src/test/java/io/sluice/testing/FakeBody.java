package io.sluice.testing;

import io.sluice.api.RequestBody;

/** A body that is there whole, or that does what a test wants when it is asked for. */
public final class FakeBody implements RequestBody {

    static final RequestBody NONE = new FakeBody(_ -> new byte[0], false, false);

    private final Source source;
    private final boolean framed;
    private final boolean chunked;
    private int at;

    /** Answers what {@link RequestBody#bytes} does. */
    @FunctionalInterface
    public interface Source {
        byte[] bytes(long limit) throws TooLarge, Broken;
    }

    private FakeBody(Source source, boolean framed, boolean chunked) {
        this.source = source;
        this.framed = framed;
        this.chunked = chunked;
    }

    public static RequestBody of(byte[] bytes) {
        return from(whole(bytes));
    }

    /** Whose length only its end tells. */
    public static RequestBody chunked(byte[] bytes) {
        return new FakeBody(whole(bytes), true, true);
    }

    public static RequestBody from(Source source) {
        return new FakeBody(source, true, false);
    }

    private static Source whole(byte[] bytes) {
        return limit -> {
            if (bytes.length > limit) {
                throw new TooLarge(limit);
            }
            return bytes;
        };
    }

    @Override
    public byte[] bytes(long limit) throws TooLarge, Broken {
        return source.bytes(limit);
    }

    @Override
    public long length() {
        if (chunked) {
            return -1;
        }
        try {
            return source.bytes(Long.MAX_VALUE).length;
        } catch (TooLarge | Broken _) {
            return -1;
        }
    }

    @Override
    public boolean isFramed() {
        return framed;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws Broken {
        byte[] bytes = all();
        if (at == bytes.length) {
            return -1;
        }
        int count = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, target, offset, count);
        at += count;
        return count;
    }

    private byte[] all() throws Broken {
        try {
            return source.bytes(Long.MAX_VALUE);
        } catch (TooLarge e) {
            throw new Broken("too large", e);
        }
    }
}
