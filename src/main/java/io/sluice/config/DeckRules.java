package io.sluice.config;

import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What decK asks of a file beyond its shape, in its words, and which of Kong's rules are not decK's. */
final class DeckRules {

    /** Problems of Kong's dialect that decK has too; whatever else Kong would refuse is a warning here. */
    private static final Set<String> DECKS_TOO = Set.of(
            "deck-shape",
            "deck-rule",
            "duplicate-key",
            "no-such-entity",
            "not-unique",
            "bad-default",
            "bad-template",
            "unset-variable",
            "several-workspaces");

    /** Where decK does not look: names of instances, certificates of clients, a service that a nested route names beside its own. */
    private static final Pattern UNASKED =
            Pattern.compile(".*/instance_name|.*/client_certificate|/services/\\d+/routes/\\d+/service");

    private static final Map<String, String> PARENTS = Map.of(
            "services", "service",
            "routes", "route",
            "consumers", "consumer",
            "consumer_groups", "consumer_group");

    private final JsonNode root;
    private final Reporter reporter;

    DeckRules(JsonNode root, Reporter reporter) {
        this.root = root;
        this.reporter = reporter;
    }

    void check() {
        if (root.path("_transform").isBoolean() && !root.path("_transform").asBoolean()) {
            reporter.error("deck-rule", "/_transform", "false", "_transform: false is not supported");
        }
        if (root.path("_info").has("default_lookup_tags")
                && !reporter.elsewhere().isPartial()) {
            reporter.error(
                    "deck-rule",
                    "/_info/default_lookup_tags",
                    null,
                    "[default_lookup_tags] not supported for offline validation, use `deck gateway validate` command instead");
        }
        Place start = reporter.document().place("");
        if (start.line() == 1 && start.column() > 1) {
            reporter.error("deck-rule", "", null, "file must not begin with a whitespace");
        }
        PARENTS.forEach((list, field) -> Load.each(root, list, "", (owner, at) -> nested(owner, at, field)));
    }

    private void nested(ObjectNode owner, String pointer, String field) {
        Load.each(owner, "plugins", pointer, (plugin, at) -> {
            if (plugin.has(field)) {
                reporter.error(
                        "deck-rule",
                        at + "/" + field,
                        null,
                        "nesting " + field + " (" + Index.text(plugin.path(field)) + ") under " + field
                                + "-scoped plugin (" + Fields.text(plugin, "name", "") + ") is not allowed");
            }
        });
        Load.each(owner, "routes", pointer, (route, at) -> nested(route, at, "route"));
    }

    /** What decK itself would say of these problems: those of Kong alone are warnings. */
    static List<Problem> judged(List<Problem> problems) {
        return problems.stream()
                .map(p -> p.severity() == Problem.Severity.ERROR && !isDecks(p) ? warning(p) : p)
                .toList();
    }

    private static boolean isDecks(Problem problem) {
        boolean stripPath =
                problem.code().equals("between-fields") && problem.pointer().endsWith("/strip_path");
        boolean unasked = !problem.code().startsWith("deck-")
                && UNASKED.matcher(problem.pointer()).matches();
        return stripPath || (DECKS_TOO.contains(problem.code()) && !unasked);
    }

    private static Problem warning(Problem p) {
        return new Problem(
                Problem.Severity.WARNING, p.code(), p.place(), p.pointer(), p.value(), p.message(), p.hint());
    }
}
