package io.sluice.wire;

import io.sluice.api.Headers;
import io.sluice.http.HeadRules;
import io.sluice.http.Refusal;
import io.sluice.http.RequestHead;
import io.sluice.http.Target;
import io.sluice.settings.ClientLimits;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of an HTTP/1 request and refuses what nginx refuses (RFC 9112). Strict where two readers might disagree about
 * where a request ends, since here a smuggled request would be a smuggled record.
 */
final class HeadReader {

    private static final int MOST_BLANK_LINES = 8;

    private final ConnectionInput in;
    private final ClientLimits limits;
    private final Headers headers = new Headers();
    private String method = "";
    private String target = "";
    private String version = "1.1";

    HeadReader(ConnectionInput in, ClientLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /** A request, for which it is used once; the caller knows that a byte is there. Blank lines before it are skipped. */
    RequestHead read() throws Refusal, IOException {
        long start = in.consumed();
        try {
            return head(start);
        } catch (Refusal e) {
            throw e.after(RequestHead.seen(method, target, version, headers, in.consumed() - start));
        }
    }

    private RequestHead head(long start) throws Refusal, IOException {
        long until = ConnectionInput.deadline(limits.patience().head());
        String line = requestLine(until);
        int methodEnd = line.indexOf(' ');
        int versionStart = line.lastIndexOf(' ');
        if (methodEnd <= 0 || versionStart == methodEnd) {
            target = line;
            throw new Refusal(400, "the request line is not `METHOD TARGET HTTP/1.1`");
        }
        method = line.substring(0, methodEnd);
        target = line.substring(methodEnd + 1, versionStart);
        version = version(line.substring(versionStart + 1));
        HeadRules.checkMethod(method);
        Target.Parts parts = Target.parse(target);
        target = parts.pathAndQuery();
        if (!limits.head().ambiguous()) {
            Target.checkPlain(target);
        }
        readHeaders(until);
        return judged(parts.host(), in.consumed() - start);
    }

    private String requestLine(long until) throws Refusal, IOException {
        try {
            String line = "";
            for (int blanks = 0; line.isEmpty(); blanks++) {
                if (blanks > MOST_BLANK_LINES) {
                    throw new Refusal(400, "too many blank lines");
                }
                line = in.line(limits.head().requestLine(), until, true);
            }
            return line;
        } catch (ConnectionInput.LineTooLong _) {
            throw new Refusal(414, "the request line is too long");
        }
    }

    private String version(String written) throws Refusal {
        if (written.equals("HTTP/1.1")) {
            return "1.1";
        }
        if (written.equals("HTTP/1.0")) {
            return "1.0";
        }
        boolean wellFormed = written.length() == 8 && written.startsWith("HTTP/") && written.charAt(6) == '.';
        if (wellFormed) {
            version = written.substring("HTTP/".length());
        }
        throw new Refusal(wellFormed ? 505 : 400, "not a version of HTTP that is spoken here");
    }

    private void readHeaders(long until) throws Refusal, IOException {
        int total = 0;
        try {
            while (true) {
                String line = in.line(limits.head().line(), until, true);
                if (line.isEmpty()) {
                    return;
                }
                total += line.length() + 2;
                if (total > limits.head().total()) {
                    throw new Refusal(494, "the headers are too large");
                }
                int colon = line.indexOf(':');
                if (colon <= 0) {
                    throw new Refusal(400, "a header line without a name");
                }
                String value = trimmed(line, colon + 1);
                HeadRules.addField(
                        headers, line.substring(0, colon), value, limits.head().underscores());
            }
        } catch (ConnectionInput.LineTooLong _) {
            throw new Refusal(494, "a header is too large");
        }
    }

    /** Without blanks and tabs around it; other blanks are part of a value. */
    private static String trimmed(String line, int from) {
        int start = from;
        int end = line.length();
        while (start < end && isBlank(line.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** {@code targetHost} is that of an absolute target, else null. */
    private RequestHead judged(@Nullable String targetHost, long bytes) throws Refusal {
        boolean old = version.equals("1.0");
        String connection = String.join(",", headers.all("Connection")).toLowerCase(Locale.ROOT);
        boolean keepAlive = !connection.contains("close") && (!old || connection.contains("keep-alive"));
        boolean waits =
                !old && "100-continue".equalsIgnoreCase(headers.first("Expect").orElse(""));
        long length = bodyLength(headers, old);
        if (limits.body() > 0 && length > limits.body()) {
            throw new Refusal(413, "the body is too large");
        }
        String host = host(headers, old);
        if (targetHost != null) {
            HeadRules.checkHost(targetHost);
            host = targetHost;
        }
        HeadRules.checkAnswered(method);
        return new RequestHead(method, target, version, host, headers, length, waits, keepAlive, bytes);
    }

    private static String host(Headers headers, boolean old) throws Refusal {
        List<String> hosts = headers.all("Host");
        if (hosts.isEmpty() && old) {
            return "";
        }
        if (hosts.size() != 1) {
            throw new Refusal(400, "there must be one Host");
        }
        HeadRules.checkHost(hosts.getFirst());
        return hosts.getFirst();
    }

    /** -1 for chunked. Whatever two readers could read in two ways is refused (RFC 9112 6.1, 6.3). */
    private static long bodyLength(Headers headers, boolean old) throws Refusal {
        List<String> codings = headers.all("Transfer-Encoding");
        if (codings.isEmpty()) {
            return Math.max(0, HeadRules.contentLength(headers));
        }
        if (old || headers.contains("Content-Length") || codings.size() > 1) {
            throw new Refusal(400, "Transfer-Encoding where it cannot be");
        }
        if (!codings.getFirst().equalsIgnoreCase("chunked")) {
            throw new Refusal(501, "a transfer coding other than chunked");
        }
        return -1;
    }
}
