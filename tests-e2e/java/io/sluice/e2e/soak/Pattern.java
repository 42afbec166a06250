package io.sluice.e2e.soak;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** An endless run of bytes for each id: no two ids agree, so a byte that went astray is noticed wherever it turns up. */
final class Pattern {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Pattern() {}

    /** The bytes from {@code offset} on. */
    static void fill(long id, long offset, byte[] bytes, int count) {
        int i = 0;
        for (; i < count && (offset + i & 7) != 0; i++) {
            bytes[i] = at(id, offset + i);
        }
        for (; i + 8 <= count; i += 8) {
            LONGS.set(bytes, i, word(id, offset + i >> 3));
        }
        for (; i < count; i++) {
            bytes[i] = at(id, offset + i);
        }
    }

    /** Where the first wrong byte is, from the beginning of the run; -1 if there is none. */
    static long firstWrong(long id, long offset, byte[] bytes, int count) {
        byte[] right = new byte[count];
        fill(id, offset, right, count);
        int wrong = java.util.Arrays.mismatch(right, 0, count, bytes, 0, count);
        return wrong < 0 ? -1 : offset + wrong;
    }

    private static byte at(long id, long offset) {
        return (byte) (word(id, offset >> 3) >>> ((offset & 7) << 3));
    }

    private static long word(long id, long index) {
        long mixed = id * 0x9E3779B97F4A7C15L + index * 0xD1B54A32D192ED03L;
        mixed = (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
        return mixed ^ mixed >>> 32;
    }
}
