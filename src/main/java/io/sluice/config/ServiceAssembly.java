package io.sluice.config;

import io.sluice.api.entity.CaCertificate;
import io.sluice.api.entity.Certificate;
import io.sluice.api.entity.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes services, and says which of them cannot be hosted. */
final class ServiceAssembly {

    /** Kong's protocols that are not spoken to services; of others the schema has its word. */
    private static final Set<String> NOT_HOSTED = Set.of("grpc", "grpcs", "tcp", "tls", "tls_passthrough", "udp");

    private final Load load;
    private final CertificateAssembly certificates;
    private final UpstreamAssembly upstreams;
    private final PluginAssembly plugins;
    private final Index<Service> services;
    private final List<Made<Service>> made = new ArrayList<>();
    private boolean namesAnUpstream;

    ServiceAssembly(Load load, CertificateAssembly certificates, UpstreamAssembly upstreams, PluginAssembly plugins) {
        this.load = load;
        this.plugins = plugins;
        this.certificates = certificates;
        this.upstreams = upstreams;
        this.services = new Index<>("services", "name", load.reporter());
    }

    void assemble() {
        load.each("services", (node, at) -> service(node, at, null));
        for (Made<Certificate> shown : certificates.made()) {
            Load.each(shown.node(), "services", shown.pointer(), (node, at) -> service(node, at, shown.entity()));
        }
    }

    Index<Service> services() {
        return services;
    }

    /** All services with their places, for what is nested in them. */
    List<Made<Service>> made() {
        return made;
    }

    /** Whether that has been said of a service, so that nothing more need be said of upstreams. */
    boolean namesAnUpstream() {
        return namesAnUpstream;
    }

    private void service(ObjectNode node, String pointer, @Nullable Certificate parent) {
        load.defaults("service", node);
        String name = Fields.text(node, "name");
        JsonNode verify = node.path("tls_verify");
        Service service = new Service(
                Load.id("services", node, name),
                name,
                Fields.text(node, "protocol", "http"),
                Fields.text(node, "host", ""),
                Fields.number(node, "port", 80),
                Fields.text(node, "path"),
                Fields.number(node, "retries", 5),
                Fields.number(node, "connect_timeout", 60_000),
                Fields.number(node, "write_timeout", 60_000),
                Fields.number(node, "read_timeout", 60_000),
                Fields.flag(node, "enabled", true),
                certificates.certificates().owner("client_certificate", node, pointer, parent),
                verify.isBoolean() ? (Boolean) verify.asBoolean() : null,
                node.has("tls_verify_depth") ? (Integer) Fields.number(node, "tls_verify_depth", 1) : null,
                authorities(node, pointer),
                Fields.set(node, "tags"));
        EntityChecks.service(node, pointer, load.reporter());
        services.add(service.id(), name, service, pointer);
        made.add(new Made<>(service, node, pointer));
        plugins.nested(node, pointer, Parent.of(service));
        if (service.enabled()) {
            load.refuseFilterChains(node, pointer);
            hosted(service, pointer);
        }
    }

    private List<CaCertificate> authorities(ObjectNode node, String pointer) {
        List<CaCertificate> trusted = new ArrayList<>();
        JsonNode ids = node.path("ca_certificates");
        for (int i = 0; i < ids.size(); i++) {
            CaCertificate authority = certificates
                    .authorities()
                    .resolve("ca_certificates", ids.path(i), pointer + "/ca_certificates/" + i);
            if (authority != null) {
                trusted.add(authority);
            }
        }
        return List.copyOf(trusted);
    }

    private void hosted(Service service, String pointer) {
        if (NOT_HOSTED.contains(service.protocol())) {
            load.reporter()
                    .startError(
                            "not-hosted",
                            pointer + "/protocol",
                            service.protocol(),
                            "protocol " + service.protocol() + " is not hosted by this version",
                            null);
        }
        if (upstreams.has(service.host())) {
            namesAnUpstream = true;
            load.reporter()
                    .startError(
                            "not-hosted",
                            pointer + "/host",
                            service.host(),
                            "upstreams are not hosted by this version, and the host names one: '" + service.host()
                                    + "'",
                            "name a host that the system's resolver knows");
        }
    }
}
