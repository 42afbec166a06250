package io.sluice.plugins.correlationid;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.Preview;
import io.sluice.api.Request;
import io.sluice.api.ResponseHead;
import java.util.Optional;

/** Gives a request an id in a header, unless the client gave it one, and shows it in the response. */
final class CorrelationId implements Plugin {

    private final String header;
    private final boolean echo;
    private final Generator generator;
    private final Exchange.Key<String> chosen = new Exchange.Key<>(String.class);

    CorrelationId(CorrelationIdConfig config, PluginEnv env) {
        this.header = config.headerName();
        this.echo = config.echoDownstream();
        this.generator = Generator.of(config.generator(), env);
    }

    @Override
    public void access(Exchange exchange) {
        String id = sent(exchange.request()).orElseGet(() -> give(exchange));
        exchange.put(chosen, id);
        exchange.logField("correlation_id", id);
    }

    private String give(Exchange exchange) {
        String id = generator.next(exchange.request());
        exchange.change().headers().set(header, id);
        return id;
    }

    /** What the client sent; of several the first counts, and a blank one is none. A name with {@code _} finds {@code -} too. */
    private Optional<String> sent(Request request) {
        Headers headers = request.headers();
        return headers.first(header)
                .or(() -> headers.first(header.replace('_', '-')))
                .filter(value -> !value.isBlank());
    }

    /** Without access before it, as for a request without a route, the response gets an id all the same. */
    @Override
    public void headerFilter(Exchange exchange, ResponseHead head) {
        if (echo) {
            Request request = exchange.request();
            String id = exchange.get(chosen).or(() -> sent(request)).orElseGet(() -> generator.next(request));
            head.headers().set(header, id);
        }
    }

    @Override
    public Optional<Preview> preview(Exchange exchange) {
        return Optional.of(Preview.of(sent(exchange.request())
                .map(_ -> "would keep the client's " + header)
                .orElse("would set " + header + " to a new id")));
    }
}
