package io.sluice.e2e.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads HTTP/1.1 messages exactly as they come, and says where they break the rules instead of mending them. */
public final class MessageReader {

    private static final int LONGEST_LINE = 1 << 20;

    private final InputStream in;
    private long firstBodyByte;

    public MessageReader(InputStream in) {
        this.in = new BufferedInputStream(in, 64 << 10);
    }

    /** The next {@code count} bytes, without taking them; fewer at the end of the stream. */
    public String peek(int count) throws IOException {
        in.mark(count);
        String bytes = new String(in.readNBytes(count), StandardCharsets.ISO_8859_1);
        in.reset();
        return bytes;
    }

    /** All that comes until the end of the stream. */
    public byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    /** The next head; null where the stream ends before its first byte. */
    public Head head() throws IOException {
        String startLine = line(true);
        if (startLine == null) {
            return null;
        }
        return new Head(startLine, fields());
    }

    private Fields fields() throws IOException {
        List<Field> fields = new ArrayList<>();
        for (String line = line(false); !line.isEmpty(); line = line(false)) {
            int colon = line.indexOf(':');
            if (colon < 1 || !line.substring(0, colon).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                throw new Broken("no header line: " + line);
            }
            fields.add(new Field(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new Fields(fields);
    }

    /** One line, without its CRLF. */
    private String line(boolean mayEnd) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
                    throw new Broken("a line that ends without CR: " + line);
                }
                return line.substring(0, line.length() - 1);
            }
            line.append((char) b);
            if (line.length() > LONGEST_LINE) {
                throw new Broken("a line without an end");
            }
        }
        if (mayEnd && line.isEmpty()) {
            return null;
        }
        throw new Broken("the stream ends inside a line: " + line);
    }

    /** Reads the body of a request; one without framing has none. */
    public Body requestBody(Head head, OutputStream sink) throws IOException {
        boolean framed = head.fields().has("Content-Length") || head.fields().has("Transfer-Encoding");
        return framed ? body(head.fields(), sink) : Body.NONE;
    }

    /** Reads the body of a response to {@code method}; without framing it ends with the stream. */
    public Body responseBody(String method, Head head, OutputStream sink) throws IOException {
        int status = head.status();
        boolean none = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
        return none ? Body.NONE : body(head.fields(), sink);
    }

    private Body body(Fields fields, OutputStream sink) throws IOException {
        Sink counted = new Sink(sink);
        Fields trailers = Fields.NONE;
        String fault = null;
        try {
            trailers = framed(fields, counted);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (Broken e) {
            fault = e.getMessage();
        } catch (IOException e) {
            fault = "cut: " + e.getMessage();
        }
        return new Body(counted.length, trailers, fault);
    }

    private Fields framed(Fields fields, Sink sink) throws IOException {
        List<String> codings = fields.all("Transfer-Encoding");
        List<String> lengths = fields.all("Content-Length");
        if (!codings.isEmpty() && !lengths.isEmpty() || codings.size() > 1 || lengths.size() > 1) {
            throw new Broken("framed more than once: " + codings + lengths);
        }
        if (!codings.isEmpty()) {
            if (!codings.getFirst().equals("chunked")) {
                throw new Broken("coding " + codings.getFirst());
            }
            return chunks(sink);
        }
        if (!lengths.isEmpty()) {
            if (!lengths.getFirst().matches("\\d{1,18}")) {
                throw new Broken("length " + lengths.getFirst());
            }
            copy(Long.parseLong(lengths.getFirst()), sink);
        } else {
            copy(Long.MAX_VALUE, sink);
        }
        return Fields.NONE;
    }

    private Fields chunks(Sink sink) throws IOException {
        while (true) {
            String size = line(false).split(";", 2)[0].strip();
            if (!size.matches("[0-9A-Fa-f]{1,15}")) {
                throw new Broken("chunk size " + size);
            }
            long length = Long.parseLong(size, 16);
            if (length == 0) {
                return fields();
            }
            copy(length, sink);
            if (!line(false).isEmpty()) {
                throw new Broken("a chunk longer than it says");
            }
        }
    }

    /** Copies {@code length} bytes; the largest number means: to the end of the stream. */
    private void copy(long length, Sink sink) throws IOException {
        byte[] buffer = new byte[(int) Math.min(length, 64 << 10)];
        long left = length;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                if (length == Long.MAX_VALUE) {
                    return;
                }
                throw new Broken("ends " + left + " bytes early");
            }
            if (firstBodyByte == 0) {
                firstBodyByte = System.nanoTime();
            }
            sink.write(buffer, read);
            left -= read;
        }
    }

    /** When the first byte of a body came, as {@link System#nanoTime}; 0 if none has. */
    public long firstBodyByte() {
        return firstBodyByte;
    }

    /** Counts; what its target throws is not a fault of the message. */
    private static final class Sink {
        private final OutputStream target;
        private long length;

        Sink(OutputStream target) {
            this.target = target;
        }

        void write(byte[] bytes, int count) throws IOException {
            target.write(bytes, 0, count);
            length += count;
        }
    }
}
