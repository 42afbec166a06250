package io.sluice.plugins.ratelimiting;

import io.sluice.api.Counters;
import io.sluice.api.Exchange;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.Preview;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests in fixed windows of the calendar and refuses those above a limit. Checking and counting are one step, so that
 * requests at the same time cannot pass together (decision P8).
 */
final class RateLimiting implements Plugin {

    private static final UUID NONE = new UUID(0, 0);

    private final RateLimitingConfig config;
    private final PluginEnv env;
    private final Identifier identifier;
    private final String scope;
    private final Map<Window, Double> limits = new EnumMap<>(Window.class);

    RateLimiting(RateLimitingConfig config, PluginEnv env) {
        this.config = config;
        this.env = env;
        this.identifier = Identifier.of(config, env.entry());
        this.scope = "rate-limiting:" + idOf(env.entry().route()) + ":"
                + idOf(env.entry().service()) + ":";
        limit(Window.SECOND, config.second());
        limit(Window.MINUTE, config.minute());
        limit(Window.HOUR, config.hour());
        limit(Window.DAY, config.day());
        limit(Window.MONTH, config.month());
        limit(Window.YEAR, config.year());
    }

    private static UUID idOf(@Nullable UUID entity) {
        return entity == null ? NONE : entity;
    }

    private void limit(Window window, @Nullable Double most) {
        if (most != null) {
            limits.put(window, most);
        }
    }

    @Override
    public void access(Exchange exchange) {
        decide(exchange, env.counters()::addWithin);
    }

    /** Looks without counting. */
    @Override
    public Optional<Preview> preview(Exchange exchange) {
        Usage usage = decide(exchange, env.counters()::peek);
        return Optional.of(Preview.of(usage.stops() ? "would refuse: " + config.errorMessage() : "would count it"));
    }

    /** How counters are asked: {@link Counters#addWithin} or {@link Counters#peek}. */
    private interface Asking {
        List<Long> counts(String group, List<Counters.Limit> limits);
    }

    private Usage decide(Exchange exchange, Asking asking) {
        Instant now = env.clock().instant();
        Usage usage = usage(scope + identifier.of(exchange), now, asking);
        if (!config.hideClientHeaders()) {
            usage.tell(exchange.responseHeaders(), now);
        }
        if (usage.stops()) {
            exchange.refuse((int) config.errorCode(), config.errorMessage());
        }
        return usage;
    }

    private Usage usage(String group, Instant now, Asking asking) {
        List<Counters.Limit> asked = new ArrayList<>(limits.size());
        limits.forEach((window, most) -> {
            Instant start = window.start(now);
            asked.add(new Counters.Limit(window + ":" + start.getEpochSecond(), most, window.end(start)));
        });
        List<Long> counts = asking.counts(group, asked);
        List<Usage.Quota> quotas = new ArrayList<>(asked.size());
        for (Window window : limits.keySet()) {
            Counters.Limit limit = asked.get(quotas.size());
            quotas.add(new Usage.Quota(window, limit.most(), counts.get(quotas.size()), limit.until()));
        }
        return new Usage(quotas);
    }
}
