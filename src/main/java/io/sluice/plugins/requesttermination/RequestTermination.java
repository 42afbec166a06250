package io.sluice.plugins.requesttermination;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.Preview;
import io.sluice.api.QueryArgs;
import io.sluice.api.Reply;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import io.sluice.api.StandardReplies;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers instead of the service: with an echo of the request, a body, a message, or nothing but a status.
 *
 * <p>Source: Kong's page on the plugin and its 3.15 schema.
 */
final class RequestTermination implements Plugin {

    private final RequestTerminationConfig config;
    private final int arguments;
    private final @Nullable String message;
    private final @Nullable Echo echo;

    RequestTermination(RequestTerminationConfig config, PluginEnv env) {
        this.config = config;
        this.arguments = env.limits().uriArgs();
        this.message = config.message() != null ? config.message() : usual(config.statusCode());
        this.echo = config.echo() ? new Echo(message, env.node(), env.limits()) : null;
    }

    /** What Kong says of a status when nothing is configured; null for most. */
    private static @Nullable String usual(int status) {
        return switch (status) {
            case 401 -> "Unauthorized";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 500 -> "An unexpected error occurred";
            case 502 -> "Bad Gateway";
            case 503 -> "Service unavailable";
            default -> null;
        };
    }

    @Override
    public void access(Exchange exchange) throws RequestBody.Broken {
        if (triggered(exchange.request())) {
            exchange.reply(reply(exchange));
        }
    }

    /** A header, in which {@code _} also finds {@code -}, or an argument; whatever its value. */
    private boolean triggered(Request request) {
        String trigger = config.trigger();
        return trigger == null
                || request.headers().contains(trigger)
                || request.headers().contains(trigger.replace('_', '-'))
                || QueryArgs.parse(request.rawQuery(), arguments).first(trigger).isPresent();
    }

    private Reply reply(Exchange exchange) throws RequestBody.Broken {
        if (echo != null) {
            return Reply.json(config.statusCode(), echo.of(exchange));
        }
        if (config.body() != null) {
            Headers headers =
                    config.contentType() == null ? new Headers() : Headers.of("Content-Type", config.contentType());
            return new Reply(config.statusCode(), headers, config.body().getBytes(StandardCharsets.UTF_8));
        }
        return message == null
                ? new Reply(config.statusCode(), new Headers(), new byte[0])
                : StandardReplies.message(config.statusCode(), message);
    }

    /** Answering has no effect outside of the request. */
    @Override
    public Optional<Preview> preview(Exchange exchange) throws RequestBody.Broken {
        access(exchange);
        return Optional.of(
                exchange.reply() == null
                        ? Preview.of("would let the request pass: nothing in it is named " + config.trigger())
                        : new Preview("would answer " + config.statusCode(), Map.of("status", config.statusCode())));
    }
}
