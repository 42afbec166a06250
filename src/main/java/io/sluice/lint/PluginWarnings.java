package io.sluice.lint;

import io.sluice.config.Declaration;
import io.sluice.config.PluginEntry;
import io.sluice.config.PluginSchemas;
import io.sluice.config.source.Document;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Plugins that can never run, and configurations that nobody uses. */
final class PluginWarnings {

    /** Plugins of Kong's after which it is known who asks, or may be. */
    private static final Set<String> AUTHENTICATE = Set.of(
            "ace",
            "basic-auth",
            "header-cert-auth",
            "hmac-auth",
            "jwt",
            "jwt-signer",
            "key-auth",
            "key-auth-enc",
            "kong-identity",
            "ldap-auth",
            "ldap-auth-advanced",
            "mtls-auth",
            "oauth2",
            "oauth2-introspection",
            "openid-connect",
            "post-function",
            "pre-function",
            "saml",
            "session",
            "vault-auth");

    private final PluginSchemas schemas;
    private final Declaration declaration;
    private final Document document;
    private final Warnings warnings;
    private final boolean partial;

    /** {@code partial} if a gateway holds more plugins than the file. */
    PluginWarnings(
            PluginSchemas schemas, Declaration declaration, Document document, Warnings warnings, boolean partial) {
        this.partial = partial;
        this.schemas = schemas;
        this.declaration = declaration;
        this.document = document;
        this.warnings = warnings;
    }

    void warn() {
        unusedConfigs();
        if (!partial && nobodyIsKnown()) {
            forNobody();
        }
    }

    private void unusedConfigs() {
        Set<String> used = new HashSet<>();
        users(document.root(), used);
        for (String name : document.root().path("_plugin_configs").propertyNames()) {
            if (!used.contains(name)) {
                warnings.add(
                        "unused-plugin-config",
                        "/_plugin_configs/" + Document.escape(name),
                        name,
                        "no plugin has `_config: " + name + "`",
                        null);
            }
        }
    }

    private static void users(JsonNode node, Set<String> used) {
        if (node.path("_config").isString()) {
            used.add(node.get("_config").asString());
        }
        node.forEach(child -> {
            if (child.isContainer()) {
                users(child, used);
            }
        });
    }

    /** No plugin of the file says who asks. One that is not Kong's might. */
    private boolean nobodyIsKnown() {
        return declaration.plugins().stream()
                .filter(PluginEntry::enabled)
                .noneMatch(entry -> AUTHENTICATE.contains(entry.name()) || !schemas.isOfficial(entry.name()));
    }

    private void forNobody() {
        for (PluginEntry entry : declaration.plugins()) {
            boolean forSome = entry.consumer() != null || entry.consumerGroup() != null;
            if (forSome && entry.enabled()) {
                warnings.add(
                        "consumer-never-known",
                        entry.pointer(),
                        entry.name(),
                        "it is for one consumer" + (entry.consumer() != null ? "" : " group")
                                + ", and no plugin of the file authenticates: it never runs",
                        "add an authentication plugin, such as key-auth or basic-auth");
            }
        }
    }
}
