package io.sluice.plugins.kafkalog;

import io.sluice.api.ByteText;
import io.sluice.api.Completion;
import io.sluice.api.Exchange;
import io.sluice.api.LogEntry;
import io.sluice.api.Metrics;
import io.sluice.api.Occasionally;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.Preview;
import io.sluice.api.QueryArgs;
import io.sluice.api.produce.Delivery;
import io.sluice.api.produce.Producing;
import io.sluice.api.produce.RecordTemplate;
import io.sluice.api.produce.SendOutcome;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes one record per request. The request is over by then, and nothing here touches its answer or waits on its thread: what cannot
 * be taken at once is dropped and counted.
 *
 * <p>Source: Kong's page on the plugin and its 3.15 schema.
 */
final class KafkaLog implements Plugin {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final KafkaLogConfig config;
    private final PluginEnv env;
    private final Producing producing;
    private final Outbox outbox;
    private final Metrics.Counter dropped;
    private final Occasionally failures = new Occasionally();

    KafkaLog(KafkaLogConfig config, PluginEnv env, Producing producing) {
        this.config = config;
        this.env = env;
        this.producing = producing;
        this.outbox = new Outbox(producing, config.producerAsync(), this::sent);
        this.dropped = env.metrics()
                .counter(
                        "sluice_kafka_log_dropped_total",
                        "Log entries dropped because too many were waiting to be sent",
                        "scope",
                        "topic");
        producing.announce(List.of(config.topic()));
    }

    @Override
    public Optional<Preview> preview(Exchange exchange) {
        QueryArgs args =
                QueryArgs.parse(exchange.request().rawQuery(), env.limits().uriArgs());
        byte[] key = RecordTemplate.key(args, config.keyQueryArg());
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("topics", List.of(config.topic()));
        if (key != null) {
            details.put("key", ByteText.ofHeader(new String(key, StandardCharsets.ISO_8859_1)));
        }
        return Optional.of(new Preview("would log the request to topic " + config.topic(), details));
    }

    @Override
    public void log(Exchange exchange, Completion completion) {
        QueryArgs args =
                QueryArgs.parse(exchange.request().rawQuery(), env.limits().uriArgs());
        String entry = JSON.writeValueAsString(LogEntry.of(exchange, completion, env.limits()));
        RecordTemplate record = new RecordTemplate(
                List.of(config.topic()),
                RecordTemplate.key(args, config.keyQueryArg()),
                entry.getBytes(StandardCharsets.UTF_8),
                List.of());
        if (!outbox.offer(record)) {
            dropped.increment(env.scope(), config.topic());
            say("log entries not sent", "buffer overflow");
        }
    }

    /** On a thread of the outbox. */
    private void sent(Delivery delivery) {
        switch (delivery.decisive()) {
            case SendOutcome.Acked _, SendOutcome.Buffered _ -> {}
            case SendOutcome.Refused refused -> say("log entries not sent", refused.error());
            case SendOutcome.TooLarge large -> say("log entries not sent", large.error());
            case SendOutcome.Shed shed -> say("log entries not sent", shed.error());
            case SendOutcome.Unknown unknown -> say("log entries perhaps not sent", unknown.error());
        }
    }

    /** Under an outage every request has something to say: one line a second says it for all. */
    private void say(String message, String error) {
        long entries = failures.count();
        if (entries > 0) {
            env.log().error(message, "scope", env.scope(), "topic", config.topic(), "entries", entries, "error", error);
        }
    }

    /** Waits for what is on its way to the producer, not longer than a delivery may take. */
    @Override
    public void close() {
        outbox.close();
        producing.close();
    }
}
