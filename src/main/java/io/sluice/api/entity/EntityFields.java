package io.sluice.api.entity;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Entities as Kong prints them in logs and echoes: its field names, other entities as {@code {"id": ...}}, times in seconds, what is
 * not set left out, {@code tags} always there. Certificates show as ids alone, so no key is ever printed.
 *
 * <p>The maps hold texts, numbers, booleans, lists and maps of such, and are in Kong's order of fields. They are the caller's to
 * change.
 */
public final class EntityFields {

    private EntityFields() {}

    public static Map<String, Object> of(Route route) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", route.id().toString());
        put(fields, "created_at", route.createdAt());
        put(fields, "name", route.name());
        put(
                fields,
                "service",
                route.service() == null ? null : reference(route.service().id()));
        put(fields, "protocols", sorted(route.protocols()));
        put(fields, "methods", sorted(route.methods()));
        put(fields, "hosts", List.copyOf(route.hosts()));
        put(fields, "paths", List.copyOf(route.paths()));
        put(fields, "headers", new LinkedHashMap<>(route.headers()));
        put(fields, "snis", sorted(route.snis()));
        put(fields, "sources", endpoints(route.sources()));
        put(fields, "destinations", endpoints(route.destinations()));
        fields.put("https_redirect_status_code", route.httpsRedirectStatusCode());
        fields.put("regex_priority", route.regexPriority());
        fields.put("strip_path", route.stripPath());
        fields.put("path_handling", route.pathHandling());
        fields.put("preserve_host", route.preserveHost());
        fields.put("request_buffering", route.requestBuffering());
        fields.put("response_buffering", route.responseBuffering());
        fields.put("tags", sorted(route.tags()));
        return fields;
    }

    public static Map<String, Object> of(Service service) {
        Certificate shown = service.clientCertificate();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", service.id().toString());
        put(fields, "name", service.name());
        fields.put("protocol", service.protocol());
        fields.put("host", service.host());
        fields.put("port", service.port());
        put(fields, "path", service.path());
        fields.put("retries", service.retries());
        fields.put("connect_timeout", service.connectTimeout());
        fields.put("write_timeout", service.writeTimeout());
        fields.put("read_timeout", service.readTimeout());
        fields.put("enabled", service.enabled());
        put(fields, "client_certificate", shown == null ? null : reference(shown.id()));
        put(fields, "tls_verify", service.tlsVerify());
        put(fields, "tls_verify_depth", service.tlsVerifyDepth());
        put(
                fields,
                "ca_certificates",
                service.caCertificates().stream().map(ca -> ca.id().toString()).toList());
        fields.put("tags", sorted(service.tags()));
        return fields;
    }

    public static Map<String, Object> of(Consumer consumer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", consumer.id().toString());
        put(fields, "username", consumer.username());
        put(fields, "custom_id", consumer.customId());
        fields.put("tags", sorted(consumer.tags()));
        return fields;
    }

    private static Map<String, Object> reference(UUID id) {
        return Map.of("id", id.toString());
    }

    private static List<Map<String, Object>> endpoints(List<Route.Endpoint> endpoints) {
        return endpoints.stream()
                .map(endpoint -> {
                    Map<String, Object> fields = new LinkedHashMap<>();
                    put(fields, "ip", endpoint.ip());
                    put(fields, "port", endpoint.port());
                    return fields;
                })
                .toList();
    }

    /** Sets of the file have no order; the same entity prints the same every time. */
    private static List<String> sorted(Collection<String> set) {
        return List.copyOf(new TreeSet<>(set));
    }

    /** Leaves out what is not set: null, or an empty collection. */
    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        boolean empty = value instanceof Collection<?> list && list.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty();
        if (value != null && !empty) {
            fields.put(name, value);
        }
    }
}
