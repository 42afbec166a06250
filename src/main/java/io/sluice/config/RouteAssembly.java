package io.sluice.config;

import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Makes routes, nested in services or not, and says which of them cannot be hosted. */
final class RouteAssembly {

    /** Kong's protocols that no listener of this version speaks; of others the schema has its word. */
    private static final Set<String> NOT_HOSTED = Set.of("grpc", "grpcs", "tcp", "tls", "tls_passthrough", "udp");

    private final Load load;
    private final ServiceAssembly services;
    private final PluginAssembly plugins;
    private final Index<Route> routes;

    RouteAssembly(Load load, ServiceAssembly services, PluginAssembly plugins) {
        this.load = load;
        this.services = services;
        this.plugins = plugins;
        this.routes = new Index<>("routes", "name", load.reporter());
    }

    void assemble() {
        for (Made<Service> made : services.made()) {
            Load.each(made.node(), "routes", made.pointer(), (node, at) -> route(node, at, made.entity()));
        }
        load.each("routes", (node, at) -> route(node, at, null));
    }

    Index<Route> routes() {
        return routes;
    }

    private void route(ObjectNode node, String pointer, @Nullable Service parent) {
        load.defaults("route", node);
        String name = Fields.text(node, "name");
        Set<String> protocols = Fields.set(node, "protocols");
        boolean grpc = protocols.contains("grpc") || protocols.contains("grpcs");
        Route route = new Route(
                Load.id("routes", node, name),
                name,
                services.services().owner("service", node, pointer, parent),
                protocols,
                Fields.set(node, "methods"),
                Fields.list(node, "hosts"),
                Fields.list(node, "paths"),
                Fields.lists(node, "headers"),
                Fields.set(node, "snis"),
                Fields.endpoints(node, "sources"),
                Fields.endpoints(node, "destinations"),
                Fields.number(node, "https_redirect_status_code", 426),
                Fields.number(node, "regex_priority", 0),
                Fields.flag(node, "strip_path", !grpc),
                Fields.text(node, "path_handling", "v0"),
                Fields.flag(node, "preserve_host", false),
                Fields.flag(node, "request_buffering", true),
                Fields.flag(node, "response_buffering", true),
                Fields.set(node, "tags"),
                Fields.time(node, "created_at"));
        RouteChecks.check(route, node, pointer, load.reporter());
        routes.add(route.id(), name, route, pointer);
        if (route.service() == null || route.service().enabled()) {
            hosted(route, node, pointer);
        }
        plugins.nested(node, pointer, Parent.of(route));
    }

    /** A route of a service that is not enabled is in no router, whatever it asks for. */
    private void hosted(Route route, ObjectNode node, String pointer) {
        load.refuseFilterChains(node, pointer);
        for (String protocol : route.protocols()) {
            if (NOT_HOSTED.contains(protocol)) {
                load.reporter()
                        .startError(
                                "not-hosted",
                                pointer + "/protocols",
                                protocol,
                                "protocol " + protocol + " is not hosted by this version",
                                null);
            }
        }
        if (node.has("expression")) {
            load.reporter()
                    .startError(
                            "not-hosted",
                            pointer + "/expression",
                            null,
                            "routing by expression is not hosted by this version",
                            "use paths, hosts, methods, headers or snis");
        }
    }
}
