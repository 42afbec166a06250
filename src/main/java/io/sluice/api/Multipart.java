package io.sluice.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a {@code multipart/form-data} body (RFC 7578, RFC 2046 5.1). The content of a part is kept byte for byte between
 * its header block and the line end before the next boundary. Taking a part away or adding one makes another body, in which all
 * that is left stays as it was sent. Immutable.
 */
public final class Multipart {

    /**
     * One named part.
     *
     * @param name bytes as ISO-8859-1 characters
     */
    public record Part(String name, byte[] content) {}

    private static final String DISPOSITION = "content-disposition:";

    /**
     * What is sent as it is: a part with the delimiter before and the line end behind it, or what lies around the parts.
     *
     * @param part null if there is none with a name
     */
    private record Slice(
            byte[] source, int start, int end, @Nullable Part part) {}

    private final byte[] delimiter;
    private final List<Slice> slices;
    private final Slice end;

    /** {@code end} is the closing delimiter and what follows. */
    private Multipart(byte[] delimiter, List<Slice> slices, Slice end) {
        this.delimiter = delimiter;
        this.slices = slices;
        this.end = end;
    }

    /** The {@link #parts} of {@link #of}. */
    public static List<Part> parse(byte[] body, String boundary) {
        return of(body, boundary).parts();
    }

    /**
     * Reads a body, which must not change afterwards. One that ends without the closing boundary ends its last part.
     *
     * @throws IllegalArgumentException if the boundary does not occur in a body that is not empty
     */
    public static Multipart of(byte[] body, String boundary) {
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        int at = delimiter(body, delimiter, 0);
        if (at < 0 && body.length > 0) {
            throw new IllegalArgumentException("the boundary does not occur in the body");
        }
        List<Slice> slices = new ArrayList<>();
        slices.add(new Slice(body, 0, Math.max(at, 0), null));
        while (at >= 0 && !closes(body, at + delimiter.length)) {
            int start = afterLine(body, at + delimiter.length);
            int next = delimiter(body, delimiter, start);
            if (next < 0) {
                slices.add(unended(body, at, part(body, start, body.length)));
            } else {
                slices.add(new Slice(body, at, next, part(body, start, beforeLineEnd(body, next))));
            }
            at = next;
        }
        return new Multipart(delimiter, slices, at < 0 ? closing(delimiter) : new Slice(body, at, body.length, null));
    }

    /** A last part without a boundary behind it gets the line end that belongs to one. */
    private static Slice unended(byte[] body, int at, @Nullable Part part) {
        byte[] ended = Arrays.copyOfRange(body, at, body.length + 2);
        ended[ended.length - 2] = '\r';
        ended[ended.length - 1] = '\n';
        return new Slice(ended, 0, ended.length, part);
    }

    private static Slice closing(byte[] delimiter) {
        byte[] closing = Arrays.copyOf(delimiter, delimiter.length + 4);
        System.arraycopy(new byte[] {'-', '-', '\r', '\n'}, 0, closing, delimiter.length, 4);
        return new Slice(closing, 0, closing.length, null);
    }

    /** All named parts, in order; preamble, epilogue and parts without a name are left out. */
    public List<Part> parts() {
        return slices.stream().map(Slice::part).filter(Objects::nonNull).toList();
    }

    /** The same without {@code part}, one of {@link #parts} as it was given there. */
    public Multipart without(Part part) {
        return new Multipart(
                delimiter,
                slices.stream().filter(slice -> !part.equals(slice.part)).toList(),
                end);
    }

    /**
     * The same with one more part at the end: a field without a file name or type.
     *
     * @param name bytes as ISO-8859-1 characters; quotes and line ends are percent-encoded, as browsers do
     * @throws IllegalArgumentException if a line of {@code content} begins with the boundary
     */
    public Multipart with(String name, byte[] content) {
        if (delimiter(content, delimiter, 0) >= 0) {
            throw new IllegalArgumentException("the boundary occurs in the content");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 128);
        out.writeBytes(delimiter);
        String quoted = name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
        String head = "\r\nContent-Disposition: form-data; name=\"" + quoted + "\"\r\n\r\n";
        out.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(content);
        out.write('\r');
        out.write('\n');
        List<Slice> more = new ArrayList<>(slices);
        more.add(new Slice(out.toByteArray(), 0, out.size(), new Part(name, content.clone())));
        return new Multipart(delimiter, more, end);
    }

    /** The body, with a closing boundary. */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Slice slice : slices) {
            out.write(slice.source, slice.start, slice.end - slice.start);
        }
        out.write(end.source, end.start, end.end - end.start);
        return out.toByteArray();
    }

    /** The next delimiter that begins a line and is followed by a line end, blanks or {@code --}; -1 if there is none. */
    private static int delimiter(byte[] body, byte[] delimiter, int from) {
        for (int i = from; i + delimiter.length <= body.length; i++) {
            boolean lineStart = i == 0 || body[i - 1] == '\n';
            if (lineStart
                    && Arrays.equals(body, i, i + delimiter.length, delimiter, 0, delimiter.length)
                    && endsDelimiter(body, i + delimiter.length)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean endsDelimiter(byte[] body, int at) {
        if (at >= body.length || closes(body, at)) {
            return true;
        }
        return body[at] == '\r' || body[at] == '\n' || body[at] == ' ' || body[at] == '\t';
    }

    private static boolean closes(byte[] body, int at) {
        return at + 1 < body.length && body[at] == '-' && body[at + 1] == '-';
    }

    private static int afterLine(byte[] body, int from) {
        int i = from;
        while (i < body.length && body[i] != '\n') {
            i++;
        }
        return Math.min(body.length, i + 1);
    }

    private static int beforeLineEnd(byte[] body, int next) {
        int end = next - 1;
        return end > 0 && body[end - 1] == '\r' ? end - 1 : end;
    }

    /** Null if it has no name. Header lines may be folded (RFC 822 3.1.1); only Content-Disposition counts. */
    private static @Nullable Part part(byte[] body, int start, int end) {
        int at = start;
        StringBuilder disposition = new StringBuilder();
        boolean inside = false;
        while (at < end) {
            int lineEnd = at;
            while (lineEnd < end && body[lineEnd] != '\n') {
                lineEnd++;
            }
            boolean folded = body[at] == ' ' || body[at] == '\t';
            String line = new String(body, at, lineEnd - at, StandardCharsets.ISO_8859_1).strip();
            at = Math.min(end, lineEnd + 1);
            if (line.isEmpty()) {
                break;
            }
            if (!folded) {
                inside = line.regionMatches(true, 0, DISPOSITION, 0, DISPOSITION.length());
                disposition.setLength(inside ? 0 : disposition.length());
            }
            if (inside) {
                disposition.append(line).append(' ');
            }
        }
        byte[] content = Arrays.copyOfRange(body, at, Math.max(at, end));
        return MediaType.parameter(disposition.toString(), "name")
                .map(name -> new Part(name, content))
                .orElse(null);
    }
}
