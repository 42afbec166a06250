package io.sluice.plugins.ratelimiting;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.PluginEnv;
import io.sluice.api.entity.ConsumerGroup;
import io.sluice.api.entity.Credential;
import io.sluice.api.entity.Service;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whom or what a request is counted for ({@code limit_by}). */
@FunctionalInterface
interface Identifier {

    /** Empty if the request has no such thing: then its client address counts. */
    Optional<String> find(Exchange exchange);

    default String of(Exchange exchange) {
        return find(exchange).orElseGet(() -> exchange.request().clientAddress());
    }

    static Identifier of(RateLimitingConfig config, PluginEnv.Entry entry) {
        return switch (config.limitBy()) {
            case "consumer" ->
                exchange -> exchange.consumer().map(c -> c.id().toString()).or(() -> credential(exchange));
            case "credential" -> Identifier::credential;
            case "service" -> exchange -> exchange.service().map(Service::id).map(UUID::toString);
            case "header" -> {
                String name = Objects.requireNonNull(config.headerName());
                yield exchange -> header(exchange.request().headers(), name);
            }
            case "path" -> {
                String path = bytes(Objects.requireNonNull(config.path()));
                yield exchange -> Optional.of(exchange.path()).filter(path::equals);
            }
            case "consumer-group" -> exchange -> group(exchange, entry.consumerGroup());
            default -> _ -> Optional.empty();
        };
    }

    /** As Kong looks headers up: a name with {@code _} finds {@code -} too. */
    private static Optional<String> header(Headers headers, String name) {
        return headers.first(name).or(() -> headers.first(name.replace('_', '-')));
    }

    private static Optional<String> credential(Exchange exchange) {
        return exchange.credential().map(Credential::id).map(UUID::toString);
    }

    /** The group of the entry; of an entry without one, the first group of the consumer. */
    private static Optional<String> group(Exchange exchange, @Nullable UUID ofEntry) {
        return Optional.ofNullable(ofEntry)
                .or(() -> exchange.consumer()
                        .flatMap(c -> c.groups().stream().findFirst())
                        .map(ConsumerGroup::id))
                .map(UUID::toString);
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
