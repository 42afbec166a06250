package io.sluice.router;

/**
 * Kong's normal form of a request path (router.md 3 of the design notes; RFC 3986 6.2.2 with Kong's own set of characters that stay
 * encoded). Strings hold bytes as ISO-8859-1 characters.
 *
 * <p>Every {@code %HH} that is not a reserved character is decoded, the others get upper-case digits; dot segments are removed
 * and never climb above the root; runs of slashes become one; a trailing slash stays.
 */
public final class PathNormalizer {

    private static final String STAYS_ENCODED = "!*'();:@&=+$,/?%#[]";

    private PathNormalizer() {}

    /** A path without query; already normal ones are returned as they are. */
    public static String normalize(String path) {
        String decoded = path.indexOf('%') < 0 ? path : decode(path);
        return needsCleaning(decoded) ? clean(decoded) : decoded;
    }

    private static String decode(String path) {
        StringBuilder out = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            int value = c == '%' ? octet(path, i + 1) : -1;
            if (value < 0) {
                out.append(c);
            } else if (STAYS_ENCODED.indexOf(value) >= 0) {
                out.append('%')
                        .append(Character.toUpperCase(path.charAt(i + 1)))
                        .append(Character.toUpperCase(path.charAt(i + 2)));
                i += 2;
            } else {
                out.append((char) value);
                i += 2;
            }
        }
        return out.toString();
    }

    /** The value of two hexadecimal digits at {@code at}, or -1. */
    private static int octet(String text, int at) {
        if (at + 1 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static boolean needsCleaning(String path) {
        return path.contains("//") || path.contains("/.");
    }

    /** Dot segments and empty segments, in one walk; the last segment decides about a trailing slash. */
    private static String clean(String path) {
        StringBuilder out = new StringBuilder(path.length());
        int at = 0;
        while (at < path.length()) {
            int end = path.indexOf('/', at + 1);
            if (end < 0) {
                end = path.length();
            }
            String segment = path.substring(path.charAt(at) == '/' ? at + 1 : at, end);
            boolean last = end == path.length();
            switch (segment) {
                case "" -> slash(out, last);
                case "." -> slash(out, last);
                case ".." -> {
                    out.setLength(Math.max(0, out.lastIndexOf("/")));
                    slash(out, last);
                }
                default -> out.append('/').append(segment);
            }
            at = end;
        }
        return out.toString();
    }

    private static void slash(StringBuilder out, boolean last) {
        if (last) {
            out.append('/');
        }
    }
}
