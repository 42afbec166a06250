package io.sluice.router;

import java.util.List;
import java.util.Locale;

/**
 * One value of a route's {@code hosts}: a plain name, a leftmost or a rightmost wildcard, each with or without a port. Compared
 * without case (decision R2).
 *
 * @param name the text that must be equal, end or start the host; wildcards without their star
 * @param port -1 for any
 */
record HostRule(Kind kind, String name, int port) {

    enum Kind {
        PLAIN,
        /** {@code *.example.com}: ends with. */
        SUFFIX,
        /** {@code example.*}: starts with. */
        PREFIX
    }

    static List<HostRule> all(List<String> hosts) {
        return hosts.stream().map(HostRule::of).toList();
    }

    static HostRule of(String value) {
        HostAndPort host = HostAndPort.of(value, -1);
        String name = host.name();
        if (name.startsWith("*")) {
            return new HostRule(Kind.SUFFIX, name.substring(1), host.port());
        }
        if (name.endsWith("*")) {
            return new HostRule(Kind.PREFIX, name.substring(0, name.length() - 1), host.port());
        }
        return new HostRule(Kind.PLAIN, name, host.port());
    }

    boolean matches(HostAndPort host) {
        if (port >= 0 && port != host.port()) {
            return false;
        }
        return switch (kind) {
            case PLAIN -> host.name().equals(name);
            case SUFFIX -> host.name().endsWith(name);
            case PREFIX -> host.name().startsWith(name);
        };
    }

    /**
     * A Host header in parts. What follows the first colon is a port if it is a number; else it stays part of the name, so an
     * IPv6 literal is compared whole.
     *
     * @param name lower case
     */
    record HostAndPort(String name, int port) {
        static HostAndPort of(String host, int defaultPort) {
            String lower = lowerCase(host);
            int colon = lower.indexOf(':');
            if (colon < 0 || colon == lower.length() - 1) {
                return new HostAndPort(lower, defaultPort);
            }
            int port = 0;
            for (int i = colon + 1; i < lower.length(); i++) {
                int digit = lower.charAt(i) - '0';
                if (digit < 0 || digit > 9 || port > 65_535) {
                    return new HostAndPort(lower, defaultPort);
                }
                port = port * 10 + digit;
            }
            return new HostAndPort(lower.substring(0, colon), port);
        }

        private static String lowerCase(String host) {
            return host.toLowerCase(Locale.ROOT);
        }
    }
}
