package io.sluice.api;

import io.sluice.api.Completion.Try;
import io.sluice.api.entity.EntityFields;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What Kong's logging plugins write about a request: a JSON object as maps, lists, texts, numbers and booleans. The same for all of
 * them, {@link Exchange#logFields()} included.
 *
 * <p>Source: Kong's page on the log format, and the public source of {@code kong.log.serialize}. The names of members are Kong's.
 */
public final class LogEntry {

    /** Of the only workspace there is; Kong without a database always gives it this id. */
    private static final String WORKSPACE = "0dc6f45b-8f8d-40d2-a504-473544ee190b";

    private static final String REDACTED = "REDACTED";

    private LogEntry() {}

    /**
     * Writes an entry, its members in Kong's order. Credentials in {@code Authorization} and {@code Proxy-Authorization} are left
     * out, and so is what plugins took out of the request.
     *
     * @return a map of the caller's own
     * @throws IllegalArgumentException if a log field is to lie inside something that is no object
     */
    public static Map<String, Object> of(Exchange exchange, Completion completion, HostLimits limits) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("request", request(exchange.request(), completion, limits));
        entry.put("upstream_uri", completion.upstreamUri());
        entry.put("upstream_status", upstreamStatus(completion.tries()));
        entry.put("response", response(completion));
        entry.put("latencies", latencies(completion.latencies()));
        exchange.route().ifPresent(_ -> entry.put("tries", tries(completion.tries())));
        exchange.credential()
                .ifPresent(credential -> entry.put(
                        "authenticated_entity",
                        object(
                                "id", credential.id().toString(),
                                "consumer_id", credential.consumer().id().toString())));
        exchange.route().map(EntityFields::of).ifPresent(route -> entry.put("route", inWorkspace(route)));
        exchange.service().map(EntityFields::of).ifPresent(service -> entry.put("service", inWorkspace(service)));
        exchange.consumer().map(EntityFields::of).ifPresent(consumer -> entry.put("consumer", inWorkspace(consumer)));
        entry.put("client_ip", exchange.request().clientAddress());
        entry.put("started_at", completion.startedAt().toEpochMilli());
        entry.put("source", completion.source() == Completion.Source.UPSTREAM ? "upstream" : "kong");
        entry.put("workspace", WORKSPACE);
        entry.put("workspace_name", "default");
        exchange.logFields().forEach((path, value) -> LogFields.set(entry, path, value));
        return entry;
    }

    private static Map<String, Object> request(Request request, Completion completion, HostLimits limits) {
        Map<String, Object> members = object(
                "id", request.id(),
                "method", request.method(),
                "uri", request.target(),
                "url", url(request),
                "querystring", ValuesByName.of(QueryArgs.parse(request.rawQuery(), limits.uriArgs())),
                "headers", headers(request.headers(), limits.headers()),
                "size", completion.requestBytes());
        TlsInfo tls = request.connection().tls();
        if (tls != null) {
            members.put("tls", object("version", tls.version(), "cipher", tls.cipher(), "client_verify", "NONE"));
        }
        return members;
    }

    private static Map<String, Object> headers(Headers headers, int limit) {
        Map<String, Object> byName = ValuesByName.of(headers, limit);
        byName.replace("authorization", REDACTED);
        byName.replace("proxy-authorization", REDACTED);
        return byName;
    }

    /** With the port that clients see, always; without a Host, the address of the listener stands in for it. */
    private static String url(Request request) {
        ConnectionInfo connection = request.connection();
        String host = ByteText.ofHeader(request.host()).toLowerCase(Locale.ROOT);
        String name = host.isEmpty() ? bracketed(connection.listenerAddress()) : withoutPort(host);
        return request.scheme() + "://" + name + ":" + connection.outsidePort() + request.target();
    }

    private static String bracketed(String address) {
        return address.indexOf(':') < 0 ? address : "[" + address + "]";
    }

    private static String withoutPort(String host) {
        int colon = host.indexOf(':', host.lastIndexOf(']') + 1);
        return colon < 0 ? host : host.substring(0, colon);
    }

    /** As nginx prints it, one status a try; one without an answer has the status that its failure stands for. */
    private static String upstreamStatus(List<Try> tries) {
        return tries.stream().map(one -> Integer.toString(status(one))).collect(Collectors.joining(", "));
    }

    private static int status(Try one) {
        return one.status() == 0 ? one.failureStatus() : one.status();
    }

    private static Map<String, Object> response(Completion completion) {
        return object(
                "status", completion.status(),
                "headers", ValuesByName.of(completion.headers(), Integer.MAX_VALUE),
                "size", completion.responseBytes());
    }

    private static Map<String, Object> latencies(Completion.Latencies latencies) {
        return object(
                "kong", millis(latencies.gateway()),
                "proxy", latencies.upstream() < 0 ? -1L : millis(latencies.upstream()),
                "request", millis(latencies.request()),
                "receive", millis(latencies.receive()));
    }

    /** What went wrong is said of every try but the last: the balancer notes it when it is asked again. */
    private static List<Object> tries(List<Try> tries) {
        List<Object> entries = new ArrayList<>(tries.size());
        for (int i = 0; i < tries.size(); i++) {
            Try one = tries.get(i);
            Map<String, Object> members = object(
                    "balancer_start", one.startedAt().toEpochMilli(),
                    "balancer_start_ns", ChronoUnit.NANOS.between(Instant.EPOCH, one.startedAt()),
                    "balancer_latency", millis(one.balancerNanos()),
                    "balancer_latency_ns", one.balancerNanos(),
                    "ip", one.ip(),
                    "port", one.port());
            if (i < tries.size() - 1) {
                members.put("state", "failed");
                members.put("code", status(one));
            }
            entries.add(members);
        }
        return entries;
    }

    private static Map<String, Object> inWorkspace(Map<String, Object> entity) {
        entity.put("ws_id", WORKSPACE);
        return entity;
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }
}
