package io.sluice.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a query string or a form body, as nginx's Lua module reads them: names and values percent-decoded, {@code +}
 * is a blank, {@code a} alone is a flag, {@code a=} is empty, an argument without a name is dropped, what is beyond the limit is
 * ignored. Names and values are bytes as ISO-8859-1 characters. Immutable.
 */
public final class QueryArgs {

    /**
     * One argument.
     *
     * @param value null for a name without {@code =}
     */
    public record Arg(String name, @Nullable String value) {}

    private static final QueryArgs NONE = new QueryArgs(List.of());

    private final List<Arg> args;

    private QueryArgs(List<Arg> args) {
        this.args = args;
    }

    /**
     * Reads {@code a=1&b}.
     *
     * @param raw null or empty for none
     * @param limit how many arguments to read
     */
    public static QueryArgs parse(@Nullable String raw, int limit) {
        if (raw == null || raw.isEmpty()) {
            return NONE;
        }
        List<Arg> args = new ArrayList<>();
        int start = 0;
        while (start <= raw.length() && args.size() < limit) {
            int end = raw.indexOf('&', start);
            if (end < 0) {
                end = raw.length();
            }
            int equals = raw.indexOf('=', start);
            boolean valued = equals >= 0 && equals < end;
            String name = decode(raw, start, valued ? equals : end);
            if (!name.isEmpty()) {
                args.add(new Arg(name, valued ? decode(raw, equals + 1, end) : null));
            }
            start = end + 1;
        }
        return new QueryArgs(args);
    }

    /** All arguments in order, repeats kept. */
    public List<Arg> all() {
        return args;
    }

    /** The first argument of that name, which is text: names are compared with case, as UTF-8. */
    public Optional<Arg> first(String name) {
        String bytes = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        for (Arg arg : args) {
            if (arg.name.equals(bytes)) {
                return Optional.of(arg);
            }
        }
        return Optional.empty();
    }

    /** A percent sign that is not followed by two hexadecimal digits stands for itself. */
    private static String decode(String raw, int start, int end) {
        int i = start;
        while (i < end && raw.charAt(i) != '%' && raw.charAt(i) != '+') {
            i++;
        }
        if (i == end) {
            return raw.substring(start, end);
        }
        StringBuilder out = new StringBuilder(end - start).append(raw, start, i);
        for (; i < end; i++) {
            char c = raw.charAt(i);
            int high = c == '%' && i + 2 < end ? Character.digit(raw.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(raw.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                out.append((char) (high << 4 | low));
                i += 2;
            } else {
                out.append(c == '+' ? ' ' : c);
            }
        }
        return out.toString();
    }
}
