package io.sluice.plugins.requestsizelimiting;

import io.sluice.api.Completion;
import io.sluice.api.Exchange;
import io.sluice.api.HostLimits;
import io.sluice.api.Plugin;
import io.sluice.api.Preview;
import io.sluice.api.Reply;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import io.sluice.api.RequestBody.TooLarge;
import java.io.IOException;
import java.util.Optional;

/**
 * Refuses a body that is larger than the limit. What its length announces is believed, since the server holds it to that; a body
 * in chunks is read to its end before anything goes upstream: in memory while it is small, then through a file.
 */
final class RequestSizeLimiting implements Plugin {

    private final long limit;
    private final boolean requiresLength;
    private final long held;
    private final Exchange.Key<SpooledBody> spooled = new Exchange.Key<>(SpooledBody.class);

    RequestSizeLimiting(RequestSizeLimitingConfig config, HostLimits limits) {
        this.limit = config.allowedPayloadSize() * unit(config.sizeUnit());
        this.requiresLength = config.requireContentLength();
        this.held = Math.min(limit, limits.pluginBodyBytes());
    }

    private static long unit(String name) {
        return switch (name) {
            case "bytes" -> 1;
            case "kilobytes" -> 1024;
            default -> 1024 * 1024;
        };
    }

    @Override
    public void access(Exchange exchange) throws IOException {
        Request request = exchange.request();
        RequestBody body = request.body();
        boolean announced = body.isFramed() && body.length() >= 0;
        if (!announced && requiresLength && !isChunked(request)) {
            exchange.refuse(411, "A valid Content-Length header is required");
        } else if (announced ? body.length() > limit : !measure(exchange, body)) {
            exchange.refuse(expectsContinue(request) ? 417 : 413, "Request size limit exceeded");
        }
    }

    private static boolean isChunked(Request request) {
        return request.headers().first("Transfer-Encoding").orElse("").equals("chunked");
    }

    private static boolean expectsContinue(Request request) {
        return request.headers().first("Expect").orElse("").strip().equalsIgnoreCase("100-continue");
    }

    /** Reads a body without a length; false if it is too large. Those behind see all of it. */
    private boolean measure(Exchange exchange, RequestBody body) throws IOException {
        try {
            body.bytes(held);
            return true;
        } catch (TooLarge _) {
            return held < limit && spool(exchange, body);
        }
    }

    private boolean spool(Exchange exchange, RequestBody body) throws IOException {
        SpooledBody file = new SpooledBody();
        exchange.put(spooled, file);
        if (!file.fill(body, limit)) {
            return false;
        }
        exchange.change().body(file);
        return true;
    }

    @Override
    public Optional<Preview> preview(Exchange exchange) throws IOException {
        access(exchange);
        Reply refusal = exchange.reply();
        return Optional.of(
                Preview.of(refusal == null ? "would let it pass" : "would refuse it with " + refusal.status()));
    }

    @Override
    public void log(Exchange exchange, Completion completion) {
        exchange.get(spooled).ifPresent(SpooledBody::close);
    }
}
