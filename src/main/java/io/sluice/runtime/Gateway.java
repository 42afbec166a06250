package io.sluice.runtime;

import io.sluice.api.Handler;
import io.sluice.api.Handshake;
import io.sluice.api.Reply;
import io.sluice.api.Request;
import io.sluice.api.Responder;
import io.sluice.upstream.Proxy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Answers the requests of the proxy listeners: rewrite, routing, access, upstream, header and body filter, write, log, all on the
 * request's own virtual thread ({@link Passage}). Safe for concurrent use.
 */
public final class Gateway implements Handler, AutoCloseable {

    private final Snapshot snapshot;
    private final Proxy proxy;
    private final AnswerStyle style;
    private final List<CompletionListener> listeners;
    private final PhaseTimer timer;

    /**
     * How answers look.
     *
     * @param headers what is added to them
     * @param errorType the form of errors of the HTTP layer where a client names none ({@code error_default_type})
     * @param charset of the texts of services
     */
    public record AnswerStyle(GatewayHeaders headers, String errorType, TextCharset charset) {}

    /** {@code phaseTime} is how long one phase of one plugin may take. */
    public Gateway(
            Snapshot snapshot, Proxy proxy, AnswerStyle style, Duration phaseTime, List<CompletionListener> listeners) {
        this.snapshot = snapshot;
        this.proxy = proxy;
        this.style = style;
        this.listeners = List.copyOf(listeners);
        this.timer = new PhaseTimer(phaseTime);
    }

    @Override
    public void handle(Request request, Responder responder) throws IOException {
        new Passage(this, request, responder).run();
    }

    @Override
    public void refuse(Request request, Reply reply, Responder responder) throws IOException {
        new Passage(this, request, responder).refuse(reply);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    Proxy proxy() {
        return proxy;
    }

    AnswerStyle style() {
        return style;
    }

    List<CompletionListener> listeners() {
        return listeners;
    }

    PhaseTimer timer() {
        return timer;
    }

    /** What the plugins have to say of a TLS handshake; what they throw ends it. */
    public void handshake(Handshake handshake) throws Exception {
        for (PluginInstance instance : snapshot.chain().globals()) {
            if (instance.phases().certificate()) {
                instance.plugin().certificate(handshake);
            }
        }
    }

    @Override
    public void close() {
        timer.close();
    }
}
