package io.sluice.router;

import io.sluice.api.entity.Route;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The path towards an upstream: the service's path joined with the request's, as Kong's table of {@code strip_path} says. The
 * default router knows {@code path_handling} v0 alone. Strings hold bytes as ISO-8859-1 characters.
 */
public final class UpstreamPath {

    /** What goes upstream as it is; every other byte is percent-encoded. */
    private static final String PLAIN = "!#$&'()*+,/:;=?@[]-_.~%";

    private UpstreamPath() {}

    /**
     * Joins the two, unescaped.
     *
     * @param path of the request, normalised
     * @param prefix the part of {@code path} that a value of the route's {@code paths} matched, as {@link RouteMatch#prefix()};
     *     null if the route has none
     * @param servicePath null for none
     */
    public static String join(Route route, String path, @Nullable String prefix, @Nullable String servicePath) {
        String base = servicePath == null ? "/" : bytes(servicePath);
        String post = prefix == null
                ? path.substring(Math.min(1, path.length()))
                : path.substring(bytes(prefix).length());
        boolean strip = route.stripPath() && prefix != null;
        post = withoutClimbing(post);
        boolean slash = base.endsWith("/");
        if (!strip) {
            if (slash) {
                return base + path.substring(Math.min(1, path.length()));
            }
            return path.equals("/") ? base : base + path;
        }
        if (post.isEmpty()) {
            return emptyRest(base, path, slash);
        }
        if (post.startsWith("/")) {
            return (slash ? base.substring(0, base.length() - 1) : base) + post;
        }
        return slash ? base + post : base + "/" + post;
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

    /** Text as it may stand in a header: its UTF-8 bytes, control characters encoded. */
    public static String printable(String text) {
        String bytes = bytes(text);
        boolean clean = bytes.chars().noneMatch(c -> c < ' ' || c == 0x7f);
        return clean ? bytes : escape(bytes);
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || PLAIN.indexOf(c) >= 0;
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
