package io.sluice.runtime;

import io.sluice.api.PluginFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The plugins this host has, by name. Immutable. */
public final class PluginCatalog {

    private final Map<String, PluginFactory<?>> byName = new TreeMap<>();

    private PluginCatalog(Iterable<? extends PluginFactory<?>> factories) {
        for (PluginFactory<?> factory : factories) {
            if (byName.put(factory.name(), factory) != null) {
                throw new IllegalStateException("two plugins are named " + factory.name());
            }
        }
    }

    /** What the class path offers. */
    @SuppressWarnings("rawtypes")
    public static PluginCatalog discover() {
        List<PluginFactory<?>> found = new ArrayList<>();
        for (PluginFactory factory : ServiceLoader.load(PluginFactory.class)) {
            found.add((PluginFactory<?>) factory);
        }
        return new PluginCatalog(found);
    }

    public static PluginCatalog of(Collection<? extends PluginFactory<?>> factories) {
        return new PluginCatalog(factories);
    }

    /**
     * Those that Kong's setting {@code plugins} enables: names, or {@code bundled} for all.
     *
     * @throws IllegalArgumentException naming one that is not there
     */
    public PluginCatalog enabled(List<String> names) {
        if (names.contains("bundled")) {
            names.stream().filter(n -> !n.equals("bundled") && !n.equals("off")).forEach(this::require);
            return this;
        }
        List<PluginFactory<?>> enabled = new ArrayList<>();
        if (!names.isEmpty() && !names.getFirst().equals("off")) {
            names.stream().filter(n -> !n.equals("off")).forEach(n -> enabled.add(require(n)));
        }
        return new PluginCatalog(enabled);
    }

    private PluginFactory<?> require(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        name + " plugin is enabled but not installed; there are " + byName.keySet()));
    }

    public Optional<PluginFactory<?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Set<String> names() {
        return byName.keySet();
    }

    public Collection<PluginFactory<?>> all() {
        return byName.values();
    }
}
