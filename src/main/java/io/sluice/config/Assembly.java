package io.sluice.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Makes the entities of a document, each kind after those it refers to, wherever they stand, nested or flat. */
final class Assembly {

    private static final Set<String> READ = Set.of(
            "services",
            "routes",
            "consumers",
            "consumer_groups",
            "plugins",
            "certificates",
            "snis",
            "ca_certificates",
            "keyauth_credentials",
            "basicauth_credentials",
            "acls",
            "filter_chains",
            "vaults");

    /** Lists that may be nested in consumers, and that nothing is done with. */
    private static final Set<String> UNREAD_OF_CONSUMERS =
            Set.of("hmacauth_credentials", "jwt_secrets", "oauth2_credentials", "mtls_auth_credentials");

    private final Load load;
    private final CertificateAssembly certificates;
    private final UpstreamAssembly upstreams;
    private final ServiceAssembly services;
    private final RouteAssembly routes;
    private final ConsumerAssembly consumers;
    private final CredentialAssembly credentials;
    private final PluginAssembly plugins;

    Assembly(Load load, PluginAssembly plugins) {
        this.load = load;
        this.plugins = plugins;
        this.certificates = new CertificateAssembly(load);
        this.upstreams = new UpstreamAssembly(load, certificates);
        this.services = new ServiceAssembly(load, certificates, upstreams, plugins);
        this.routes = new RouteAssembly(load, services, plugins);
        this.consumers = new ConsumerAssembly(load, plugins);
        this.credentials = new CredentialAssembly(load, consumers);
    }

    Declaration assemble() {
        certificates.assemble();
        upstreams.assemble();
        services.assemble();
        routes.assemble();
        consumers.assemble();
        credentials.assemble();
        List<PluginEntry> entries = plugins.assemble(new PluginAssembly.Targets(
                routes.routes(),
                services.services(),
                consumers.consumers(),
                consumers.groups(),
                certificates.certificates()));
        load.refuseFilterChains(load.root(), "");
        List<Entity> others = new ArrayList<>(upstreams.entities());
        others.addAll(new OtherEntities(load, consumers, services.services(), routes.routes()).assemble());
        leftAside();
        return new Declaration(
                services.services().all(),
                routes.routes().all(),
                consumers.consumers().all(),
                consumers.groups().all(),
                credentials.credentials(),
                certificates.certificates().all(),
                certificates.authorities().all(),
                entries,
                List.copyOf(others),
                List.copyOf(load.reporter().unhosted()));
    }

    /** Lists of entities that are known and that this version does nothing with: each kind is told once. */
    private void leftAside() {
        Set<String> told = new HashSet<>(READ);
        if (services.namesAnUpstream()) {
            told.addAll(Set.of("upstreams", "targets"));
        } else if (!EntityChecks.isEmpty(load.root().path("upstreams"))) {
            told.add("targets");
        }
        JsonNode known = load.schema().definitionAt("").path("properties");
        for (String list : load.root().propertyNames()) {
            if (!list.startsWith("_") && known.has(list)) {
                leftAside(load.root(), list, "", told);
            }
        }
        load.each(
                "consumers",
                (consumer, at) -> UNREAD_OF_CONSUMERS.forEach(list -> leftAside(consumer, list, at, told)));
    }

    private void leftAside(JsonNode parent, String list, String base, Set<String> told) {
        JsonNode entities = parent.path(list);
        boolean usual = list.equals("workspaces") && entities.size() == 1; // the one that every export of Kong's names
        if (entities.isArray() && !entities.isEmpty() && !usual && told.add(list)) {
            load.reporter()
                    .warning(
                            "left-aside",
                            base + "/" + list,
                            null,
                            "'" + list + "' are known to Kong and have no effect in this version",
                            null);
        }
    }
}
