package io.sluice.config.text;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A url as Kong takes one apart (LuaSocket 3.0, after RFC 2396): nothing is refused. Fragment, query and parameters (from a {@code ;} on)
 * belong to no part; user and password are dropped.
 *
 * @param scheme null if there is none
 * @param host without brackets; null if there is none
 * @param port what stands behind the last colon of the authority, {@code ""} if nothing does; null if there is no colon
 * @param path null if there is none
 */
public record UrlText(
        @Nullable String scheme,
        @Nullable String host,
        @Nullable String port,
        @Nullable String path) {

    private static final Pattern SCHEME = Pattern.compile("^([A-Za-z0-9][A-Za-z0-9+.-]*):");
    private static final Pattern AUTHORITY = Pattern.compile("^//([^/]*)");
    private static final Pattern USER = Pattern.compile("^[^@]*@");
    private static final Pattern PORT = Pattern.compile(":([^:\\]]*)$");
    private static final Pattern BRACKETS = Pattern.compile("^\\[(.+)]$");
    private static final Pattern DECIMAL =
            Pattern.compile("\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?\\s*");
    private static final Pattern HEXADECIMAL = Pattern.compile("\\s*0[xX]([0-9a-fA-F]{1,15})\\s*");

    /** Takes a text apart; an empty one has no parts. */
    public static UrlText parse(String text) {
        String rest = before(text, '#');
        String scheme = null;
        Matcher schemed = SCHEME.matcher(rest);
        if (schemed.find()) {
            scheme = schemed.group(1);
            rest = rest.substring(schemed.end());
        }
        String authority = null;
        Matcher slashes = AUTHORITY.matcher(rest);
        if (slashes.find()) {
            authority = slashes.group(1);
            rest = rest.substring(slashes.end());
        }
        rest = before(before(rest, '?'), ';');
        String path = rest.isEmpty() ? null : rest;
        if (authority == null) {
            return new UrlText(scheme, null, null, path);
        }
        String place = USER.matcher(authority).replaceFirst("");
        String port = null;
        Matcher ported = PORT.matcher(place);
        if (ported.find()) {
            port = ported.group(1);
            place = place.substring(0, ported.start());
        }
        Matcher brackets = BRACKETS.matcher(place);
        String host = brackets.find() ? brackets.group(1) : place;
        return new UrlText(scheme, host.isEmpty() ? null : host, port, path);
    }

    private static String before(String text, char mark) {
        int at = text.indexOf(mark);
        return at < 0 ? text : text.substring(0, at);
    }

    /** The port as Lua reads a number, fractions and all; empty if there is none, or it is no number. */
    public Optional<BigDecimal> portNumber() {
        if (port == null) {
            return Optional.empty();
        }
        Matcher hexadecimal = HEXADECIMAL.matcher(port);
        if (hexadecimal.matches()) {
            return Optional.of(BigDecimal.valueOf(Long.parseLong(hexadecimal.group(1), 16)));
        }
        return DECIMAL.matcher(port).matches() ? Optional.of(new BigDecimal(port.strip())) : Optional.empty();
    }

    /** Why Kong takes a text for no url of a server; empty if it does. */
    static Optional<String> reasonAgainst(String text) {
        UrlText url = parse(text);
        if (url.host == null) {
            return Optional.of("missing host in url: expected scheme://host");
        }
        return url.scheme == null ? Optional.of("missing scheme in url: expected scheme://host") : Optional.empty();
    }
}
