package io.sluice.router;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one value of a route's {@code hosts} or {@code snis} asks for in the default flavor, to be compared with another such value.
 *
 * @param text a whole name, or the end or the beginning of one; in lower case
 * @param port -1 for any
 */
record HostShape(Kind kind, String text, int port) {

    enum Kind {
        WHOLE,
        END,
        BEGINNING
    }

    static List<HostShape> all(Iterable<String> values) {
        List<HostShape> shapes = new ArrayList<>();
        values.forEach(value -> shapes.add(of(value)));
        return List.copyOf(shapes);
    }

    private static HostShape of(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        int colon = lower.indexOf(':');
        boolean hasPort = colon >= 0 && lower.substring(colon + 1).matches("\\d{1,5}");
        String name = hasPort ? lower.substring(0, colon) : lower;
        int port = hasPort ? Integer.parseInt(lower.substring(colon + 1)) : -1;
        if (name.startsWith("*")) {
            return new HostShape(Kind.END, name.substring(1), port);
        }
        if (name.endsWith("*")) {
            return new HostShape(Kind.BEGINNING, name.substring(0, name.length() - 1), port);
        }
        return new HostShape(Kind.WHOLE, name, port);
    }

    /** Whether every host that {@code narrow} takes is taken here too. */
    boolean covers(HostShape narrow) {
        if (port >= 0 && port != narrow.port) {
            return false;
        }
        return switch (kind) {
            case WHOLE -> narrow.kind == Kind.WHOLE && narrow.text.equals(text);
            case END -> narrow.kind != Kind.BEGINNING && narrow.text.endsWith(text);
            case BEGINNING -> narrow.kind != Kind.END && narrow.text.startsWith(text);
        };
    }

    boolean takes(String host, int listening) {
        boolean name = switch (kind) {
            case WHOLE -> host.equals(text);
            case END -> host.endsWith(text);
            case BEGINNING -> host.startsWith(text);
        };
        return name && (port < 0 || port == listening);
    }
}
