package io.sluice.records;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes JSON as UTF-8 bytes into one growing array. */
final class JsonOut {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    /** What follows the backslash for each ASCII character that needs one; 'u' for the long form; 0 for the others. */
    private static final byte[] ESCAPES = new byte[128];
    /** How many bytes more than one each byte takes inside a string. */
    private static final byte[] EXTRA = new byte[256];

    static {
        Arrays.fill(ESCAPES, 0, 32, (byte) 'u');
        ESCAPES[0x7f] = 'u';
        ESCAPES['"'] = '"';
        ESCAPES['\\'] = '\\';
        ESCAPES['\b'] = 'b';
        ESCAPES['\f'] = 'f';
        ESCAPES['\n'] = 'n';
        ESCAPES['\r'] = 'r';
        ESCAPES['\t'] = 't';
        for (int c = 0; c < ESCAPES.length; c++) {
            EXTRA[c] = (byte) (ESCAPES[c] == 0 ? 0 : ESCAPES[c] == 'u' ? 5 : 1);
        }
    }

    private byte[] bytes;
    private int length;

    JsonOut(int expectedLength) {
        bytes = new byte[expectedLength];
    }

    /** ASCII, as it is. */
    JsonOut raw(String ascii) {
        reserve(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    JsonOut raw(byte[] json) {
        reserve(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        return this;
    }

    /** A string. */
    JsonOut text(String text) {
        return utf8(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A string from bytes that are valid UTF-8. */
    JsonOut utf8(byte[] utf8) {
        return utf8(utf8, 0);
    }

    /** The same, making room at once for {@code more} bytes that will follow: a large body is then allocated and copied once. */
    JsonOut utf8(byte[] utf8, int more) {
        int escaped = utf8.length + 2;
        for (byte b : utf8) {
            escaped += EXTRA[b & 0xff];
        }
        reserve(escaped + more);
        bytes[length++] = '"';
        for (byte b : utf8) {
            if (EXTRA[b & 0xff] == 0) {
                bytes[length++] = b;
            } else {
                escape(b, ESCAPES[b]);
            }
        }
        bytes[length++] = '"';
        return this;
    }

    private void escape(byte b, byte escape) {
        bytes[length++] = '\\';
        bytes[length++] = escape;
        if (escape == 'u') {
            bytes[length++] = '0';
            bytes[length++] = '0';
            bytes[length++] = HEX[b >> 4];
            bytes[length++] = HEX[b & 15];
        }
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length + (bytes.length >> 1)));
        }
    }

    byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
