package io.sluice.records;

import io.sluice.api.Completion;
import io.sluice.api.Exchange;
import io.sluice.api.Occasionally;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.Preview;
import io.sluice.api.QueryArgs;
import io.sluice.api.Reply;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import io.sluice.api.UnsupportedConfig;
import io.sluice.api.produce.Delivery;
import io.sluice.api.produce.KafkaProducerConfig;
import io.sluice.api.produce.ProducerSecurity;
import io.sluice.api.produce.ProducerSpec;
import io.sluice.api.produce.Producing;
import io.sluice.api.produce.RecordLimits;
import io.sluice.api.produce.RecordTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request into a record, sends it, and answers. The service, if any, is never called. What {@code kafka-upstream} and
 * {@code confluent} do.
 *
 * <p>Source: Kong's page on the plugin and its 3.15 schema, with the decisions of {@code docs/decisions.md}.
 */
public final class RecordPlugin implements Plugin {

    private static final byte[] NO_BODY = {};

    private final RecordConfig config;
    private final PluginEnv env;
    private final Producing producing;
    private final TopicChoice topics;
    private final RecordValue values;
    private final RecordHeaders recordHeaders;
    private final Answers answers;
    private final int largestRecord;
    private final Occasionally failures = new Occasionally();
    private final Occasionally refusals = new Occasionally();

    /**
     * Makes the plugin of one entry, with a lease on the producer that its configuration asks for.
     *
     * @throws UnsupportedConfig which settings of Kong's cannot be honoured
     */
    public static <C extends KafkaProducerConfig & RecordConfig> Plugin create(C config, PluginEnv env)
            throws UnsupportedConfig {
        List<UnsupportedConfig.Field> unsupported = new ArrayList<>(config.unsupported());
        List<String> functions = config.messageByLuaFunctions();
        if (functions != null && !functions.isEmpty()) {
            unsupported.add(new UnsupportedConfig.Field(
                    "/message_by_lua_functions", "Lua functions are not hosted by this version"));
        }
        UnsupportedConfig.throwIfAny(unsupported);
        ProducerSpec spec = ProducerSpec.of(config, config.keyQueryArg() != null, ProducerSecurity.of(config, env));
        int largestRecord = RecordLimits.ofProducer(config.producerRequestLimitsBytesPerRequest());
        return new RecordPlugin(config, env, env.producers().lease(spec, env.scope()), largestRecord);
    }

    private RecordPlugin(RecordConfig config, PluginEnv env, Producing producing, int largestRecord) {
        this.config = config;
        this.env = env;
        this.producing = producing;
        this.topics = new TopicChoice(config.topic(), config.topicsQueryArg(), config.allowedTopics());
        this.values = new RecordValue(config, env.limits());
        this.recordHeaders = new RecordHeaders(config.headers(), env.limits().headers());
        this.answers = new Answers(config.errorHandling().returnErrorMessage());
        this.largestRecord = largestRecord;
        producing.announce(List.of(config.topic()));
    }

    @Override
    public void access(Exchange exchange) throws RequestBody.Broken {
        exchange.reply(answer(exchange));
    }

    private Reply answer(Exchange exchange) throws RequestBody.Broken {
        Request request = exchange.request();
        QueryArgs args = QueryArgs.parse(request.rawQuery(), env.limits().uriArgs());
        TopicChoice.Chosen chosen = topics.choose(args);
        if (!chosen.forbidden().isEmpty()) {
            sayForbidden(chosen.forbidden(), request.id());
            return answers.forbiddenTopic();
        }
        try {
            byte[] body =
                    config.forwardBody() ? request.body().bytes(env.limits().kafkaBodyBytes()) : NO_BODY;
            byte[] value = values.of(request, args, body);
            return send(exchange, chosen.topics(), RecordTemplate.key(args, config.keyQueryArg()), value);
        } catch (RequestBody.TooLarge e) {
            return answers.bodyTooLarge(e);
        } catch (UnreadableBody e) {
            return answers.unreadable(e);
        }
    }

    private Reply send(Exchange exchange, List<String> chosen, byte @Nullable [] key, byte[] value) {
        Request request = exchange.request();
        RecordTemplate message = new RecordTemplate(chosen, key, value, recordHeaders.of(request.headers()));
        Delivery delivery = producing.send(message);
        exchange.put(Delivery.KEY, delivery);
        Reply reply = answers.of(delivery);
        if (reply.status() != 200) {
            sayFailed(message, delivery, reply.status(), request.id());
        }
        return reply;
    }

    /** The record as access would send it, or the refusal it would answer with. */
    @Override
    public Optional<Preview> preview(Exchange exchange) throws RequestBody.Broken {
        Request request = exchange.request();
        QueryArgs args = QueryArgs.parse(request.rawQuery(), env.limits().uriArgs());
        TopicChoice.Chosen chosen = topics.choose(args);
        if (!chosen.forbidden().isEmpty()) {
            return refused(exchange, answers.forbiddenTopic(), "topics not allowed: " + chosen.forbidden());
        }
        try {
            byte[] body =
                    config.forwardBody() ? request.body().bytes(env.limits().kafkaBodyBytes()) : NO_BODY;
            RecordTemplate message = new RecordTemplate(
                    chosen.topics(),
                    RecordTemplate.key(args, config.keyQueryArg()),
                    values.of(request, args, body),
                    recordHeaders.of(request.headers()));
            long size = RecordLimits.size(message);
            if (size > largestRecord) {
                String reason = "the record has " + size + " bytes, and the producer takes " + largestRecord;
                return refused(exchange, answers.recordTooLarge(message.topics()), reason);
            }
            exchange.reply(answers.sent());
            return Optional.of(RecordPreview.of(message));
        } catch (RequestBody.TooLarge e) {
            return refused(exchange, answers.bodyTooLarge(e), String.valueOf(e.getMessage()));
        } catch (UnreadableBody e) {
            return refused(exchange, answers.unreadable(e), String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Preview> refused(Exchange exchange, Reply reply, String reason) {
        exchange.reply(reply);
        return Optional.of(new Preview(
                "would refuse with " + reply.status() + ": " + reason,
                Map.of("status", reply.status(), "reason", reason)));
    }

    /** Clients choose these names, so they must not fill the log either. */
    private void sayForbidden(List<String> topics, String requestId) {
        long messages = refusals.count();
        if (messages > 0) {
            env.log()
                    .error(
                            "sending message to the following topics is not allowed",
                            "topics",
                            topics,
                            "scope",
                            env.scope(),
                            "messages",
                            messages,
                            "request_id",
                            requestId);
        }
    }

    /** Under an outage or overload every request fails: one line a second says it for all. */
    private void sayFailed(RecordTemplate message, Delivery delivery, int status, String requestId) {
        long messages = failures.count();
        if (messages > 0) {
            env.log()
                    .error(
                            "message not sent",
                            "scope",
                            env.scope(),
                            "status",
                            status,
                            "outcomes",
                            delivery.outcomes(),
                            "record_bytes",
                            RecordLimits.size(message),
                            "messages",
                            messages,
                            "request_id",
                            requestId);
        }
    }

    @Override
    public void log(Exchange exchange, Completion completion) {
        exchange.get(Delivery.KEY)
                .ifPresent(delivery -> env.log()
                        .debug(
                                "message answered",
                                "scope",
                                env.scope(),
                                "status",
                                completion.status(),
                                "outcomes",
                                delivery.outcomes(),
                                "request_id",
                                exchange.request().id()));
    }

    @Override
    public void close() {
        producing.close();
    }
}
