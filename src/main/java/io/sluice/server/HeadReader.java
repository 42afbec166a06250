package io.sluice.server;

import io.sluice.api.Headers;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Reads the head of a request and refuses what nginx refuses (proxy.md 1.5 of the design notes; RFC 9112). Strict where two readers
 * might disagree about where a request ends, since here a smuggled request would be a smuggled record.
 */
final class HeadReader {

    private final ConnectionInput in;
    private final ServerLimits limits;

    HeadReader(ConnectionInput in, ServerLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /** The next request; the caller knows that a byte is there. Blank lines before it are skipped. */
    RequestHead read() throws Refusal, IOException {
        long start = in.consumed();
        long until = System.nanoTime() + limits.headTime().toNanos();
        String line = requestLine(until);
        int methodEnd = line.indexOf(' ');
        int versionStart = line.lastIndexOf(' ');
        if (methodEnd <= 0 || versionStart == methodEnd) {
            throw new Refusal(400, "the request line is not `METHOD TARGET HTTP/1.1`");
        }
        String method = line.substring(0, methodEnd);
        String version = version(line.substring(versionStart + 1));
        checkMethod(method);
        Target.Parts target = Target.parse(line.substring(methodEnd + 1, versionStart));
        Headers headers = headers(until);
        return judged(method, version, target, headers, in.consumed() - start);
    }

    private String requestLine(long until) throws Refusal, IOException {
        try {
            String line = "";
            for (int blanks = 0; line.isEmpty(); blanks++) {
                if (blanks > 8) {
                    throw new Refusal(400, "too many blank lines");
                }
                line = in.line(limits.requestLine(), until, true);
            }
            return line;
        } catch (ConnectionInput.LineTooLong e) {
            throw new Refusal(414, "the request line is too long");
        }
    }

    private static String version(String version) throws Refusal {
        if (version.equals("HTTP/1.1")) {
            return "1.1";
        }
        if (version.equals("HTTP/1.0")) {
            return "1.0";
        }
        boolean wellFormed = version.length() == 8 && version.startsWith("HTTP/") && version.charAt(6) == '.';
        throw new Refusal(wellFormed ? 505 : 400, "not a version of HTTP that is spoken here");
    }

    /** nginx: upper-case letters, dash and underscore. */
    private static void checkMethod(String method) throws Refusal {
        for (int i = 0; i < method.length(); i++) {
            char c = method.charAt(i);
            if ((c < 'A' || c > 'Z') && c != '_' && c != '-') {
                throw new Refusal(400, "not a method");
            }
        }
        if (method.equals("TRACE")) {
            throw new Refusal(405, "TRACE is not answered");
        }
        if (method.equals("CONNECT")) {
            throw new Refusal(400, "CONNECT is not answered");
        }
    }

    private Headers headers(long until) throws Refusal, IOException {
        Headers headers = new Headers();
        int total = 0;
        try {
            while (true) {
                String line = in.line(limits.headerLine(), until, true);
                if (line.isEmpty()) {
                    return headers;
                }
                total += line.length() + 2;
                if (total > limits.head()) {
                    throw new Refusal(494, "the headers are too large");
                }
                addField(headers, line);
            }
        } catch (ConnectionInput.LineTooLong e) {
            throw new Refusal(494, "a header is too large");
        }
    }

    private static void addField(Headers headers, String line) throws Refusal {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            throw new Refusal(400, "a header line without a name");
        }
        boolean known = true;
        for (int i = 0; i < colon; i++) {
            char c = line.charAt(i);
            if (c <= ' ' || c >= 0x7f || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
                throw new Refusal(400, "a header name with a character that is not allowed");
            }
            known &= Character.isLetterOrDigit(c) || c == '-' || c == '_';
        }
        int start = colon + 1;
        int end = line.length();
        while (start < end && isBlank(line.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(line.charAt(end - 1))) {
            end--;
        }
        for (int i = start; i < end; i++) {
            char c = line.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new Refusal(400, "a header value with a control character");
            }
        }
        if (known) { // nginx drops the others without a word
            headers.add(line.substring(0, colon), line.substring(start, end));
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private RequestHead judged(String method, String version, Target.Parts target, Headers headers, long bytes)
            throws Refusal {
        boolean old = version.equals("1.0");
        String connection = String.join(",", headers.all("Connection")).toLowerCase(Locale.ROOT);
        boolean keepAlive = !old && !connection.contains("close");
        boolean waits =
                !old && "100-continue".equalsIgnoreCase(headers.first("Expect").orElse(""));
        long length = bodyLength(headers, old);
        if (limits.body() > 0 && length > limits.body()) {
            throw new Refusal(413, "the body is too large");
        }
        String host = host(headers, old);
        return new RequestHead(
                method,
                target.pathAndQuery(),
                version,
                target.host() == null ? host : target.host(),
                headers,
                length,
                waits,
                keepAlive,
                bytes);
    }

    private static String host(Headers headers, boolean old) throws Refusal {
        List<String> hosts = headers.all("Host");
        if (hosts.isEmpty() && old) {
            return "";
        }
        if (hosts.size() != 1 || hosts.getFirst().isEmpty()) {
            throw new Refusal(400, "there must be one Host");
        }
        String host = hosts.getFirst();
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c <= ' ' || c == 0x7f || "/\\?#@,\"<>".indexOf(c) >= 0) {
                throw new Refusal(400, "the Host holds a character that is not allowed");
            }
        }
        return host;
    }

    /** -1 for chunked. Whatever two readers could read in two ways is refused (RFC 9112 6.1, 6.3). */
    private static long bodyLength(Headers headers, boolean old) throws Refusal {
        List<String> lengths = headers.all("Content-Length");
        List<String> codings = headers.all("Transfer-Encoding");
        if (!codings.isEmpty()) {
            if (old || !lengths.isEmpty() || codings.size() > 1) {
                throw new Refusal(400, "Transfer-Encoding where it cannot be");
            }
            if (!codings.getFirst().equalsIgnoreCase("chunked")) {
                throw new Refusal(501, "a transfer coding other than chunked");
            }
            return -1;
        }
        if (lengths.isEmpty()) {
            return 0;
        }
        String length = lengths.getFirst();
        if (lengths.size() > 1 || length.isEmpty() || length.length() > 18) {
            throw new Refusal(400, "there must be one Content-Length");
        }
        for (int i = 0; i < length.length(); i++) {
            if (length.charAt(i) < '0' || length.charAt(i) > '9') {
                throw new Refusal(400, "Content-Length is not a number");
            }
        }
        return Long.parseLong(length);
    }
}
