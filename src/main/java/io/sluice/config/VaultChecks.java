package io.sluice.config;

import io.sluice.problem.Nearest;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What must hold for vaults: their kind, that they are not called like one, the settings of the kind {@code env}. */
final class VaultChecks {

    /** Kinds of Kong's editions; the open-source one has the first. */
    private static final List<String> KINDS = List.of("env", "aws", "azure", "conjur", "gcp", "hcv", "konnect");

    private static final List<String> ENV_FIELDS =
            List.of("prefix", "base64_decode", "ttl", "neg_ttl", "resurrect_ttl");
    private static final Pattern ENV_PREFIX = Pattern.compile("[a-zA-Z_-][a-zA-Z0-9_-]*");

    private final Load load;

    VaultChecks(Load load) {
        this.load = load;
    }

    void check(ObjectNode vault, String pointer) {
        String prefix = Fields.text(vault, "prefix");
        if (prefix != null && kinds().contains(prefix)) {
            load.reporter()
                    .error(
                            "bad-name",
                            pointer + "/prefix",
                            prefix,
                            "must not be one of: " + String.join(", ", kinds()));
        }
        String kind = Fields.text(vault, "name");
        if (kind != null && !kinds().contains(kind)) {
            load.reporter()
                    .error(
                            "unknown-vault",
                            pointer + "/name",
                            kind,
                            "vault '" + kind + "' is not installed",
                            Nearest.to(kind, kinds())
                                    .map(near -> "did you mean '" + near + "'?")
                                    .orElse("kinds: " + String.join(", ", kinds())));
        } else if (kind != null && kind.equals("env")) {
            env(vault.path("config"), pointer + "/config");
        } else if (kind != null) {
            load.reporter()
                    .warning(
                            "vault-not-hosted",
                            pointer + "/name",
                            kind,
                            "vaults of the kind '" + kind
                                    + "' are not hosted by this version: references to it lead nowhere",
                            null);
        }
        EmptyValues.dropNulls(vault.path("config"));
    }

    private List<String> kinds() {
        return load.dialect() == Dialect.KONG ? KINDS.subList(0, 1) : KINDS;
    }

    private void env(JsonNode config, String pointer) {
        for (String field : config.propertyNames()) {
            if (!ENV_FIELDS.contains(field)) {
                load.reporter()
                        .error(
                                "unknown-field",
                                pointer + "/" + field,
                                field,
                                "unknown field",
                                Nearest.to(field, ENV_FIELDS)
                                        .map(near -> "did you mean '" + near + "'?")
                                        .orElse(null));
            }
        }
        JsonNode prefix = config.path("prefix");
        if (!prefix.isMissingNode() && !prefix.isNull() && !prefix.isString()) {
            load.reporter().error("bad-type", pointer + "/prefix", null, "expected a string");
        } else if (prefix.isString() && !ENV_PREFIX.matcher(prefix.asString()).matches()) {
            load.reporter()
                    .error(
                            "bad-pattern",
                            pointer + "/prefix",
                            prefix.asString(),
                            "invalid value: " + prefix.asString());
        }
    }
}
