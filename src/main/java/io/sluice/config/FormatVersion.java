package io.sluice.config;

import io.sluice.config.source.Document;
import io.sluice.problem.Problem;
import io.sluice.problem.Problems;
import io.sluice.router.PathNormalizer;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code _format_version}. Before 3.0 a path with other characters than those of plain ones is a regular expression: such files are
 * migrated as Kong migrates them. A file without a version is read as decK reads it, as 1.1.
 */
final class FormatVersion {

    private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9.\\-_~/%]*");
    private static final Set<String> OLD = Set.of("1.1", "2.1");
    private static final String UNRESERVED_META = ".-~";

    private FormatVersion() {}

    static void apply(Document document, ObjectNode root, Dialect dialect, Problems problems) {
        JsonNode version = root.get("_format_version");
        if (version == null && dialect == Dialect.KONG) {
            problems.add(new Problem(
                    Problem.Severity.ERROR,
                    "required-field",
                    document.place(""),
                    "/_format_version",
                    null,
                    "required field missing: '_format_version'",
                    "add _format_version: \"3.0\""));
        } else if (version == null && dialect == Dialect.ANY) {
            problems.add(new Problem(
                    Problem.Severity.WARNING,
                    "no-format-version",
                    document.place(""),
                    "/_format_version",
                    null,
                    "required field missing in Kong's dialect: '_format_version'; read as 1.1, as decK does",
                    "add _format_version: \"3.0\""));
        }
        if (version == null || (version.isString() && OLD.contains(version.asString()))) {
            migrate(root.path("routes"));
            root.path("services").forEach(service -> migrate(service.path("routes")));
        }
    }

    private static void migrate(JsonNode routes) {
        for (JsonNode route : routes) {
            if (route.get("paths") instanceof ArrayNode paths) {
                for (int i = 0; i < paths.size(); i++) {
                    if (paths.get(i).isString()) {
                        paths.set(
                                i,
                                JsonNodeFactory.instance.stringNode(
                                        migrate(paths.get(i).asString())));
                    }
                }
            }
        }
    }

    private static String migrate(String path) {
        return PLAIN.matcher(path).matches() ? PathNormalizer.normalize(path) : "~" + decode(path);
    }

    /** Triplets of characters that need no encoding are decoded; what is special in a pattern gets a backslash. */
    private static String decode(String pattern) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            String decoded =
                    c == '%' ? PathNormalizer.normalize(pattern.substring(i, Math.min(pattern.length(), i + 3))) : "";
            if (decoded.length() == 1 && c == '%') {
                if (UNRESERVED_META.indexOf(decoded.charAt(0)) >= 0) {
                    out.append('\\');
                }
                out.append(decoded);
                i += 2;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
