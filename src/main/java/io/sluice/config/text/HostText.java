package io.sluice.config.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host as Kong reads one: an IPv4 address, an IPv6 address with or without brackets, or a name, each perhaps with a port. What it is
 * meant to be follows from its look, as in Kong: with two colons it is IPv6, of digits and dots alone IPv4. Names may hold underscores and
 * begin with a hyphen, since Docker's do; a dot may end them.
 *
 * @param port null if there is none
 */
public record HostText(Kind kind, @Nullable Integer port) {

    /** What a host is. */
    public enum Kind {
        IPV4,
        IPV6,
        NAME
    }

    /** A host, or why it is none. */
    public sealed interface Reading {}

    /** It is one. */
    public record Good(HostText host) implements Reading {}

    /**
     * It is none.
     *
     * @param reason with {@code {value}} for the text
     * @param port whether its port alone is wrong
     */
    public record Bad(String reason, boolean port) implements Reading {}

    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 =
            Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})(:[0-9]+)?");
    private static final Pattern BRACKETS = Pattern.compile("\\[([^\\[\\]]*)](.*)", Pattern.DOTALL);
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f]{1,4}(:[0-9A-Fa-f]{1,4}){7}");
    private static final Pattern PORT = Pattern.compile(":([0-9]+)$");
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z._-]+");

    /** Reads a text. */
    public static Reading read(String text) {
        long colons = text.chars().filter(c -> c == ':').count();
        if (colons > 1) {
            return ipv6(text);
        }
        return DIGITS_AND_DOTS.matcher(text.replace(":", "")).matches() ? ipv4(text) : name(text);
    }

    /** Why a text is no host, or none without a port; empty if it is one. */
    static Optional<String> reasonAgainstBare(String text) {
        return switch (read(text)) {
            case Bad bad when !bad.port -> Optional.of("invalid value: {value}");
            case Good good when good.host.port == null -> Optional.empty();
            default -> Optional.of("must not have a port");
        };
    }

    private static Reading ipv4(String text) {
        Matcher parts = IPV4.matcher(text);
        if (!parts.matches()) {
            return new Bad("invalid ipv4 address: {value}", false);
        }
        for (int i = 1; i <= 4; i++) {
            if (Integer.parseInt(parts.group(i)) > 255) {
                return new Bad("invalid ipv4 address: {value}", false);
            }
        }
        return withPort(
                Kind.IPV4, parts.group(5) == null ? null : parts.group(5).substring(1));
    }

    private static Reading ipv6(String text) {
        Matcher parts = BRACKETS.matcher(text);
        String address = text;
        String port = null;
        if (parts.matches()) {
            address = parts.group(1);
            if (!parts.group(2).isEmpty()) {
                if (!parts.group(2).matches(":[0-9]+")) {
                    return new Bad("invalid ipv6 address: {value}", false);
                }
                port = parts.group(2).substring(1);
            }
        }
        return IPV6.matcher(expanded(address)).matches()
                ? withPort(Kind.IPV6, port)
                : new Bad("invalid ipv6 address: {value}", false);
    }

    /** With all its eight groups, as Kong counts them: the first {@code ::} alone stands for some. */
    private static String expanded(String address) {
        String whole = (address.startsWith(":") ? "0" : "") + address + (address.endsWith(":") ? "0" : "");
        int gap = whole.indexOf("::");
        if (gap < 0) {
            return whole;
        }
        int colons = (int) whole.chars().filter(c -> c == ':').count();
        return whole.substring(0, gap) + ":" + "0:".repeat(Math.max(0, 8 - colons)) + whole.substring(gap + 2);
    }

    private static Reading name(String text) {
        Matcher ending = PORT.matcher(text);
        boolean hasPort = ending.find();
        String name = hasPort ? text.substring(0, ending.start()) : text;
        Reading port = withPort(Kind.NAME, hasPort ? ending.group(1) : null);
        if (port instanceof Bad) {
            return port;
        }
        if (!NAME.matcher(name).matches()) {
            return new Bad("invalid hostname: {value}", false);
        }
        String[] labels = name.split("\\.", -1);
        for (int i = 0; i < labels.length; i++) {
            boolean last = i == labels.length - 1; // a name may end with a dot
            if (labels[i].endsWith("-") || (labels[i].isEmpty() && !last)) {
                return new Bad("invalid hostname: {value}", false);
            }
        }
        return port;
    }

    private static Reading withPort(Kind kind, @Nullable String digits) {
        if (digits == null) {
            return new Good(new HostText(kind, null));
        }
        int port = digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        return port > HIGHEST_PORT ? new Bad("invalid port number", true) : new Good(new HostText(kind, port));
    }
}
