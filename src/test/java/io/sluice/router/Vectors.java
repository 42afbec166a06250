package io.sluice.router;

import io.sluice.api.Headers;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the recorded answers of Kong's router. */
public final class Vectors {

    private Vectors() {}

    public static JsonNode read(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
            return JsonMapper.shared().readTree(in);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static List<Route> routes(JsonNode routes) {
        List<Route> all = new ArrayList<>();
        routes.forEach(r -> all.add(route(r)));
        return all;
    }

    private static Route route(JsonNode r) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        r.path("headers").properties().forEach(h -> headers.put(h.getKey(), strings(h.getValue())));
        Set<String> protocols = set(r.path("protocols"));
        return new Route(
                r.has("id") ? UUID.fromString(r.get("id").asString()) : UUID.randomUUID(),
                r.path("name").asString(null),
                service(r.path("service")),
                protocols.isEmpty() ? Set.of("http", "https") : protocols,
                set(r.path("methods")),
                strings(r.path("hosts")),
                strings(r.path("paths")),
                headers,
                set(r.path("snis")),
                endpoints(r.path("sources")),
                endpoints(r.path("destinations")),
                r.path("https_redirect_status_code").asInt(426),
                r.path("regex_priority").asInt(0),
                r.path("strip_path").asBoolean(false),
                r.path("path_handling").asString("v0"),
                r.path("preserve_host").asBoolean(false),
                true,
                true,
                Set.of(),
                r.has("created_at") ? r.get("created_at").asLong() : null);
    }

    private static List<Route.Endpoint> endpoints(JsonNode list) {
        List<Route.Endpoint> all = new ArrayList<>();
        list.forEach(e -> all.add(new Route.Endpoint(
                e.path("ip").asString(null), e.has("port") ? e.get("port").asInt() : null)));
        return all;
    }

    private static Service service(JsonNode s) {
        if (!s.isObject()) {
            return null;
        }
        boolean enabled = s.path("enabled").asBoolean(true);
        return new Service(
                UUID.randomUUID(),
                s.path("name").asString("s"),
                s.path("protocol").asString("http"),
                s.path("host").asString("h"),
                s.path("port").asInt(80),
                s.path("path").asString(null),
                5,
                1,
                1,
                1,
                enabled,
                null,
                null,
                null,
                List.of(),
                Set.of());
    }

    public static Headers headers(JsonNode node) {
        Headers headers = new Headers();
        if (node.isArray()) {
            node.forEach(h -> headers.add(h.get(0).asString(), h.get(1).asString()));
        } else {
            node.properties().forEach(h -> {
                if (h.getValue().isArray()) {
                    h.getValue().forEach(v -> headers.add(h.getKey(), v.asString()));
                } else {
                    headers.add(h.getKey(), h.getValue().asString());
                }
            });
        }
        return headers;
    }

    /** As bytes in ISO-8859-1 characters, the way a server hands them on. */
    public static String bytes(String text) {
        return text.startsWith("latin1:")
                ? text.substring("latin1:".length())
                : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    public static List<String> strings(JsonNode list) {
        List<String> all = new ArrayList<>();
        list.forEach(v -> all.add(v.asString()));
        return all;
    }

    private static Set<String> set(JsonNode list) {
        return new LinkedHashSet<>(strings(list));
    }
}
