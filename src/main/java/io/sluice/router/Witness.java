package io.sluice.router;

import io.sluice.api.ByteText;
import io.sluice.api.Headers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes up a request that two routes match: a proof that there is one. Plausible ones alone: no header comes twice, a header is one
 * of the plain values of the file, and what a regular expression takes is guessed a few times and tried.
 */
final class Witness {

    private static final int PORT = 8000;

    /** What might satisfy the rest of a pattern behind its plain beginning. */
    private static final List<String> GUESSES = List.of("", "/", "1", "a", "/1", "/a", "/1/", "a/a", "1/1", "/a/a");

    private Witness() {}

    /** Empty if there is none, or none that is found. */
    static Optional<RoutingRequest> of(RouteShape one, RouteShape two) {
        String method = method(one.route().methods(), two.route().methods());
        Host host = host(one.hosts(), two.hosts());
        Host sni = host(one.snis(), two.snis());
        Headers headers = headers(one.route().headers(), two.route().headers());
        if (method == null || host == null || sni == null || headers == null) {
            return Optional.empty();
        }
        boolean https = !one.snis().isEmpty() || !two.snis().isEmpty();
        return paths(one, two)
                .filter(path -> one.takesPath(path) && two.takesPath(path))
                .findFirst()
                .map(path -> new RoutingRequest(
                        method,
                        host.port == PORT ? host.name : host.name + ":" + host.port,
                        ByteText.of(path),
                        headers,
                        https ? sni.name : null,
                        https ? "https" : "http",
                        PORT));
    }

    private record Host(String name, int port) {}

    private static @Nullable String method(Set<String> one, Set<String> two) {
        if (one.isEmpty() || two.isEmpty()) {
            return Stream.concat(one.stream(), two.stream()).findFirst().orElse("GET");
        }
        return one.stream().filter(two::contains).findFirst().orElse(null);
    }

    private static @Nullable Host host(List<HostShape> one, List<HostShape> two) {
        if (one.isEmpty() && two.isEmpty()) {
            return new Host("localhost", PORT);
        }
        for (HostShape a : one.isEmpty() ? two : one) {
            for (HostShape b : two.isEmpty() ? one : two) {
                Host host = new Host(name(a, b), port(a, b));
                if (a.takes(host.name, host.port) && b.takes(host.name, host.port)) {
                    return host;
                }
            }
        }
        return null;
    }

    private static int port(HostShape a, HostShape b) {
        int port = Math.max(a.port(), b.port());
        return port < 0 ? PORT : port;
    }

    /** A name that satisfies both, if one does. */
    private static String name(HostShape a, HostShape b) {
        if (a.kind() == HostShape.Kind.WHOLE || b.kind() == HostShape.Kind.WHOLE) {
            return a.kind() == HostShape.Kind.WHOLE ? a.text() : b.text();
        }
        return longest(a, b, HostShape.Kind.BEGINNING) + "x" + longest(a, b, HostShape.Kind.END);
    }

    private static String longest(HostShape a, HostShape b, HostShape.Kind kind) {
        return Stream.of(a, b)
                .filter(shape -> shape.kind() == kind)
                .map(HostShape::text)
                .reduce("", (x, y) -> x.length() > y.length() ? x : y);
    }

    /** For each name, a plain value that both take; null where there is none. */
    private static @Nullable Headers headers(Map<String, List<String>> one, Map<String, List<String>> two) {
        Set<String> names = new LinkedHashSet<>(one.keySet());
        names.addAll(two.keySet());
        Headers headers = new Headers();
        for (String name : names) {
            Optional<String> both = Stream.concat(values(one, name), values(two, name))
                    .filter(value -> !value.startsWith("~*"))
                    .filter(value -> takes(one, name, value) && takes(two, name, value))
                    .findFirst();
            if (both.isEmpty()) {
                return null;
            }
            if (!headers.contains(name)) {
                headers.add(name, ByteText.of(both.get()));
            }
        }
        return headers;
    }

    private static Stream<String> values(Map<String, List<String>> conditions, String name) {
        return conditions.entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase(name))
                .flatMap(e -> e.getValue().stream());
    }

    private static boolean takes(Map<String, List<String>> conditions, String name, String value) {
        return conditions.entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase(name))
                .allMatch(e -> e.getValue().stream().anyMatch(value::equalsIgnoreCase));
    }

    private static Stream<String> paths(RouteShape one, RouteShape two) {
        List<String> beginnings = new ArrayList<>(one.beginnings());
        beginnings.addAll(two.beginnings());
        boolean plain = one.regexes().isEmpty() && two.regexes().isEmpty();
        return beginnings.stream()
                .distinct()
                .map(beginning -> beginning.isEmpty() ? "/" : beginning)
                .flatMap(beginning -> (plain ? List.of("") : GUESSES).stream().map(guess -> beginning + guess));
    }
}
