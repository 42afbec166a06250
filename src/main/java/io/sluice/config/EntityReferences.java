package io.sluice.config;

import io.sluice.api.entity.Certificate;
import io.sluice.config.source.Document;
import io.sluice.problem.Nearest;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks after fields of plugins that name a certificate of the file ({@code x-entity} in their schemas). Kong finds out with the first
 * request only, so to lint it is a warning; the plugin refuses to start.
 */
final class EntityReferences {

    private static final int SHOWN = 3;

    private final List<String> ids;
    private final Reporter reporter;

    EntityReferences(List<Certificate> certificates, Reporter reporter) {
        this.ids = certificates.stream().map(one -> one.id().toString()).toList();
        this.reporter = reporter;
    }

    /** {@code field} is a JSON pointer inside the configuration, which stands at {@code base}. */
    void check(SchemaFile rules, JsonNode value, String base, String field) {
        if (value instanceof ObjectNode object) {
            object.properties()
                    .forEach(e -> check(rules, e.getValue(), base, field + "/" + Document.escape(e.getKey())));
        } else if (value.isString()
                && rules.definitionAt(field).path("x-entity").asString("").equals("certificates")
                && !ids.contains(value.asString().toLowerCase(Locale.ROOT))) {
            missing(value.asString(), base + field);
        }
    }

    private void missing(String id, String at) {
        if (reporter.elsewhere().isPartial()) {
            String name = at.substring(at.lastIndexOf('/') + 1);
            reporter.expect("certificates", name, id, at, Nearest.to(id, ids).orElse(null));
        } else {
            reporter.warning(
                    "no-such-entity",
                    at,
                    id,
                    "the file has no entry in 'certificates' with this id",
                    ids.isEmpty()
                            ? "add one: certificates: [{id: ..., cert: ..., key: ...}]"
                            : "it has " + String.join(", ", ids.subList(0, Math.min(SHOWN, ids.size())))
                                    + (ids.size() > SHOWN ? ", ..." : ""));
        }
    }
}
