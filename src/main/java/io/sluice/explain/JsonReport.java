package io.sluice.explain;

import io.sluice.api.ByteText;
import io.sluice.api.Reply;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import io.sluice.config.Declaration;
import io.sluice.explain.Explanation.NotFound;
import io.sluice.explain.Explanation.Refused;
import io.sluice.explain.Explanation.Routed;
import io.sluice.router.Condition;
import io.sluice.router.Contest;
import io.sluice.router.NearMiss;
import io.sluice.router.RouteMatch;
import io.sluice.runtime.DryRun.Foresight;
import io.sluice.runtime.DryRun.PluginTurn;
import io.sluice.runtime.DryRun.UpstreamRequestLine;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One JSON object per line. {@code route}, {@code service}, {@code upstream_uri}, {@code captures}, {@code status} and {@code plugins}
 * are always there; {@code status} is null where an upstream's answer decides. {@code upstream_uri} is the path before it is escaped,
 * without the query, {@code upstream_url} all of it as it is sent.
 */
public final class JsonReport implements Report {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Reading reading;
    private final PrintWriter out;

    public JsonReport(Declaration declaration, PrintWriter out) {
        this.reading = new Reading(declaration);
        this.out = out;
    }

    @Override
    public void print(Explanation explanation) {
        out.println(JSON.writeValueAsString(
                switch (explanation) {
                    case Refused refused -> refused(refused);
                    case NotFound notFound -> notFound(notFound);
                    case Routed routed -> routed(routed);
                }));
    }

    @Override
    public void unreadable(int line, String reason) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("line", line);
        object.put("error", reason);
        out.println(JSON.writeValueAsString(object));
    }

    private static Map<String, @Nullable Object> nothing(int status, String reason) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("route", null);
        object.put("service", null);
        object.put("upstream_uri", null);
        object.put("captures", Map.of());
        object.put("status", status);
        object.put("reason", reason);
        return object;
    }

    private static Map<String, @Nullable Object> refused(Refused refused) {
        Map<String, @Nullable Object> object = nothing(refused.status(), refused.reason());
        object.put("plugins", List.of());
        return object;
    }

    private Map<String, @Nullable Object> notFound(NotFound notFound) {
        Map<String, @Nullable Object> object =
                nothing(404, notFound.reason().isEmpty() ? "no Route matched with those values" : notFound.reason());
        object.put("plugins", plugins(notFound.foresight()));
        object.put(
                "closest",
                notFound.closest().stream()
                        .map(miss -> nearMiss(miss, notFound.foresight()))
                        .toList());
        return object;
    }

    private static Map<String, Object> nearMiss(NearMiss miss, Foresight foresight) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("route", miss.route().label());
        object.put("met", fields(miss.met()));
        object.put(
                "missed",
                Wanted.of(miss, foresight.routing()).stream()
                        .map(wanted -> Map.of(
                                "condition", wanted.condition().field(), "wants", wanted.wants(), "got", wanted.got()))
                        .toList());
        return object;
    }

    private Map<String, @Nullable Object> routed(Routed routed) {
        Foresight foresight = routed.foresight();
        RouteMatch match = routed.contest().winner();
        Route route = match.route();
        Service service = route.service();
        Reply reply = foresight.reply();
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("route", route.label());
        object.put("service", service == null ? null : service.label());
        object.put("upstream_uri", service == null ? null : ByteText.ofHeader(foresight.upstreamPath()));
        object.put("captures", Reading.captures(match.captures()));
        object.put("status", reply == null ? null : reply.status());
        object.put("plugins", plugins(foresight));
        if (reply != null) {
            reply.headers().first("Location").ifPresent(location -> object.put("location", location));
            object.put("body", new String(reply.body(), StandardCharsets.UTF_8));
        }
        object.put("upstream_url", service == null ? null : url(service, foresight));
        object.put("route_id", route.id().toString());
        object.put("matched", fields(routed.contest().conditions()));
        object.put("path", match.path());
        object.put("prefix", match.prefix() == null ? null : ByteText.ofHeader(match.prefix()));
        object.put(
                "beat",
                routed.contest().beaten().stream().map(JsonReport::beaten).toList());
        object.put("consumer", foresight.consumer().map(Consumer::label).orElse(null));
        if (foresight.upstream() != null) {
            object.put("upstream", upstream(foresight.upstream()));
        }
        if (routed.other() != null) {
            object.put(
                    "other_calculation",
                    Map.of(
                            "calculation",
                            routed.other().calculation(),
                            "route",
                            routed.other().match().route().label(),
                            "because",
                            routed.other().reason()));
        }
        return object;
    }

    private static Map<String, Object> beaten(Contest.Beaten beaten) {
        return Map.of("route", beaten.route().label(), "because", beaten.because(), "tied", beaten.tied());
    }

    private static String url(Service service, Foresight foresight) {
        return service.protocol() + "://" + service.host() + ":" + service.port()
                + ByteText.ofHeader(foresight.upstreamUri());
    }

    private static Map<String, Object> upstream(UpstreamRequestLine line) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("method", line.method());
        object.put("address", line.address());
        object.put("host", ByteText.ofHeader(line.host()));
        return object;
    }

    private List<Map<String, @Nullable Object>> plugins(Foresight foresight) {
        return foresight.plugins().stream().map(this::plugin).toList();
    }

    private Map<String, @Nullable Object> plugin(PluginTurn turn) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("name", turn.name());
        object.put("scope", reading.scope(turn.scope()));
        object.put("priority", turn.priority());
        object.put("phases", turn.phases());
        object.put("access", !turn.late());
        object.put("would", turn.preview().map(preview -> preview.summary()).orElse(null));
        turn.preview().ifPresent(preview -> preview.details().forEach(object::putIfAbsent));
        return object;
    }

    private static List<String> fields(Set<Condition> conditions) {
        return conditions.stream().map(Condition::field).toList();
    }
}
