package io.sluice.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a query string or a form body, as nginx's Lua module reads them: names and values percent-decoded, {@code +}
 * is a blank, {@code a} alone is a flag, {@code a=} is empty, an argument without a name is dropped (and counted), what is beyond
 * the limit is ignored. Names and values are bytes as ISO-8859-1 characters. Immutable.
 */
public final class QueryArgs {

    /**
     * One argument.
     *
     * @param value null for a name without {@code =}
     */
    public record Arg(String name, @Nullable String value) {}

    /** What stays as it is beside letters and digits: in nginx's component escape, and in the URL standard's form encoding. */
    private static final String LUA_PLAIN = "!'()*-._~";

    private static final String FORM_PLAIN = "*-._";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

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
        for (int read = 0; start <= raw.length() && read < limit; read++) {
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

    /**
     * Writes arguments as nginx's Lua module does, in the order given: {@code a=1&b}, a blank as {@code %20}. Only letters, digits
     * and {@code !'()*-._~} stay as they are.
     */
    public static String encode(List<Arg> args) {
        StringBuilder out = new StringBuilder();
        for (Arg arg : args) {
            out.append(out.isEmpty() ? "" : "&");
            encode(arg.name, LUA_PLAIN, out);
            if (arg.value != null) {
                encode(arg.value, LUA_PLAIN, out.append('='));
            }
        }
        return out.toString();
    }

    /**
     * Writes arguments as {@code kong.service.request.set_query} does: as {@link #encode}, but sorted by what is written, those of
     * one name together in the order given.
     */
    public static String encodeSorted(List<Arg> args) {
        Map<String, List<Arg>> byName = new HashMap<>();
        args.forEach(
                arg -> byName.computeIfAbsent(arg.name, _ -> new ArrayList<>(1)).add(arg));
        return byName.values().stream().map(QueryArgs::encode).sorted().collect(Collectors.joining("&"));
    }

    /**
     * A query or form without the arguments of one name, as {@code kong.service.request.clear_query_arg} leaves it: all others in
     * their order, however many, encoded anew as the URL standard's URLSearchParams do, but a blank as {@code %20}. So a flag
     * {@code a} becomes {@code a=}.
     *
     * @param name text, compared with case, as UTF-8
     * @return empty if no argument is left
     */
    public static String without(String raw, String name) {
        String gone = ByteText.of(name);
        StringBuilder out = new StringBuilder(raw.length());
        for (String arg : raw.split("&", -1)) {
            int equals = arg.indexOf('=');
            String itsName = decode(arg, 0, equals < 0 ? arg.length() : equals);
            if (!arg.isEmpty() && !itsName.equals(gone)) {
                encode(itsName, FORM_PLAIN, out.append(out.isEmpty() ? "" : "&"));
                encode(equals < 0 ? "" : decode(arg, equals + 1, arg.length()), FORM_PLAIN, out.append('='));
            }
        }
        return out.toString();
    }

    /** All arguments in order, repeats kept. */
    public List<Arg> all() {
        return args;
    }

    /** The first argument of that name, which is text: names are compared with case, as UTF-8. */
    public Optional<Arg> first(String name) {
        String bytes = ByteText.of(name);
        for (Arg arg : args) {
            if (arg.name.equals(bytes)) {
                return Optional.of(arg);
            }
        }
        return Optional.empty();
    }

    /** All arguments of that name, in order; names as for {@link #first}. */
    public List<Arg> all(String name) {
        String bytes = ByteText.of(name);
        return args.stream().filter(arg -> arg.name.equals(bytes)).toList();
    }

    private static void encode(String bytes, String plain, StringBuilder out) {
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (alphanumeric || plain.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HEX.toHexDigits((byte) c));
            }
        }
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
