package io.sluice.api;

/** Bytes that may or may not be UTF-8. */
public final class Utf8 {

    private Utf8() {}

    /** Whether all of it is well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
    public static boolean isValid(byte[] bytes) {
        int i = 0;
        while (i < bytes.length) {
            int length = bytes[i] >= 0 ? 1 : sequence(bytes, i);
            if (length == 0) {
                return false;
            }
            i += length;
        }
        return true;
    }

    /** Length of the well-formed sequence of two to four bytes at {@code at}, or 0 if there is none. */
    public static int sequence(byte[] bytes, int at) {
        int length = sequenceLength(bytes[at] & 0xff, at + 1 < bytes.length ? bytes[at + 1] & 0xff : 0);
        if (at + length > bytes.length) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if ((bytes[at + k] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** Length of the sequence that starts with these two bytes, or 0 if none does (the table of RFC 3629, section 4). */
    private static int sequenceLength(int first, int second) {
        if (first >= 0xc2 && first <= 0xdf) {
            return within(second, 0x80, 0xbf) ? 2 : 0;
        }
        if (first >= 0xe0 && first <= 0xef) {
            return within(second, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf) ? 3 : 0;
        }
        if (first >= 0xf0 && first <= 0xf4) {
            return within(second, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf) ? 4 : 0;
        }
        return 0;
    }

    private static boolean within(int value, int low, int high) {
        return value >= low && value <= high;
    }
}
