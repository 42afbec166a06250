package io.sluice.config.text;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import io.sluice.api.IpRanges;
import io.sluice.router.RoutePattern;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Values of {@code format} that mean something of our own; those of JSON Schema hold beside them. Most are Kong's types of texts, each with
 * the words in which Kong refuses one.
 */
public enum TextFormat implements Format {

    /** A regular expression that runs in linear time. */
    REGEX("regex", "bad-format"),

    /** A regular expression that Kong runs, look-around and all. */
    PCRE("pcre", "bad-format"),

    /** An IPv4 or IPv6 address. */
    IP("ip", "bad-format"),

    /** An IPv4 or IPv6 address, or a block of them. */
    IP_OR_CIDR("ip-or-cidr", "bad-format"),

    /** A name or address without a port. */
    HOST("host", "bad-host"),

    /** A name or address, with a port or without. */
    HOST_PORT("host-port", "bad-host"),

    /** A host of a route: with a port or without, with at most one wildcard, as its first or last label. */
    ROUTE_HOST("route-host", "bad-host"),

    /** A TLS server name. */
    SNI("sni", "bad-host"),

    /** A TLS server name, perhaps with one wildcard as its first or last character. */
    WILDCARD_HOST("wildcard-host", "bad-host"),

    /** The name of an upstream: no address, no port. */
    UPSTREAM_NAME("upstream-name", "bad-host"),

    /** A target of an upstream: a name or address, with a port or without. */
    TARGET("target", "bad-host"),

    /** A url with scheme and host. */
    URL("url", "bad-url"),

    /** A path of a url. */
    PATH("path", "bad-path"),

    /** The name of a header, as Kong has them: letters, digits, {@code _} and {@code -}. */
    HEADER_NAME("header-name", "bad-name"),

    /** A token of RFC 2616, as names of cookies are. */
    COOKIE_NAME("cookie-name", "bad-name"),

    /** A name of an entity. */
    UTF8_NAME("utf8-name", "bad-name");

    private static final Pattern HEADER = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    /** A brace that counts nothing stands for itself to PCRE. */
    private static final Pattern LITERAL_BRACE = Pattern.compile("(?<!\\\\[pP]|\\\\[xN]|\\\\)\\{(?!\\d+(,\\d*)?})");

    private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z.\\-_~\\x80-\\uffff]+");

    private final String keyword;
    private final String code;

    TextFormat(String keyword, String code) {
        this.keyword = keyword;
        this.code = code;
    }

    /** The one of a name; empty if it is none of ours. */
    public static Optional<TextFormat> of(String keyword) {
        return Arrays.stream(values())
                .filter(one -> one.keyword.equals(keyword))
                .findFirst();
    }

    @Override
    public String getName() {
        return keyword;
    }

    @Override
    public boolean matches(ExecutionContext context, String text) {
        return reasonAgainst(text).isEmpty();
    }

    /**
     * Why a text is no such thing, in Kong's words where Kong has some, with {@code {value}} for the text, which may be a secret; empty if
     * it is one. Of an empty text the length is to say.
     */
    public Optional<String> reasonAgainst(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return switch (this) {
            case REGEX -> RoutePattern.reasonAgainst(text);
            case PCRE -> unless(isPcre(text), "not a valid regex: {value}");
            case IP -> unless(IpRanges.isAddress(text), "not an ip address: {value}");
            case IP_OR_CIDR -> unless(isIpOrCidr(text), "invalid ip or cidr range: '{value}'");
            case HOST -> HostText.reasonAgainstBare(text);
            case HOST_PORT -> hostWithOptionalPort(text);
            case ROUTE_HOST -> routeHost(text);
            case SNI -> serverName(text);
            case WILDCARD_HOST -> wildcardHost(text);
            case UPSTREAM_NAME -> upstreamName(text);
            case TARGET -> target(text);
            case URL -> UrlText.reasonAgainst(text);
            case PATH -> PathText.reasonAgainst(text);
            case HEADER_NAME -> headerName(text);
            case COOKIE_NAME -> token(text);
            case UTF8_NAME -> utf8Name(text);
        };
    }

    /** The code of the problem. */
    public String code() {
        return code;
    }

    private static Optional<String> unless(boolean good, String reason) {
        return good ? Optional.empty() : Optional.of(reason);
    }

    private static boolean isPcre(String text) {
        try {
            Pattern.compile(LITERAL_BRACE.matcher(text).replaceAll("\\\\{"));
            return true;
        } catch (StackOverflowError _) {
            return false;
        } catch (PatternSyntaxException _) {
            return text.contains("(?<") || text.contains("(?P") || text.contains("[[:"); // what only PCRE has
        }
    }

    private static boolean isIpOrCidr(String text) {
        try {
            new IpRanges(List.of(text));
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static Optional<String> hostWithOptionalPort(String text) {
        return HostText.read(text) instanceof HostText.Bad bad ? Optional.of(bad.reason()) : Optional.empty();
    }

    private static Optional<String> routeHost(String text) {
        long stars = text.chars().filter(c -> c == '*').count();
        if (stars > 1) {
            return Optional.of("invalid wildcard: must have at most one wildcard");
        }
        if (stars == 1 && !text.startsWith("*.") && !text.endsWith(".*")) {
            return Optional.of("invalid wildcard: must be placed at leftmost or rightmost label");
        }
        return hostWithOptionalPort(text.replace("*", "abc"));
    }

    private static Optional<String> serverName(String text) {
        return switch (HostText.read(text)) {
            case HostText.Bad bad when !bad.port() -> Optional.of("invalid value: {value}");
            case HostText.Good(HostText host)
            when host.kind() != HostText.Kind.NAME -> Optional.of("must not be an IP");
            case HostText.Good(HostText host) when host.port() == null -> Optional.empty();
            default -> Optional.of("must not have a port");
        };
    }

    private static Optional<String> wildcardHost(String text) {
        int star = text.indexOf('*');
        if (star > 0 && star < text.length() - 1) {
            return Optional.of("wildcard must be leftmost or rightmost character");
        }
        if (star >= 0 && text.indexOf('*', star + 1) >= 0) {
            return Optional.of("only one wildcard must be specified");
        }
        return serverName(text.replace("*", "wildcard"));
    }

    private static Optional<String> upstreamName(String text) {
        String name = "Invalid name ('{value}'); ";
        return switch (HostText.read(text)) {
            case HostText.Bad _ -> Optional.of(name + "must be a valid hostname");
            case HostText.Good(HostText host)
            when host.kind() != HostText.Kind.NAME -> Optional.of(name + "no ip addresses allowed");
            case HostText.Good(HostText host) -> unless(host.port() == null, name + "no port allowed");
        };
    }

    private static Optional<String> target(String text) {
        return hostWithOptionalPort(text).map(_ -> "Invalid target ('{value}'); not a valid hostname or ip address");
    }

    private static Optional<String> headerName(String text) {
        return unless(
                HEADER.matcher(text).matches(),
                "bad header name '{value}', allowed characters are A-Z, a-z, 0-9, '_', and '-'");
    }

    private static Optional<String> token(String text) {
        return unless(
                TOKEN.matcher(text).matches(),
                "contains one or more invalid characters. ASCII control characters (0-31;127), space, tab and the"
                        + " characters ()<>@,;:\\\"/?={}[] are not allowed.");
    }

    private static Optional<String> utf8Name(String text) {
        return unless(
                NAME.matcher(text).matches(),
                "invalid value '{value}': the only accepted ascii characters are alphanumerics or ., -, _, and ~");
    }
}
