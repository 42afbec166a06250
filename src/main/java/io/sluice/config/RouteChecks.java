package io.sluice.config;

import io.sluice.api.entity.Route;
import io.sluice.config.source.Document;
import io.sluice.config.text.PathText;
import io.sluice.router.PathNormalizer;
import io.sluice.router.RoutePattern;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** What must hold between the fields of a route, and for its paths, hosts and headers, in Kong's words. */
final class RouteChecks {

    private static final List<Set<String>> GROUPS = List.of(
            Set.of("http", "https"), Set.of("tcp", "tls", "udp"), Set.of("tls_passthrough"), Set.of("grpc", "grpcs"));
    private static final Pattern LOOKS_LIKE_REGEX = Pattern.compile(".*[\\[\\](){}^$*+?|\\\\].*", Pattern.DOTALL);

    private final Route route;
    private final ObjectNode node;
    private final String pointer;
    private final Reporter reporter;

    private RouteChecks(Route route, ObjectNode node, String pointer, Reporter reporter) {
        this.route = route;
        this.node = node;
        this.pointer = pointer;
        this.reporter = reporter;
    }

    static void check(Route route, ObjectNode node, String pointer, Reporter reporter) {
        RouteChecks checks = new RouteChecks(route, node, pointer, reporter);
        checks.protocols();
        checks.paths();
        checks.headers();
    }

    private void protocols() {
        Set<String> protocols = route.protocols();
        if (protocols.stream().anyMatch(p -> GROUPS.stream().noneMatch(group -> group.contains(p)))) {
            return; // the schema has said so, and what goes with it nobody knows
        }
        long groups = GROUPS.stream()
                .filter(group -> group.stream().anyMatch(protocols::contains))
                .count();
        if (groups > 1) {
            reporter.error(
                    "between-fields",
                    pointer + "/protocols",
                    String.join(", ", protocols),
                    "these sets are mutually exclusive: ('http', 'https'), ('tcp', 'tls', 'udp'), ('tls_passthrough'),"
                            + " ('grpc', 'grpcs')");
            return;
        }
        if (protocols.contains("http") || protocols.contains("https")) {
            http(protocols);
        } else if (protocols.contains("grpc") || protocols.contains("grpcs")) {
            grpc(protocols);
        } else if (!protocols.isEmpty()) {
            stream(protocols);
        }
        boolean tls = protocols.stream().anyMatch(p -> p.equals("https") || p.equals("grpcs") || p.startsWith("tls"));
        if (!route.snis().isEmpty() && !tls) {
            broken("'snis' can only be set when 'protocols' is 'grpcs', 'https', 'tls' or 'tls_passthrough'");
        }
    }

    private void http(Set<String> protocols) {
        boolean https = protocols.contains("https");
        boolean any = !route.methods().isEmpty()
                || !route.hosts().isEmpty()
                || !route.headers().isEmpty()
                || !route.paths().isEmpty()
                || (https && !route.snis().isEmpty());
        if (!any && !hasBroken("methods", "hosts", "headers", "paths", "snis") && !node.has("expression")) {
            broken(
                    https
                            ? "must set one of 'methods', 'hosts', 'headers', 'paths', 'snis' when 'protocols' is 'https'"
                            : "must set one of 'methods', 'hosts', 'headers', 'paths' when 'protocols' is 'http'");
        }
        refuse("sources", "'http' or 'https'");
        refuse("destinations", "'http' or 'https'");
    }

    private void grpc(Set<String> protocols) {
        boolean tls = protocols.contains("grpcs");
        boolean any = !route.hosts().isEmpty()
                || !route.headers().isEmpty()
                || !route.paths().isEmpty()
                || (tls && !route.snis().isEmpty());
        if (!any && !hasBroken("hosts", "headers", "paths", "snis")) {
            broken(
                    tls
                            ? "must set one of 'hosts', 'headers', 'paths', 'snis' when 'protocols' is 'grpcs'"
                            : "must set one of 'hosts', 'headers', 'paths' when 'protocols' is 'grpc'");
        }
        for (String field : List.of("methods", "sources", "destinations")) {
            refuse(field, "'grpc' or 'grpcs'");
        }
        if (Fields.flag(node, "strip_path", false)) {
            reporter.error(
                    "between-fields",
                    pointer + "/strip_path",
                    "true",
                    "cannot set 'strip_path' when 'protocols' is 'grpc' or 'grpcs'");
        }
    }

