package io.sluice.lint;

import io.sluice.config.PluginEntry;
import io.sluice.config.source.Document;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** TLS whose peer is not verified, because somebody wrote so. */
final class VerificationWarnings {

    private static final Set<String> SWITCHES = Set.of("ssl_verify", "tls_verify", "https_verify", "http_ssl_verify");

    private final Warnings warnings;

    VerificationWarnings(Warnings warnings) {
        this.warnings = warnings;
    }

    void warn(Document document, List<PluginEntry> entries) {
        services(document.root().path("services"), "/services");
        entries.stream()
                .filter(PluginEntry::enabled)
                .forEach(entry -> below(entry.config(), entry.pointer() + "/config"));
    }

    private void services(JsonNode services, String at) {
        for (int i = 0; i < services.size(); i++) {
            check(services.path(i), "tls_verify", at + "/" + i);
        }
    }

    private void below(JsonNode node, String at) {
        node.properties().forEach(e -> {
            if (e.getValue().isObject()) {
                below(e.getValue(), at + "/" + Document.escape(e.getKey()));
            } else if (SWITCHES.contains(e.getKey())) {
                check(node, e.getKey(), at);
            }
        });
    }

    /** Beside an {@code ssl} that is off (for Kafka: not on), the switch has no meaning. */
    private void check(JsonNode node, String field, String at) {
        String pointer = at + "/" + field;
        boolean mayBePlain = node.has("ssl") || at.endsWith("/security");
        boolean plain = mayBePlain && !node.path("ssl").asBoolean(false);
        if (node.path(field).isBoolean() && !node.get(field).asBoolean() && warnings.isWritten(pointer) && !plain) {
            warnings.add(
                    "ssl-verify-off",
                    pointer,
                    "false",
                    field + " is false: anybody on the way can pretend to be the other side",
                    "trust the right authority instead of everybody");
        }
    }
}
