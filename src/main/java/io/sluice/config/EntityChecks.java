package io.sluice.config;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What must hold between the fields of a service, in Kong's words. */
final class EntityChecks {

    private static final Set<String> NO_PATH = Set.of("tcp", "tls", "udp", "grpc", "grpcs");
    private static final List<String> TLS_FIELDS =
            List.of("client_certificate", "tls_verify", "tls_verify_depth", "ca_certificates");

    private EntityChecks() {}

    static void service(ObjectNode service, String pointer, Reporter reporter) {
        String protocol = Fields.text(service, "protocol", "http");
        if (!service.has("host")) {
            reporter.error("required-field", pointer, null, "required field missing: 'host'");
        }
        String path = Fields.text(service, "path");
        if (path != null && NO_PATH.contains(protocol)) {
            reporter.error(
                    "between-fields",
                    pointer + "/path",
                    path,
                    "value must be null when 'protocol' is '" + protocol
                            + "' (failed conditional validation given value of field 'protocol')");
        }
        if (!protocol.equals("https") && !protocol.equals("tls")) {
            for (String field : TLS_FIELDS) {
                if (service.has(field)) {
                    reporter.error(
                            "between-fields",
                            pointer + "/" + field,
                            null,
                            "value must be null: failed conditional validation given value of field 'protocol'");
                }
            }
        }
    }

    static boolean isEmpty(JsonNode value) {
        return value.isMissingNode() || (value.isContainer() && value.isEmpty());
    }
}
