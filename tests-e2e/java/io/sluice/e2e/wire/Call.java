package io.sluice.e2e.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A request, to be sent exactly so: nothing is added but the framing of its body, unless its fields say how it is framed.
 *
 * @param body null for none; with {@code Transfer-Encoding: chunked} it goes as one chunk
 * @param chunks null unless the body is to go in these chunks, {@code delay} apart
 */
public record Call(String method, String target, List<Field> fields, byte[] body, List<byte[]> chunks, Duration delay) {

    private static final byte[] CRLF = {'\r', '\n'};

    public static Call of(String method, String target, Field... fields) {
        return new Call(method, target, List.of(fields), null, null, Duration.ZERO);
    }

    public Call with(byte[] newBody) {
        return new Call(method, target, fields, newBody, null, delay);
    }

    public boolean expectsContinue() {
        return body != null && "100-continue".equalsIgnoreCase(new Fields(fields).joined("Expect"));
    }

    byte[] head() {
        List<Field> all = new ArrayList<>(fields);
        Fields given = new Fields(fields);
        if (chunks != null && !given.has("Transfer-Encoding")) {
            all.add(new Field("Transfer-Encoding", "chunked"));
        } else if (body != null && !given.has("Transfer-Encoding") && !given.has("Content-Length")) {
            all.add(new Field("Content-Length", Integer.toString(body.length)));
        }
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        all.forEach(f -> head.append(f.name()).append(": ").append(f.value()).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    void writeBody(OutputStream out) throws IOException, InterruptedException {
        boolean chunked = "chunked".equals(new Fields(fields).joined("Transfer-Encoding"));
        if (chunks != null) {
            for (byte[] one : chunks) {
                out.write(chunk(one));
                out.flush();
                Thread.sleep(delay);
            }
            out.write(chunk(new byte[0]));
        } else if (body != null && chunked) {
            if (body.length > 0) {
                out.write(chunk(body));
            }
            out.write(chunk(new byte[0]));
        } else if (body != null) {
            out.write(body);
        }
        out.flush();
    }

    private static byte[] chunk(byte[] bytes) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes(Integer.toHexString(bytes.length).getBytes(StandardCharsets.ISO_8859_1));
        chunk.writeBytes(CRLF);
        chunk.writeBytes(bytes);
        chunk.writeBytes(CRLF);
        return chunk.toByteArray();
    }

    @Override
    public String toString() {
        return method + " " + target + "\n" + new Fields(fields)
                + (body == null ? "" : "\n(" + body.length + " bytes)");
    }
}
