package io.sluice.runtime;

import io.sluice.api.entity.Service;
import io.sluice.config.Declaration;
import io.sluice.config.PluginEntry;
import io.sluice.config.source.Document;
import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds where a file switches off the verification of certificates, which Kong's setting {@code tls_certificate_verify} forbids: in
 * services, and in plugins by what all of Kong's plugins call it.
 */
public final class SwitchedOff {

    private static final Pattern SWITCH = Pattern.compile("(?:.*_)?(?:ssl|tls|https)_verify");
    private static final Set<String> TLS = Set.of("https", "tls", "grpcs", "wss");
    private static final String CODE = "ssl-verify-off";
    private static final String MESSAGE = " must not be false while tls_certificate_verify is on";
    private static final String HINT = "take it away, or set it to true";

    private final List<Problem> problems = new ArrayList<>();

    private SwitchedOff() {}

    /** In the order of the file's lists: services, then enabled plugins. */
    public static List<Problem> in(Declaration declaration) {
        SwitchedOff found = new SwitchedOff();
        declaration.services().forEach(found::look);
        declaration.plugins().stream()
                .filter(PluginEntry::enabled)
                .forEach(entry -> found.look(entry, entry.config(), ""));
        return found.problems;
    }

    private void look(Service service) {
        if (TLS.contains(service.protocol()) && Boolean.FALSE.equals(service.tlsVerify())) {
            problems.add(new Problem(
                    Problem.Severity.ERROR,
                    CODE,
                    Place.of("service '" + service.label() + "'"),
                    "",
                    null,
                    "tls_verify" + MESSAGE,
                    HINT));
        }
    }

    private void look(PluginEntry entry, JsonNode value, String pointer) {
        if (value instanceof ObjectNode object) {
            boolean plain =
                    object.path("ssl").isBoolean() && !object.path("ssl").asBoolean();
            object.properties().forEach(member -> {
                String at = pointer + "/" + Document.escape(member.getKey());
                if (SWITCH.matcher(member.getKey()).matches() && isFalse(member.getValue()) && !plain) {
                    add(entry, member.getKey(), at);
                }
                look(entry, member.getValue(), at);
            });
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                look(entry, array.get(i), pointer + "/" + i);
            }
        }
    }

    private static boolean isFalse(JsonNode value) {
        return value.isBoolean() && !value.asBoolean();
    }

    private void add(PluginEntry entry, String field, String pointer) {
        problems.add(new Problem(
                Problem.Severity.ERROR,
                CODE,
                entry.places().getOrDefault(pointer, entry.place()),
                entry.pointer() + "/config" + pointer,
                "false",
                field + MESSAGE,
                HINT));
    }
}
