package com.example.webhooksignature;

import io.sluice.api.Completion;
import io.sluice.api.Counters;
import io.sluice.api.Exchange;
import io.sluice.api.Metrics;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.Preview;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import io.sluice.api.ResponseHead;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lets a request through if its body is signed with the secret, and refuses any other. The verdict is in the answer's header {@code
 * X-Webhook-Signature}, in the log entry of logging plugins, and in the metric {@code webhook_signature_requests_total}.
 */
final class WebhookSignature implements Plugin {

    /** What became of a signature. */
    private enum Verdict {
        VALID,
        MISSING,
        WRONG,
        REPEATED,
        UNREAD;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** From access to the later phases of the same request. */
    private static final Exchange.Key<Verdict> VERDICT = new Exchange.Key<>(Verdict.class);

    private final WebhookSignatureConfig config;
    private final PluginEnv env;
    private final Metrics.Counter requests;

    WebhookSignature(WebhookSignatureConfig config, PluginEnv env) {
        this.config = config;
        this.env = env;
        this.requests = env.metrics()
                .counter("webhook_signature_requests_total", "Webhooks by their signature", "scope", "verdict");
    }

    @Override
    public void access(Exchange exchange) throws RequestBody.Broken {
        Verdict verdict = judge(exchange.request());
        if (verdict == Verdict.VALID && config.onceWithin() > 0 && wasSeen(exchange.request())) {
            verdict = Verdict.REPEATED;
        }
        exchange.put(VERDICT, verdict);
        exchange.logField("webhook_signature", verdict.label());
        switch (verdict) {
            case VALID -> {}
            case MISSING -> exchange.refuse(401, "No signature found in request");
            case WRONG -> exchange.refuse(401, "Invalid signature");
            case REPEATED -> exchange.refuse(409, "This webhook was delivered before");
            case UNREAD -> exchange.refuse(413, "Payload too large");
        }
    }

    /** Has no effect, so that a preview can ask too. */
    private Verdict judge(Request request) throws RequestBody.Broken {
        Optional<String> given = request.headers().first(config.signatureHeader());
        if (given.isEmpty()) {
            return Verdict.MISSING;
        }
        try {
            byte[] body = request.body().bytes(env.limits().pluginBodyBytes());
            String expected =
                    config.prefix() + Signature.of(body, config.secret().reveal());
            return Signature.matches(given.get(), expected) ? Verdict.VALID : Verdict.WRONG;
        } catch (RequestBody.TooLarge e) {
            return Verdict.UNREAD;
        }
    }

    /** The host's counters are one step, whatever other threads do, and forget by themselves. */
    private boolean wasSeen(Request request) {
        String signature = request.headers().first(config.signatureHeader()).orElseThrow();
        Counters.Limit once =
                new Counters.Limit(signature, 1, env.clock().instant().plusSeconds(config.onceWithin()));
        String group = "webhook-signature:" + env.entry().id();
        return env.counters().addWithin(group, List.of(once)).getFirst() > 0;
    }

    @Override
    public Optional<Preview> preview(Exchange exchange) throws RequestBody.Broken {
        return Optional.of(
                Preview.of("the signature is " + judge(exchange.request()).label()));
    }

    @Override
    public void headerFilter(Exchange exchange, ResponseHead head) {
        exchange.get(VERDICT).ifPresent(verdict -> head.headers().set("X-Webhook-Signature", verdict.label()));
    }

    @Override
    public void log(Exchange exchange, Completion completion) {
        exchange.get(VERDICT).ifPresent(verdict -> requests.increment(env.scope(), verdict.label()));
    }
}
