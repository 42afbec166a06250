package io.sluice.lint;

import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import io.sluice.api.produce.RecordLimits;
import io.sluice.config.PluginEntry;
import io.sluice.problem.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Bodies that are let in and whose records are over the limit. Kong's defaults do so already: who left them is told what fits, in one
 * note for the file; who chose one of the sizes is warned.
 */
final class BodySizeWarnings {

    private static final Set<String> MAKE_RECORDS = Set.of("kafka-upstream", "confluent");
    private static final String BYTES_PER_REQUEST = "producer_request_limits_bytes_per_request";
    private static final int USUAL_BYTES_PER_REQUEST = 1024 * 1024;

    private final BodyLimits host;
    private final Warnings warnings;
    private boolean isNoted;

    BodySizeWarnings(BodyLimits host, Warnings warnings) {
        this.host = host;
        this.warnings = warnings;
    }

    void warn(List<PluginEntry> entries) {
        for (PluginEntry entry : entries) {
            if (MAKE_RECORDS.contains(entry.name())
                    && entry.enabled()
                    && entry.config().path("forward_body").asBoolean(true)) {
                List<PluginEntry> limiting = entries.stream()
                        .filter(other -> other.name().equals("request-size-limiting") && mayRunBefore(entry, other))
                        .toList();
                warn(entry, limiting);
            }
        }
    }

    private void warn(PluginEntry entry, List<PluginEntry> limiting) {
        int asked = entry.config().path(BYTES_PER_REQUEST).asInt(USUAL_BYTES_PER_REQUEST);
        boolean raised = asked > USUAL_BYTES_PER_REQUEST;
        boolean chosen = raised || host.chosen() || !limiting.isEmpty();
        long letIn = host.bytes();
        for (PluginEntry one : limiting) {
            letIn = Math.min(letIn, allowed(one.config()));
        }
        long limit = recordLimit(asked);
        FittingBodies fit = FittingBodies.in(limit);
        if (letIn > fit.json() && (chosen || !isNoted)) {
            isNoted |= !chosen;
            String at = entry.pointer() + "/config";
            warnings.add(
                    chosen ? Problem.Severity.WARNING : Problem.Severity.NOTE,
                    "large-body",
                    raised ? at + "/" + BYTES_PER_REQUEST : at,
                    "bodies of " + (letIn >= BodyLimits.ANY_SIZE ? "any size" : "up to " + letIn + " bytes")
                            + " are let in, and a record may have " + limit + " (" + whose(limit, asked)
                            + "): it holds JSON twice, so at most " + fit.json() + " bytes of JSON fit, "
                            + fit.text() + " of text and " + fit.other() + " of anything else, which is sent as base64",
                    "let in less (KONG_KAFKA_MAX_BODY_SIZE, request-size-limiting), or say with " + BYTES_PER_REQUEST
                            + " how much the brokers take");
        }
    }

    /** Who asks for more than the usual says that the brokers take it. */
    private long recordLimit(int asked) {
        return host.compressed() ? RecordLimits.ofProducer(asked) : Math.max(asked, RecordLimits.BROKER_DEFAULT);
    }

    private static String whose(long limit, int asked) {
        return limit == asked
                ? BYTES_PER_REQUEST
                : limit == RecordLimits.BROKER_DEFAULT
                        ? "message.max.bytes of a broker, unless somebody raised it"
                        : "the producer's own limit, before compression";
    }

    /** Whether it limits what the other gets, or would if none were more specific: the smallest that may count is taken. */
    private static boolean mayRunBefore(PluginEntry entry, PluginEntry limiting) {
        UUID route = entry.route() == null ? null : entry.route().id();
        UUID service = serviceOf(entry);
        return limiting.enabled()
                && (limiting.route() == null || limiting.route().id().equals(route))
                && (limiting.service() == null || limiting.service().id().equals(service))
                && (limiting.consumer() == null || Objects.equals(limiting.consumer(), entry.consumer()))
                && (limiting.consumerGroup() == null
                        || Objects.equals(limiting.consumerGroup(), entry.consumerGroup()));
    }

    private static @Nullable UUID serviceOf(PluginEntry entry) {
        Route route = entry.route();
        Service service = route != null ? route.service() : entry.service();
        return service == null ? null : service.id();
    }

    private static long allowed(JsonNode config) {
        long unit = switch (config.path("size_unit").asString("")) {
            case "bytes" -> 1;
            case "kilobytes" -> 1024;
            default -> 1024 * 1024;
        };
        return config.path("allowed_payload_size").asLong(Integer.MAX_VALUE) * unit;
    }
}
