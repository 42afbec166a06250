package io.sluice.plugins.requesttransformer;

import io.sluice.api.Headers;
import io.sluice.api.RequestChange;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The headers of a request. Of Host only the one towards the upstream can be replaced; what the gateway itself writes towards a
 * service, and what frames the body, stays as it is.
 */
final class HeaderFields implements Fields {

    private static final Set<String> GATEWAYS = Set.of(
            "x-real-ip",
            "via",
            "connection",
            "upgrade",
            "te",
            "x-kong-request-id",
            "content-length",
            "transfer-encoding");

    private final RequestChange change;
    private final Headers headers;
    private final boolean proxied;

    /** {@code proxied} tells whether there is a service that the request goes to. */
    HeaderFields(RequestChange change, boolean proxied) {
        this.change = change;
        this.headers = change.headers();
        this.proxied = proxied;
    }

    private static boolean isHost(String name) {
        return name.equalsIgnoreCase("Host");
    }

    private boolean isFixed(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return isHost(name) || (proxied && (lower.startsWith("x-forwarded-") || GATEWAYS.contains(lower)));
    }

    @Override
    public boolean has(String name) {
        return isHost(name) || headers.contains(name);
    }

    @Override
    public void remove(String name) {
        if (!isFixed(name)) {
            headers.remove(name);
        }
    }

    @Override
    public void rename(String from, String to) {
        if (isFixed(from) || isFixed(to) || from.equalsIgnoreCase(to)) {
            return;
        }
        List<String> values = headers.all(from);
        headers.remove(from).remove(to);
        values.forEach(value -> headers.add(to.toLowerCase(Locale.ROOT), value));
    }

    @Override
    public void set(String name, String value) {
        if (isHost(name) && !value.isBlank()) {
            change.upstreamHost(sendable(value));
        } else if (!isFixed(name)) {
            headers.set(name, sendable(value));
        }
    }

    @Override
    public void append(String name, String value) {
        if (!isFixed(name)) {
            headers.add(name, sendable(value));
        }
    }

    /** Percent-encodes control characters, as nginx's Lua module does: a value never ends its line. */
    private static String sendable(String value) {
        if (value.chars().noneMatch(HeaderFields::isControl)) {
            return value;
        }
        StringBuilder out = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (isControl(c)) {
                out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isControl(int c) {
        return (c < ' ' && c != '\t') || c == 0x7f;
    }
}
