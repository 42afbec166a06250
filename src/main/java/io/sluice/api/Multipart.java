package io.sluice.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The parts of a {@code multipart/form-data} body (RFC 7578, RFC 2046 5.1). The content of a part is kept byte for byte between
 * its header block and the line end before the next boundary.
 */
public final class Multipart {

    /**
     * One named part.
     *
     * @param name bytes as ISO-8859-1 characters
     */
    public record Part(String name, byte[] content) {}

    private static final String DISPOSITION = "content-disposition:";

    private Multipart() {}

    /**
     * Reads all named parts, in order; preamble, epilogue and parts without a name are left out. A body that ends without the
     * closing boundary ends its last part.
     *
     * @throws IllegalArgumentException if the boundary does not occur in a body that is not empty
     */
    public static List<Part> parse(byte[] body, String boundary) {
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        List<Part> parts = new ArrayList<>();
        int at = delimiter(body, delimiter, 0);
        if (at < 0) {
            if (body.length > 0) {
                throw new IllegalArgumentException("the boundary does not occur in the body");
            }
            return parts;
        }
        while (at >= 0 && !closes(body, at + delimiter.length)) {
            int start = afterLine(body, at + delimiter.length);
            int next = delimiter(body, delimiter, start);
            addPart(body, start, next < 0 ? body.length : beforeLineEnd(body, next), parts);
            at = next;
        }
        return parts;
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

    /** Header lines may be folded (RFC 822 3.1.1); only Content-Disposition counts. */
    private static void addPart(byte[] body, int start, int end, List<Part> parts) {
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
        MediaType.parameter(disposition.toString(), "name").ifPresent(name -> parts.add(new Part(name, content)));
    }
}
