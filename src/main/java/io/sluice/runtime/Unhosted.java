package io.sluice.runtime;

import io.sluice.api.Exchange;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.Preview;
import io.sluice.api.entity.Route;
import io.sluice.config.PluginEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of plugins of Kong's that are not hosted, where a start goes on without them ({@code --skip-unhosted}).
 *
 * <p>One that guards (says who may come in, or how much) is replaced by a plugin that answers 503: its routes must not stand open.
 *
 * @param open routes, by name or id, that may be served without their guards
 */
public record Unhosted(Mode mode, Set<String> open) {

    /** What to do with a plugin that is not hosted. */
    public enum Mode {
        /** A start is refused. */
        REFUSE,
        /** A start goes on without it. */
        SKIP,
        /** It stands in the order of plugins and says that it is not hosted: nothing is served. */
        SHOW
    }

    /** A start is refused. */
    public static final Unhosted REFUSED = new Unhosted(Mode.REFUSE, Set.of());

    /** For looking at a file without serving it. */
    public static final Unhosted SHOWN = new Unhosted(Mode.SHOW, Set.of());

    /** {@code skip} says whether to start without them. */
    public Unhosted(boolean skip, Set<String> open) {
        this(skip ? Mode.SKIP : Mode.REFUSE, open);
    }

    /** Runs before all others. */
    private static final int FIRST = Integer.MAX_VALUE;

    /** Behind whatever authenticates, before whatever answers: a guard for some consumers has to know who it is. */
    private static final int AFTER_AUTHENTICATION = 1000;

    private static final Set<String> GUARDS = guards();

    private static final Map<String, Integer> PRIORITIES = priorities();

    /**
     * An entry that was left out.
     *
     * @param guards whether its routes answer 503 instead
     */
    public record Skipped(String plugin, String scope, boolean guards) {}

    private static Set<String> guards() {
        return lines("guards.txt").collect(Collectors.toUnmodifiableSet());
    }

    private static Map<String, Integer> priorities() {
        return lines("priorities.txt")
                .collect(Collectors.toUnmodifiableMap(
                        line -> line.substring(0, line.indexOf(' ')),
                        line -> Integer.parseInt(line.substring(line.indexOf(' ') + 1))));
    }

    private static Stream<String> lines(String resource) {
        try (InputStream in = Unhosted.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"));
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

    /** Why a plugin that is enabled does not run here. */
    static String absence(String name) {
        return PRIORITIES.containsKey(name)
                ? "this version does not have the plugin"
                : "its jar is not here (KONG_PLUGIN_FOLDER), so nobody knows what it does";
    }

    /** What shows that a plugin, or what its entry asks for, is not hosted. {@code priority} null for Kong's. */
    static PluginInstance shown(PluginEntry entry, @Nullable Integer priority, String reason) {
        int place = priority == null ? PRIORITIES.getOrDefault(entry.name(), 0) : priority;
        return PluginInstance.of(entry.name(), place, EntryEnv.scopeOf(entry), new Shown(reason));
    }

    private record Shown(String reason) implements Plugin {
        @Override
        public Optional<Preview> preview(Exchange exchange) {
            return Optional.of(new Preview("not hosted: " + reason, Map.of("hosted", false, "reason", reason)));
        }
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
