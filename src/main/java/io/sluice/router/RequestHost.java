package io.sluice.router;

import java.util.Locale;

/**
 * A Host header, or a server name, as a flavor compares it.
 *
 * @param name without its port
 * @param raw another text that a plain host may equal: in the flavor {@code traditional} the header as it was sent, else {@code name}
 * @param port of the header, else the one that counts without it; -1 for none
 */
record RequestHost(String name, String raw, int port) {

    /**
     * For the default flavor: without case (decision R2). What follows the first colon is a port if it is a number; else it stays
     * part of the name, so an IPv6 literal is compared whole.
     */
    static RequestHost compatible(String host, int defaultPort) {
        String lower = host.toLowerCase(Locale.ROOT);
        int colon = lower.indexOf(':');
        int port = colon < 0 ? -1 : number(lower, colon + 1);
        if (port < 0) {
            return new RequestHost(lower, lower, defaultPort);
        }
        String name = lower.substring(0, colon);
        return new RequestHost(name, name, port);
    }

    /** For the flavor {@code traditional}: as sent, a port of digits, be it empty, split off, the brackets of an IPv6 literal peeled. */
    static RequestHost traditional(String host, int defaultPort) {
        int bracket = host.startsWith("[") ? host.indexOf(']') : -1;
        int colon = host.indexOf(':', Math.max(0, bracket));
        int port = colon < 0 ? -1 : number(host, colon + 1);
        boolean splits = port >= 0 || (colon >= 0 && colon == host.length() - 1);
        String name = splits ? host.substring(0, colon) : host;
        if (bracket > 0 && name.length() == bracket + 1) {
            name = name.substring(1, bracket);
        }
        return new RequestHost(name, host, port < 0 ? defaultPort : port);
    }

    static RequestHost named(String name) {
        return new RequestHost(name, name, -1);
    }

    /** The digits from {@code start} to the end; -1 if there are none, or something else, or too much for a port. */
    static int number(String text, int start) {
        if (start >= text.length()) {
            return -1;
        }
        int number = 0;
        for (int i = start; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || number > 65_535) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
