package io.sluice.router;

import io.sluice.api.ByteText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The path towards an upstream: the service's path joined with the request's, as Kong's table of {@code strip_path} says (router.md
 * 7.1). Strings hold bytes as ISO-8859-1 characters.
 */
public final class UpstreamPath {

    /** What goes upstream as it is; every other byte is percent-encoded. */
    private static final String PLAIN = "!#$&'()*+,/:;=?@[]-_.~%";

    private UpstreamPath() {}

    /** Unescaped. */
    static String join(RouteMatch match, String path, @Nullable String servicePath) {
        String base = servicePath == null ? "/" : ByteText.of(servicePath);
        String prefix = match.prefix();
        boolean strips = match.route().stripPath() && prefix != null;
        String post = withoutClimbing(prefix == null ? withoutSlash(path) : path.substring(prefix.length()));
        return switch (match.joining()) {
            case V0 -> strips ? stripped(base, path, post) : whole(base, path);
            case V1 -> strips ? meeting(base, post) : base + withoutSlash(path);
        };
    }

    private static String whole(String base, String path) {
        if (base.endsWith("/")) {
            return base + withoutSlash(path);
        }
        return path.equals("/") ? base : base + path;
    }

    private static String stripped(String base, String path, String post) {
        boolean slash = base.endsWith("/");
        if (post.isEmpty()) {
            return emptyRest(base, path, slash);
        }
        if (post.startsWith("/")) {
            return (slash ? base.substring(0, base.length() - 1) : base) + post;
        }
        return slash ? base + post : base + "/" + post;
    }

    /** One slash where two would meet; none where there is none. */
    private static String meeting(String base, String post) {
        return base.endsWith("/") && post.startsWith("/") ? base + post.substring(1) : base + post;
    }

    private static String withoutSlash(String path) {
        return path.substring(Math.min(1, path.length()));
    }

    /** The prefix was all of the path: whether a slash ends the result follows the request. */
    private static String emptyRest(String base, String path, boolean slash) {
        if (base.equals("/")) {
            return "/";
        }
        if (path.endsWith("/")) {
            return slash || path.length() == 1 ? base : base + "/";
        }
        return slash ? base.substring(0, base.length() - 1) : base;
    }

    /** What follows a stripped prefix must not lead above the service's path. */
    private static String withoutClimbing(String post) {
        if (post.equals(".") || post.equals("..")) {
            return "";
        }
        if (post.startsWith("./")) {
            return post.substring(2);
        }
        return post.startsWith("../") ? post.substring(3) : post;
    }

    /** Encodes for the wire. */
    public static String escape(String path) {
        int i = 0;
        while (i < path.length() && isPlain(path.charAt(i))) {
            i++;
        }
        if (i == path.length()) {
            return path;
        }
        StringBuilder out = new StringBuilder(path.length() + 16).append(path, 0, i);
        for (; i < path.length(); i++) {
            char c = path.charAt(i);
            if (isPlain(c)) {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return out.toString();
    }

    /** As it may stand in a header: control characters encoded. */
    public static String printable(String bytes) {
        boolean clean = bytes.chars().noneMatch(c -> c < ' ' || c == 0x7f);
        return clean ? bytes : escape(bytes);
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || PLAIN.indexOf(c) >= 0;
    }
}
