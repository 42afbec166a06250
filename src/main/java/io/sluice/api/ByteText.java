package io.sluice.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Between text and the form in which requests hold it: its UTF-8 bytes as ISO-8859-1 characters, in header values, arguments and
 * paths.
 */
public final class ByteText {

    private ByteText() {}

    /** The bytes of a text. */
    public static String of(String text) {
        return isAscii(text) ? text : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The text of bytes; empty if they are not UTF-8, so that no two values become one text. */
    public static Optional<String> decode(String bytes) {
        if (isAscii(bytes)) {
            return Optional.of(bytes);
        }
        try {
            ByteBuffer encoded = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(encoded).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /** A header value as text, whatever it is: UTF-8 if it is, else ISO-8859-1 (decision D11). */
    public static String ofHeader(String bytes) {
        return decode(bytes).orElse(bytes);
    }

    /** An argument as text, whatever it is: what is not UTF-8 becomes U+FFFD (decision D11). */
    public static String ofArgument(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
