package io.sluice.plugins.requesttermination;

import io.sluice.api.ByteText;
import io.sluice.api.Exchange;
import io.sluice.api.HostLimits;
import io.sluice.api.PluginEnv;
import io.sluice.api.QueryArgs;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import io.sluice.api.ValuesByName;
import io.sluice.api.entity.EntityFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Shows a request as the upstream would have got it, who took it, and where it would have gone. */
final class Echo {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final @Nullable String message;
    private final Map<String, Object> node;
    private final HostLimits limits;

    Echo(@Nullable String message, PluginEnv.Node node, HostLimits limits) {
        this.message = message;
        this.node = new LinkedHashMap<>();
        this.node.put("node_id", node.id().toString());
        this.node.put("worker_pid", node.pid());
        this.node.put("hostname", node.hostname());
        this.limits = limits;
    }

    /** A JSON object. */
    String of(Exchange exchange) throws RequestBody.Broken {
        Map<String, Object> echo = new LinkedHashMap<>();
        if (message != null) {
            echo.put("message", message);
        }
        echo.put("kong", node);
        echo.put("request", request(exchange));
        exchange.route().ifPresent(route -> echo.put("matched_route", EntityFields.of(route)));
        exchange.service().ifPresent(service -> echo.put("matched_service", EntityFields.of(service)));
        return JSON.writeValueAsString(echo);
    }

    private Map<String, Object> request(Exchange exchange) throws RequestBody.Broken {
        Request request = exchange.request();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("scheme", request.scheme());
        fields.put("host", hostName(request.host()));
        fields.put("port", request.connection().listenerPort());
        fields.put("headers", ValuesByName.of(request.headers(), limits.headers()));
        fields.put("query", ValuesByName.of(QueryArgs.parse(request.rawQuery(), limits.uriArgs())));
        body(request, fields);
        fields.put("method", request.method());
        fields.put("path", ByteText.ofArgument(exchange.path()));
        fields.put("uri_captures", captures(exchange.captures()));
        return fields;
    }

    /** A body that is too large to look into is not shown. */
    private void body(Request request, Map<String, Object> fields) throws RequestBody.Broken {
        try {
            byte[] body = request.body().bytes(limits.pluginBodyBytes());
            Object parsed =
                    ParsedBody.of(body, request.headers().first("Content-Type").orElse(""), limits.postArgs());
            if (parsed != null) {
                fields.put("body", parsed);
            }
            fields.put("raw_body", new String(body, StandardCharsets.UTF_8));
        } catch (RequestBody.TooLarge _) {
            // neither body nor raw_body
        }
    }

    /** Without a port, lower case. */
    private static String hostName(String host) {
        int colon = host.lastIndexOf(':');
        boolean port = colon >= 0 && colon > host.lastIndexOf(']');
        return ByteText.ofHeader(port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
    }

    /** All of them are in the list, by number from 1; the named ones also by name. A group that took no part is null. */
    private static Map<String, Object> captures(Map<String, String> captures) {
        Map<String, Object> named = new LinkedHashMap<>();
        List<@Nullable Object> unnamed = new ArrayList<>();
        captures.forEach((key, value) -> {
            if (!key.chars().allMatch(Character::isDigit)) {
                named.put(key, ByteText.ofArgument(value));
            } else if (!key.equals("0")) {
                int number = Integer.parseInt(key);
                while (unnamed.size() < number) {
                    unnamed.add(null);
                }
                unnamed.set(number - 1, ByteText.ofArgument(value));
            }
        });
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("named", named);
        both.put("unnamed", unnamed);
        return both;
    }
}
