package io.sluice.kafka.security;

import io.sluice.api.Log;
import io.sluice.api.produce.OAuthBearer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The access token of one producer: fetched before the producer is made, then renewed by a thread of its own before it expires. Safe
 * for concurrent use.
 */
final class Tokens implements AutoCloseable {

    private static final Log LOG = Log.of("kafka");

    private final TokenRequest request;
    private final Map<String, String> extensions;
    private final Supplier<String> routes;
    private volatile @Nullable BearerToken current;
    private @Nullable Thread renewal;

    /** {@code routes} are named when something goes wrong later. */
    Tokens(OAuthBearer settings, SecurityHost host, Duration timeout, Supplier<String> routes) {
        this.request = new TokenRequest(settings, host.http(), timeout);
        this.extensions = settings.extensions();
        this.routes = routes;
    }

    /** Fetches the first one, which takes as long as {@code timeout} at the most. */
    void fetch() throws Denied, InterruptedException {
        BearerToken first = request.send();
        current = first;
        renewal = Thread.ofVirtual().name("token-renewal").start(() -> renewFrom(first));
    }

    /** Never waits. */
    BearerToken current() throws IOException {
        BearerToken token = current;
        if (token == null || token.isOver(System.currentTimeMillis())) {
            throw new IOException("the token has expired and could not be renewed");
        }
        return token;
    }

    Map<String, String> extensions() {
        return extensions;
    }

    private void renewFrom(BearerToken first) {
        BearerToken held = first;
        Backoff backoff = new Backoff();
        try {
            while (true) {
                Thread.sleep(Math.max(0, held.renewedAtMillis() - System.currentTimeMillis()));
                try {
                    held = request.send();
                    current = held;
                    if (backoff.reset()) {
                        LOG.info("token renewed again", "routes", routes.get());
                    }
                } catch (Denied e) {
                    sayOnce(backoff.isFirst(), e);
                    Thread.sleep(backoff.next());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void sayOnce(boolean first, Denied denied) {
        if (first) {
            LOG.error(
                    "token not renewed; trying on",
                    "routes",
                    routes.get(),
                    "mechanism",
                    "OAUTHBEARER",
                    "reason",
                    denied.reason(),
                    "advice",
                    denied.advice());
        }
    }

    @Override
    public void close() {
        if (renewal != null) {
            renewal.interrupt();
        }
    }
}
