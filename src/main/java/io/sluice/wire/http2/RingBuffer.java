package io.sluice.wire.http2;

/** Bytes between one who brings and one who takes them, in order; grows as needed up to a limit. Not safe for concurrent use. */
final class RingBuffer {

    private static final int FIRST = 1024;

    private final int most;
    private byte[] bytes = {};
    private int start;
    private int size;

    RingBuffer(int most) {
        this.most = most;
    }

    int size() {
        return size;
    }

    /** How many bytes more would be held with so many more in it; 0 if they fit into what is there. */
    int growthFor(int length) {
        return size + length <= bytes.length ? 0 : capacity(size + length) - bytes.length;
    }

    private int capacity(int needed) {
        return Math.min(most, Math.max(FIRST, Integer.highestOneBit(needed - 1) * 2));
    }

    /** The caller knows that they fit. */
    void put(byte[] source, int offset, int length) {
        if (size + length > bytes.length) {
            grow(size + length);
        }
        int end = (start + size) % Math.max(1, bytes.length);
        int first = Math.min(length, bytes.length - end);
        System.arraycopy(source, offset, bytes, end, first);
        System.arraycopy(source, offset + first, bytes, 0, length - first);
        size += length;
    }

    private void grow(int needed) {
        byte[] larger = new byte[capacity(needed)];
        int had = size;
        take(larger, 0, had);
        bytes = larger;
        start = 0;
        size = had;
    }

    /** Up to {@code length} of them. */
    int take(byte[] target, int offset, int length) {
        int count = Math.min(length, size);
        int first = Math.min(count, bytes.length - start);
        System.arraycopy(bytes, start, target, offset, first);
        System.arraycopy(bytes, 0, target, offset + first, count - first);
        start = bytes.length == 0 ? 0 : (start + count) % bytes.length;
        size -= count;
        return count;
    }

    /** Lets go of all, and of the room they took. */
    void clear() {
        bytes = new byte[0];
        start = 0;
        size = 0;
    }
}
