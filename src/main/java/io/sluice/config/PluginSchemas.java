package io.sluice.config;

import io.sluice.problem.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The schemas of plugins, {@code schema/plugins/NAME.json}: of those that are hosted, where each comes from, and of Kong's others. Each
 * is compiled when a file first names it. Safe for concurrent use.
 */
public final class PluginSchemas {

    private final Map<String, JsonNode> hosted = new TreeMap<>();
    private final Map<String, Optional<JsonNode>> others = new ConcurrentHashMap<>();
    private final Map<String, SchemaFile> configs = new ConcurrentHashMap<>();
    private final Set<String> official = names("kong-plugins.txt");
    private final Set<String> openSource = names("kong-oss-plugins.txt");
    private final Set<String> named;
    private final Set<String> off;

    /**
     * Loads the schemas of plugins on our own class path.
     *
     * @throws IllegalStateException if one has none
     */
    public PluginSchemas(Collection<String> hosted) {
        this(hosted.stream()
                .collect(
                        Collectors.toMap(Function.identity(), _ -> PluginSchemas.class.getClassLoader(), (a, _) -> a)));
    }

    /**
     * Loads the schema of every hosted plugin from the class loader that the plugin itself comes from.
     *
     * @throws IllegalStateException if one has none, or one that cannot be read
     */
    public PluginSchemas(Map<String, ClassLoader> plugins) {
        this(plugins, Set.of(), Set.of());
    }

    /**
     * The same, where Kong's setting {@code plugins} says which of them count.
     *
     * @param named those that it names one by one: a file may name them, also where no schema of them is here
     * @param off those that are here and that it does not enable
     */
    public PluginSchemas(Map<String, ClassLoader> plugins, Set<String> named, Set<String> off) {
        this.named = new TreeSet<>(named);
        this.off = Set.copyOf(off);
        plugins.forEach((name, from) -> {
            String resource = "schema/plugins/" + name + ".json";
            JsonNode file = SchemaFile.resource(from, resource)
                    .orElseThrow(() -> new IllegalStateException("plugin " + name + " brings no " + resource));
            if (!file.at("/properties/config").isObject()) {
                throw new IllegalStateException(resource + " of plugin " + name + " describes no config");
            }
            hosted.put(name, file);
        });
    }

    private static Set<String> names(String list) {
        try (InputStream in = PluginSchemas.class.getResourceAsStream(list)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema of a plugin's configuration; empty if there is none, since the plugin is unknown or nothing is known of it. */
    Optional<SchemaFile> config(String plugin) {
        return file(plugin)
                .map(file -> configs.computeIfAbsent(plugin, _ -> SchemaFile.of(file.at("/properties/config"))));
    }

    /** The whole schema file of a plugin. */
    public Optional<JsonNode> file(String plugin) {
        JsonNode own = hosted.get(plugin);
        return own != null ? Optional.of(own) : official.contains(plugin) ? other(plugin) : Optional.empty();
    }

    private Optional<JsonNode> other(String plugin) {
        return others.computeIfAbsent(plugin, name -> SchemaFile.resource("schema/plugins/" + name + ".json"));
    }

    boolean isHosted(String plugin) {
        return hosted.containsKey(plugin);
    }

    /** The names of Kong's plugins, hosted here or not. */
    public Set<String> official() {
        return Collections.unmodifiableSet(official);
    }

    /** Whether Kong has a plugin of that name. */
    public boolean isOfficial(String plugin) {
        return official.contains(plugin);
    }

    /** Whether Kong's open-source edition can run it: one of its own, or somebody's own that was installed. */
    boolean isOpenSource(String plugin) {
        return openSource.contains(plugin) || (isHosted(plugin) && !isOfficial(plugin));
    }

    /** Those that the setting {@code plugins} names one by one, by the alphabet. */
    Set<String> named() {
        return Collections.unmodifiableSet(named);
    }

    /** Whether it is here, and the setting {@code plugins} does not enable it. */
    boolean isOff(String plugin) {
        return off.contains(plugin);
    }

    /** The nearest name of another plugin. */
    Optional<String> nearest(String plugin) {
        Set<String> all = new TreeSet<>(official);
        all.addAll(hosted.keySet());
        all.addAll(named);
        all.remove(plugin);
        return Nearest.to(plugin, all);
    }
}
