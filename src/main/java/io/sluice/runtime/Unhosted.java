package io.sluice.runtime;

import io.sluice.api.Exchange;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.entity.Route;
import io.sluice.config.PluginEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What becomes of plugins of Kong's that are not hosted, where a start goes on without them ({@code --skip-unhosted}).
 *
 * <p>One that guards (says who may come in, or how much) is replaced by a plugin that answers 503: its routes must not stand open.
 *
 * @param skip whether to start without them
 * @param open routes, by name or id, that may be served without their guards
 */
public record Unhosted(boolean skip, Set<String> open) {

    /** A start is refused. */
    public static final Unhosted REFUSED = new Unhosted(false, Set.of());

    /** Runs before all others. */
    private static final int FIRST = Integer.MAX_VALUE;

    /** Behind whatever authenticates, before whatever answers: a guard for some consumers has to know who it is. */
    private static final int AFTER_AUTHENTICATION = 1000;

    private static final Set<String> GUARDS = guards();

    /**
     * An entry that was left out.
     *
     * @param guards whether its routes answer 503 instead
     */
    public record Skipped(String plugin, String scope, boolean guards) {}

    private static Set<String> guards() {
        try (InputStream in = Unhosted.class.getResourceAsStream("guards.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Skipped skipped(PluginEntry entry) {
        return new Skipped(entry.name(), EntryEnv.label(entry), GUARDS.contains(entry.name()));
    }

    /** What stands in for a guard. */
    PluginInstance closed(PluginEntry entry) {
        PluginEnv.Entry scope = EntryEnv.scopeOf(entry);
        boolean forSome = scope.consumer() != null || scope.consumerGroup() != null;
        return PluginInstance.of(
                entry.name() + (forSome ? " (consumers)" : ""),
                forSome ? AFTER_AUTHENTICATION : FIRST,
                scope,
                new Closed(entry.name(), open));
    }

    private record Closed(String plugin, Set<String> open) implements Plugin {
        @Override
        public void access(Exchange exchange) {
            Route route = exchange.route().orElseThrow();
            List<String> names = List.of(route.label(), route.id().toString());
            if (names.stream().noneMatch(open::contains)) {
                exchange.refuse(503, "this route is guarded by the plugin " + plugin + ", which is not hosted here");
            }
        }
    }
}
