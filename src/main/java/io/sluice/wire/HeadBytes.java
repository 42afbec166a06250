package io.sluice.wire;

import io.helidon.http.Status;
import io.sluice.api.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The head of an answer as HTTP/1.1 writes it. Bytes from 0x80 go out as they are; what could end a line is escaped, as OpenResty does. */
public final class HeadBytes {

    private HeadBytes() {}

    public static byte[] of(int status, @Nullable String reason, Headers headers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        ascii(out, "HTTP/1.1 " + status + " ");
        text(out, reason == null ? usualReason(status) : reason);
        ascii(out, "\r\n");
        headers.forEach((name, value) -> {
            text(out, name);
            ascii(out, ": ");
            text(out, value);
            ascii(out, "\r\n");
        });
        ascii(out, "\r\n");
        return out.toByteArray();
    }

    static String usualReason(int status) {
        return Status.create(status).reasonPhrase();
    }

    private static void ascii(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(safe(text).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Without line ends and NUL; characters that are no bytes become question marks when they are written. */
    static String safe(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                return text.replace("\r", "%0D").replace("\n", "%0A").replace("\0", "%00");
            }
        }
        return text;
    }
}
