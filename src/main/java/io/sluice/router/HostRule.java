package io.sluice.router;

import java.util.List;

/**
 * One value of a route's {@code hosts} or {@code snis}: a plain name, a leftmost or a rightmost wildcard, each with or without a port.
 *
 * @param written as it stands in the file
 * @param text what must be equal, end or start the host; wildcards without their star
 * @param port -1 for any
 * @param least how many characters a wildcard must stand for
 */
record HostRule(String written, Kind kind, String text, int port, int least) {

    enum Kind {
        PLAIN,
        /** {@code *.example.com}: ends with. */
        SUFFIX,
        /** {@code example.*}: starts with. */
        PREFIX
    }

    /** For the default flavor: a wildcard is a plain test of the end or the beginning, a port that of the host or the listener. */
    static List<HostRule> compatible(List<String> hosts) {
        return hosts.stream()
                .map(written -> {
                    RequestHost host = RequestHost.compatible(written, -1);
                    return of(written, host.name(), host.port(), 0);
                })
                .toList();
    }

    /**
     * For the flavor {@code traditional}: a plain value is compared as a whole, port included; a wildcard stands for at least one
     * character, and a port of its own is compared with the host's, or with that of the scheme.
     */
    static List<HostRule> traditional(List<String> hosts) {
        return hosts.stream()
                .map(written -> {
                    int colon = written.lastIndexOf(':');
                    int port = written.contains("*") && colon >= 0 ? RequestHost.number(written, colon + 1) : -1;
                    return of(written, port < 0 ? written : written.substring(0, colon), port, 1);
                })
                .toList();
    }

    private static HostRule of(String written, String name, int port, int least) {
        if (name.startsWith("*")) {
            return new HostRule(written, Kind.SUFFIX, name.substring(1), port, least);
        }
        if (name.endsWith("*")) {
            // without a port of its own its star may stand for the port that Kong compares it with
            int more = port < 0 ? 0 : least;
            return new HostRule(written, Kind.PREFIX, name.substring(0, name.length() - 1), port, more);
        }
        return new HostRule(written, Kind.PLAIN, name, port, 0);
    }

    boolean matches(RequestHost host) {
        if (port >= 0 && port != host.port()) {
            return false;
        }
        String name = host.name();
        return switch (kind) {
            case PLAIN -> name.equals(text) || host.raw().equals(text);
            case SUFFIX -> name.endsWith(text) && name.length() >= text.length() + least;
            case PREFIX -> name.startsWith(text) && name.length() >= text.length() + least;
        };
    }
}
