package io.sluice.config.text;

import java.util.Optional;
import java.util.regex.Pattern;

/** Paths of urls, as Kong wants them written in fields. */
public final class PathText {

    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9\\-._~!$&'()*+,;=:@/%]*");
    private static final Pattern TRIPLET = Pattern.compile("%[0-9A-Fa-f]{2}");

    private PathText() {}

    /** Why a text is no path, with {@code {value}} for the text; empty if it is one. */
    static Optional<String> reasonAgainst(String path) {
        if (!path.startsWith("/")) {
            return Optional.of("should start with: /");
        }
        if (path.contains("//")) {
            return Optional.of("must not have empty segments");
        }
        if (!isRfc3986(path)) {
            return Optional.of("invalid path: '{value}' (characters outside of the reserved list of RFC 3986 found)");
        }
        return badPercent(path).map(_ -> "invalid url-encoded value: '{value}'");
    }

    /** Whether it has no other characters than paths may have. */
    public static boolean isRfc3986(String path) {
        return CHARACTERS.matcher(path).matches();
    }

    /** The first percent sign that no two hexadecimal digits follow, with what follows it. */
    public static Optional<String> badPercent(String path) {
        String rest = TRIPLET.matcher(path).replaceAll("___");
        int at = rest.indexOf('%');
        return at < 0 ? Optional.empty() : Optional.of(rest.substring(at, Math.min(rest.length(), at + 3)));
    }
}
