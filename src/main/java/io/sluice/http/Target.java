package io.sluice.http;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The request target (RFC 9112 3.2) by nginx's rules: origin form or absolute form, no control characters, every percent sign
 * followed by two digits, no NUL, and no path that climbs above the root.
 */
public final class Target {

    /**
     * What services read in different ways: an encoded slash or a backslash, one of them or a dot encoded twice, a {@code ;} at a dot
     * segment or before one.
     */
    private static final Pattern AMBIGUOUS = Pattern.compile(
            "%2f|%5c|\\\\|%25(2e|2f|5c)|/(\\.|%2e){1,2};|;[^/]*/(\\.|%2e){1,2}(;|/|$)", Pattern.CASE_INSENSITIVE);

    private Target() {}

    /** Host of an absolute target (null for the origin form), and path with query. */
    public record Parts(@Nullable String host, String pathAndQuery) {}

    public static Parts parse(String raw) throws Refusal {
        String host = null;
        String rest = raw;
        if (startsWithScheme(raw)) {
            int start = raw.indexOf("://") + 3;
            int end = start;
            while (end < raw.length() && "/?#".indexOf(raw.charAt(end)) < 0) {
                end++;
            }
            host = raw.substring(start, end);
            rest = end < raw.length() && raw.charAt(end) == '/' ? raw.substring(end) : "/" + raw.substring(end);
        }
        if (!rest.startsWith("/")) {
            throw new Refusal(400, "the target is neither a path nor absolute");
        }
        String target = encodeHighBytes(rest);
        int query = target.indexOf('?');
        checkPath(query < 0 ? target : target.substring(0, query));
        return new Parts(host, target);
    }

    /** Refuses a path that a guard and the service behind it may read in different ways. */
    public static void checkPlain(String pathAndQuery) throws Refusal {
        int query = pathAndQuery.indexOf('?');
        String path = query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
        if (AMBIGUOUS.matcher(path).find()) {
            throw new Refusal(400, "the path can be read in several ways");
        }
    }

    private static boolean startsWithScheme(String raw) {
        return raw.regionMatches(true, 0, "http://", 0, 7) || raw.regionMatches(true, 0, "https://", 0, 8);
    }

    private static String encodeHighBytes(String raw) throws Refusal {
        StringBuilder out = null;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c <= ' ' || c == 0x7f || c == '#') {
                throw new Refusal(400, "the target holds a character that must be encoded");
            }
            if (c >= 0x80) {
                if (out == null) {
                    out = new StringBuilder(raw.length() + 16).append(raw, 0, i);
                }
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            } else if (out != null) {
                out.append(c);
            }
        }
        return out == null ? raw : out.toString();
    }

    /** Walks the decoded path as nginx does; an encoded slash separates too. */
    private static void checkPath(String path) throws Refusal {
        int depth = 0;
        int dots = 0;
        boolean onlyDots = true;
        boolean empty = true;
        for (int i = 1; i <= path.length(); i++) {
            int c = '/';
            if (i < path.length()) {
                c = path.charAt(i);
                if (c == '%') {
                    c = octet(path, i + 1);
                    i += 2;
                }
            }
            if (c == '/') {
                if (onlyDots && dots == 2) {
                    depth--;
                } else if (!empty && !(onlyDots && dots == 1)) {
                    depth++;
                }
                if (depth < 0) {
                    throw new Refusal(400, "the path climbs above the root");
                }
                dots = 0;
                onlyDots = true;
                empty = true;
            } else {
                empty = false;
                dots++;
                onlyDots &= c == '.';
            }
        }
    }

    private static int octet(String path, int at) throws Refusal {
        int high = at + 1 < path.length() + 0 ? Character.digit(path.charAt(at), 16) : -1;
        int low = high >= 0 ? Character.digit(path.charAt(at + 1), 16) : -1;
        if (low < 0) {
            throw new Refusal(400, "a percent sign without two digits");
        }
        if (high == 0 && low == 0) {
            throw new Refusal(400, "an encoded NUL");
        }
        return high << 4 | low;
    }
}
