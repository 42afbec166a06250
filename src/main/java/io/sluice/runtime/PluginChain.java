package io.sluice.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All configured plugins by descending priority; equal priorities by descending name, as Kong's loader sorts. */
final class PluginChain {

    private final List<Scopes> byPriority;
    private final List<PluginInstance> globals;

    private PluginChain(List<Scopes> byPriority) {
        this.byPriority = byPriority;
        this.globals = byPriority.stream().flatMap(s -> s.global().stream()).toList();
    }

    static PluginChain of(List<PluginInstance> instances) {
        Map<String, List<PluginInstance>> byName = new LinkedHashMap<>();
        instances.forEach(
                i -> byName.computeIfAbsent(i.name(), _ -> new ArrayList<>()).add(i));
        return new PluginChain(byName.values().stream()
                .map(Scopes::of)
                .sorted(Comparator.comparingInt(Scopes::priority)
                        .thenComparing(Scopes::name)
                        .reversed())
                .toList());
    }

    List<Scopes> byPriority() {
        return byPriority;
    }

    /** The global entries alone: all that runs before routing, and for a request that matched no route. */
    List<PluginInstance> globals() {
        return globals;
    }
}