    private void stream(Set<String> protocols) {
        boolean passthrough = protocols.contains("tls_passthrough");
        if (passthrough && route.snis().isEmpty()) {
            broken("must set snis when 'protocols' is 'tls_passthrough'");
        } else if (!passthrough
                && route.sources().isEmpty()
                && route.destinations().isEmpty()
                && route.snis().isEmpty()) {
            broken("must set one of 'sources', 'destinations', 'snis' when 'protocols' is 'tcp', 'tls' or 'udp'");
        }
        for (String field : List.of("paths", "methods", "hosts", "headers")) {
            refuse(field, "'tcp', 'tls', 'tls_passthrough' or 'udp'");
        }
    }

    private void refuse(String field, String protocols) {
        if (node.has(field)) { // though it holds nothing
            reporter.error(
                    "between-fields",
                    pointer + "/" + field,
                    null,
                    "cannot set '" + field + "' when 'protocols' is " + protocols);
        }
    }

    /** A field that is there and could not be read: the schema has said why, so nothing more is said of it. */
    private boolean hasBroken(String... fields) {
        for (String field : fields) {
            if (!EntityChecks.isEmpty(node.path(field))) {
                return true;
            }
        }
        return false;
    }

    private void broken(String message) {
        reporter.error("between-fields", pointer, null, message);
    }

    private void paths() {
        for (int i = 0; i < route.paths().size(); i++) {
            path(route.paths().get(i), pointer + "/paths/" + i);
        }
    }

    private void path(String path, String at) {
        if (path.isEmpty()) {
            return; // its length is the schema's to tell
        }
        if (!path.startsWith("/") && !path.startsWith("~/")) {
            reporter.error("bad-path", at, path, "should start with: / (fixed path) or ~/ (regex path)");
        } else if (path.contains("//")) {
            reporter.error("bad-path", at, path, "must not have empty segments");
        } else if (path.startsWith("~")) {
            pattern(path, at);
        } else if (PathText.isRfc3986(path) && PathText.badPercent(path).isPresent()) {
            String found = PathText.badPercent(path).orElseThrow();
            reporter.error("bad-path", at, path, "invalid url-encoded value: '" + found + "'");
        } else {
            plainPath(path, at);
        }
    }

    private void pattern(String path, String at) {
        RoutePattern.reasonAgainst(path.substring(1))
                .ifPresent(
                        reason -> reporter.error(
                                "bad-regex",
                                at,
                                path,
                                "invalid regex: '" + Reporter.shortened(path.substring(1)) + "' (" + reason
                                        + "); regular expressions run in linear time, without look-around and back-references"));
    }

    private void plainPath(String path, String at) {
        String bytes = new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        String normal = PathNormalizer.normalize(bytes);
        if (!normal.equals(bytes)) {
            String text = new String(normal.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            reporter.error("bad-path", at, path, "non-normalized path, consider use '" + text + "' instead");
        } else if (LOOKS_LIKE_REGEX.matcher(path).matches()) {
            reporter.warning(
                    "path-looks-like-regex",
                    at,
                    path,
                    "it has characters of a regular expression and is compared as plain text",
                    "a regular expression begins with '~'");
        }
    }

    private void headers() {
        for (Map.Entry<String, List<String>> header : route.headers().entrySet()) {
            String at = pointer + "/headers/" + Document.escape(header.getKey());
            if (header.getKey().toLowerCase(Locale.ROOT).equals("host")) {
                reporter.error(
                        "bad-header",
                        at,
                        null,
                        "cannot contain 'host' header, which must be specified in the 'hosts' attribute");
            }
            Set<String> reasons = header.getValue().stream()
                    .filter(value -> value.startsWith("~*"))
                    .flatMap(value -> RoutePattern.reasonAgainst(value.substring(2)).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            reasons.forEach(reason -> reporter.error("bad-regex", at, null, "invalid regex (" + reason + ")"));
        }
    }
}
